import type { ConferenceChange } from "./conference/changes.js";
import type { ConferenceDesk } from "./conference/conference-desk.js";
import type { Seat, TerminalConnection } from "./terminal.js";

/** Which connections are in which conferences. Who may be in is decided by the conference desk. */
export interface ConferenceRooms {
  /** Takes a seat for a join token; a connection that has one keeps it, with or without a token. */
  enter(connection: TerminalConnection, uri: string, joinToken: string | undefined): Promise<Entry>;
  leave(connection: TerminalConnection, uri: string): Promise<void>;
  leaveAll(connection: TerminalConnection): Promise<void>;
  /** Who else is in a conference that this connection is in. */
  other(connection: TerminalConnection, uri: string): TerminalConnection | undefined;
}

export type Entry =
  | { readonly entered: true; readonly occupied: boolean }
  | { readonly entered: false; readonly problem: "forbidden" | "conference-ended" | "conference-full" };

/** Told of a connection that was taken out of a conference, so that its calls there end. */
export type Removed = (connection: TerminalConnection, uri: string, reason: "removed" | "conference-ended") => void;

export function conferenceRooms(desk: ConferenceDesk, removed: Removed): ConferenceRooms {
  const taken = new Map<string, { readonly connection: TerminalConnection; readonly uri: string }>();

  desk.listen(({ conference, kind, whole }: ConferenceChange) => {
    const inside = new Set((whole.users ?? []).map(({ id }) => id));
    for (const [participant, { connection, uri }] of taken) {
      if (connection.context.seats.get(uri)?.conference !== conference || inside.has(participant)) continue;
      taken.delete(participant);
      connection.context.seats.delete(uri);
      if (kind === "ended") rememberEnded(connection, uri);
      removed(connection, uri, kind === "ended" ? "conference-ended" : "removed");
    }
  });

  const othersIn = ({ conference }: Seat, self: TerminalConnection) =>
    [...taken.values()].map(({ connection }) => connection).find((connection) => connection !== self && seatsIn(connection, conference));

  const leave = async (connection: TerminalConnection, uri: string) => {
    const seat = connection.context.seats.get(uri);
    if (seat === undefined) return;
    connection.context.seats.delete(uri);
    taken.delete(seat.participant);
    await desk.leave(seat.participant);
  };
  return {
    async enter(connection, uri, joinToken) {
      const { seats, ended, user } = connection.context;
      const held = seats.get(uri);
      if (held !== undefined) return { entered: true, occupied: othersIn(held, connection) !== undefined };
      if (ended.has(uri)) return { entered: false, problem: "conference-ended" };
      if (joinToken === undefined) return { entered: false, problem: "forbidden" };
      const admission = await desk.admit({ uri, joinToken, device: connection.context.id, ...(user === undefined ? {} : { address: user.subject }) });
      if (!admission.admitted && admission.problem === "conference-ended") rememberEnded(connection, uri);
      if (!admission.admitted) return { entered: false, problem: admission.problem };
      const { conference, value } = admission.participant;
      // The connection may have gone while the desk decided: then nobody else would give the seat back.
      if (connection.state === "closed") {
        await desk.leave(value.id);
        return { entered: false, problem: "forbidden" };
      }
      seats.set(uri, { conference, participant: value.id });
      taken.set(value.id, { connection, uri });
      return { entered: true, occupied: admission.others.length > 0 };
    },
    leave,
    async leaveAll(connection) {
      for (const uri of connection.context.seats.keys()) await leave(connection, uri);
    },
    other(connection, uri) {
      const seat = connection.context.seats.get(uri);
      return seat === undefined ? undefined : othersIn(seat, connection);
    },
  };
}

/** The oldest of many is forgotten: who asks again hears no more than a stranger. */
function rememberEnded({ context }: TerminalConnection, uri: string): void {
  for (const oldest of context.ended) if (context.ended.size >= mostEnded) context.ended.delete(oldest);
  context.ended.add(uri);
}

const mostEnded = 64;

function seatsIn(connection: TerminalConnection, conference: string): boolean {
  return [...connection.context.seats.values()].some((seat) => seat.conference === conference);
}
