import type { ConferenceChange } from "./conference/changes.js";
import type { ConferenceDesk } from "./conference/conference-desk.js";
import { roomOf } from "./conference/room.js";
import type { HeldParticipant } from "./conference/state.js";
import type { HeldSeat, TerminalConnection } from "./terminal.js";

/** Which connections are in which conferences. Who may be in is decided by the conference desk. */
export interface ConferenceRooms {
  /** Takes a seat for a join token; a connection that has one keeps it, with or without a token. */
  enter(connection: TerminalConnection, uri: string, wish: SeatWish): Promise<Entry>;
  leave(connection: TerminalConnection, uri: string): Promise<void>;
  /** Leaves what it has entered by being available there, but for these. */
  leaveAddresses(connection: TerminalConnection, but?: readonly string[]): Promise<void>;
  /** Finds the device to be called within a conference: of this participant, or of the one other there is. */
  callee(connection: TerminalConnection, uri: string, participant?: string): Promise<Callee>;
  /** Takes the seats of those who are no longer in the conference. */
  follow(change: ConferenceChange): void;
  /** It is giving its seat up by itself. */
  isLeaving(participant: string): boolean;
}

export interface SeatWish {
  readonly joinToken: string | undefined;
  readonly displayName?: string;
  /** By what the seat is held. */
  readonly by: HeldSeat["by"];
}

export type Entry =
  | { readonly entered: true; readonly isNew: boolean; readonly occupied: boolean; readonly seat: HeldSeat }
  | { readonly entered: false; readonly problem: "forbidden" | "conference-ended" | "conference-full" };

export type Callee =
  | { readonly connection: TerminalConnection; readonly conference: string; readonly caller: string; readonly called: string }
  | { readonly problem: "forbidden" | "conference-ended" | "address-incomplete" | "unreachable" };

interface Taken {
  readonly connection: TerminalConnection;
  readonly uri: string;
}

export function conferenceRooms(desk: ConferenceDesk): ConferenceRooms {
  /** By conference, then by participant. */
  const taken = new Map<string, Map<string, Taken>>();
  const leaving = new Set<string>();
  const others = ({ conference }: HeldSeat) => (taken.get(conference)?.size ?? 0) > 1;
  const take = ({ conference, participant }: HeldSeat, by: Taken) => {
    const inside = taken.get(conference) ?? new Map<string, Taken>();
    taken.set(conference, inside.set(participant, by));
  };
  const free = (conference: string, participant: string) => {
    const inside = taken.get(conference);
    inside?.delete(participant);
    if (inside?.size === 0) taken.delete(conference);
  };

  const give = async (participant: string) => {
    leaving.add(participant);
    try {
      await desk.leave(participant);
    } finally {
      leaving.delete(participant);
    }
  };
  const leave = async (connection: TerminalConnection, uri: string) => {
    const seat = connection.context.seats.get(uri);
    if (seat === undefined) return;
    connection.context.seats.delete(uri);
    free(seat.conference, seat.participant);
    await give(seat.participant);
  };
  return {
    async enter(connection, uri, { joinToken, displayName, by }) {
      const { seats, ended, user } = connection.context;
      const held = seats.get(uri);
      if (held !== undefined) return { entered: true, isNew: false, occupied: others(held), seat: held };
      if (ended.has(uri)) return { entered: false, problem: "conference-ended" };
      if (joinToken === undefined) return { entered: false, problem: "forbidden" };
      const admission = await desk.admit({
        uri, joinToken, device: connection.context.id, ...(user === undefined ? {} : { address: user.subject }), ...(displayName === undefined ? {} : { displayName }),
      });
      if (!admission.admitted && admission.problem === "conference-ended") rememberEnded(connection, uri);
      if (!admission.admitted) return { entered: false, problem: admission.problem };
      const { conference, value } = admission.participant;
      const since = seats.get(uri);
      // The connection may have gone while the desk decided, and nobody else would give the seat back; or it has taken another one meanwhile.
      if (connection.state === "closed" || since !== undefined) {
        await give(value.id);
        return since === undefined ? { entered: false, problem: "forbidden" } : { entered: true, isNew: false, occupied: others(since), seat: since };
      }
      const seat: HeldSeat = { conference, participant: value.id, by };
      seats.set(uri, seat);
      take(seat, { connection, uri });
      return { entered: true, isNew: true, occupied: admission.others.length > 0, seat };
    },
    leave,
    async leaveAddresses(connection, but = []) {
      for (const [uri, { by }] of Array.from(connection.context.seats)) if (by === "address" && !but.includes(uri)) await leave(connection, uri);
    },
    callee(connection, uri, participant) {
      return desk.state.units.read((): Callee => {
        const seat = connection.context.seats.get(uri);
        const { participants } = desk.state;
        const self = seat === undefined ? undefined : participants.get(seat.participant);
        const room = self === undefined ? undefined : roomOf(self.value);
        if (seat === undefined || room === undefined) return { problem: connection.context.ended.has(uri) ? "conference-ended" : "forbidden" };
        const rest = participants.inPartition(seat.conference).filter((held) => held !== self);
        const near = rest.filter((held) => roomOf(held.value) === room);
        const found = participant === undefined ? near : rest.filter(({ value }) => value.id === participant);
        const [only] = found;
        if (found.length > 1) return { problem: "address-incomplete" };
        if (only === undefined) return { problem: "unreachable" };
        if (!near.includes(only)) return { problem: "forbidden" };
        return deviceOf(only) ?? { problem: "unreachable" };

        function deviceOf({ conference, value }: HeldParticipant): Callee | undefined {
          const there = taken.get(conference)?.get(value.id)?.connection;
          if (there?.state !== "ready" || there.context.isLost) return undefined;
          return { connection: there, conference, caller: self?.value.id ?? "", called: value.id };
        }
      });
    },
    follow({ conference, kind, whole }) {
      const inside = new Set((whole.users ?? []).map(({ id }) => id));
      for (const [participant, { connection, uri }] of Array.from(taken.get(conference) ?? [])) {
        if (inside.has(participant)) continue;
        free(conference, participant);
        connection.context.seats.delete(uri);
        if (kind === "ended") rememberEnded(connection, uri);
      }
    },
    isLeaving: (participant) => leaving.has(participant),
  };
}

/** The oldest of many is forgotten: who asks again hears no more than a stranger. */
function rememberEnded({ context }: TerminalConnection, uri: string): void {
  for (const oldest of context.ended) if (context.ended.size >= mostEnded) context.ended.delete(oldest);
  context.ended.add(uri);
}

const mostEnded = 64;
