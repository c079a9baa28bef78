import type { ConferenceInfo } from "@parley/conference";
import { refuse } from "@parley/runtime";
import type { IncomingCall, Refusal } from "@parley/runtime";
import { limits } from "@parley/signalling";
import type { CsubscribeAnswer, CsubscribeProblem, CsubscribeRequest, CunsubscribeProblem, CunsubscribeRequest } from "@parley/signalling";
import type { ConferenceChange } from "./conference/changes.js";
import type { ConferenceDesk } from "./conference/conference-desk.js";
import { sendEvent } from "./conference-event.js";
import type { Told } from "./conference-event.js";
import { lobbyView, viewOf } from "./conference-event-view.js";
import type { EventView, Viewer } from "./conference-event-view.js";
import type { ConferenceRooms } from "./conference-rooms.js";
import { lagOf } from "./delivery-lag.js";
import { timerSeconds } from "./function-limits.js";
import type { TerminalConnection } from "./terminal.js";

/** Who is told of what happens in conferences, and takes part in them by it. */
export interface ConferenceSubscriptions {
  subscribe(request: CsubscribeRequest, from: TerminalConnection, call: IncomingCall): Promise<CsubscribeAnswer | Refusal<CsubscribeProblem>>;
  unsubscribe(request: CunsubscribeRequest, from: TerminalConnection): Promise<object | Refusal<CunsubscribeProblem>>;
  /** A conference has changed. */
  tell(change: ConferenceChange): void;
  /** A subscription is over, whoever ended it: the place that it holds is given up. */
  ended(connection: TerminalConnection, name: string): Promise<void>;
  /** The connection is over, and its subscriptions with it. */
  closed(connection: TerminalConnection): Promise<void>;
  /** The connection has acknowledged something: what was left out for it can be told. */
  caughtUp(connection: TerminalConnection): Promise<void>;
}

interface Subscription extends Viewer {
  readonly connection: TerminalConnection;
  readonly name: string;
  readonly conference: string;
  readonly uri: string;
  participant: string | undefined;
  /** What it was shown last. */
  view: EventView;
  /** The lobby as it was shown last, as text. */
  shown: string | undefined;
  /** Changes have been left out: a snapshot is owed. */
  isBehind: boolean;
}

/** Changes are left out for a connection that has so many messages not acknowledged: four times what it acknowledges at once. */
const mostWaiting = 64;

export function conferenceSubscriptions(desk: ConferenceDesk, rooms: ConferenceRooms): ConferenceSubscriptions {
  const { state } = desk;
  const all = new Map<TerminalConnection, Map<string, Subscription>>();
  const byConference = new Map<string, Set<Subscription>>();
  const ofConnection = (connection: TerminalConnection) => [...(all.get(connection)?.values() ?? [])];
  const told = ({ connection, name, uri }: Subscription): Told => ({ connection, subscription: name, conference: uri });

  const keep = (subscription: Subscription) => {
    const { connection, name, conference } = subscription;
    all.set(connection, (all.get(connection) ?? new Map<string, Subscription>()).set(name, subscription));
    byConference.set(conference, (byConference.get(conference) ?? new Set<Subscription>()).add(subscription));
  };
  const forget = (subscription: Subscription) => {
    const { connection, name, conference } = subscription;
    const [own, same] = [all.get(connection), byConference.get(conference)];
    own?.delete(name);
    same?.delete(subscription);
    if (own?.size === 0) all.delete(connection);
    if (same?.size === 0) byConference.delete(conference);
  };
  const finish = (subscription: Subscription, version: number, reason: string, change?: Pick<ConferenceChange, "state" | "info">) => {
    forget(subscription);
    sendEvent(told(subscription), { version, ...(change ?? { state: "partial", info: {} }) }, { reason });
  };
  const snapshot = (subscription: Subscription, version: number, whole: ConferenceInfo) => {
    subscription.view = viewOf(subscription, whole);
    subscription.isBehind = false;
    const info = subscription.view === "self" ? lobbyView(whole, subscription.participant) : whole;
    if (subscription.view === "self") subscription.shown = JSON.stringify(info);
    sendEvent(told(subscription), { version, state: "full", info });
  };
  const tellOne = (subscription: Subscription, { version, kind, whole, state: how, info }: ConferenceChange) => {
    const { participant, view: before } = subscription;
    const now = viewOf(subscription, whole);
    if (kind === "ended") return finish(subscription, version, "conference-ended", before === "whole" && !subscription.isBehind ? { state: how, info } : undefined);
    if (now === "nothing") return finish(subscription, version, participant === undefined || before === "self" ? "forbidden" : "removed");
    if (lagOf(subscription.connection.context) >= mostWaiting) subscription.isBehind = true;
    if (subscription.isBehind) return;
    if (now === "whole" && before === "whole") return sendEvent(told(subscription), { version, state: how, info });
    if (now === "self" && subscription.shown === JSON.stringify(lobbyView(whole, participant))) return;
    snapshot(subscription, version, whole);
  };
  const giveUp = async (subscription: Subscription) => {
    forget(subscription);
    const { connection, uri, participant } = subscription;
    subscription.participant = undefined;
    if (participant !== undefined && connection.context.seats.get(uri)?.participant === participant) await rooms.leave(connection, uri);
  };

  return {
    async subscribe(request, from, call) {
      const { user, seats, ended } = from.context;
      if (user === undefined) return refuse("unauthenticated");
      if (user.scopes?.includes("conference") === false) return refuse("forbidden");
      const { conference: uri, subscription: name, participate = false, joinToken, displayName = user.display } = request;
      const own = ofConnection(from);
      const before = own.find((each) => each.name === request.replaces && each.uri === uri);
      if (before === undefined && own.length >= limits.subscriptionsPerConnection) return refuse("limit-reached");
      let taken: string | undefined;
      if (participate && before?.participant === undefined) {
        if (seats.has(uri)) return refuse("limit-reached");
        const entry = await rooms.enter(from, uri, { joinToken, displayName, by: "subscription" });
        if (!entry.entered) return refuse(entry.problem);
        if (!entry.isNew) return refuse("limit-reached");
        taken = entry.seat.participant;
      }
      // Nothing is in the tables now that may be taken back, and no change comes between the snapshot and what follows it.
      const answer = await state.units.read((): CsubscribeAnswer | Refusal<CsubscribeProblem> => {
        const participant = taken ?? before?.participant;
        const held = uri.startsWith(state.uriBase) ? state.conferences.get(uri.slice(state.uriBase.length)) : undefined;
        const known = held === undefined ? undefined : state.snapshots.get(held.value.id);
        if (ended.has(uri)) return refuse("conference-ended");
        if (held === undefined || known === undefined || from.state === "closed" || call.signal.aborted) return refuse("forbidden");
        const subscription: Subscription = {
          connection: from, name, conference: held.value.id, uri, participant, address: user.subject, owns: held.value.owner === user.subject,
          view: "nothing", shown: undefined, isBehind: false,
        };
        if (viewOf(subscription, known.value) === "nothing") return refuse("forbidden");
        if (held.value.state === "ended") return refuse("conference-ended");
        const longest = timerSeconds("subscription");
        const granted = { expires: Math.min(request.expires ?? longest, longest), ...(participant === undefined ? {} : { participant }) };
        call.answer(granted);
        keep(subscription);
        if (before !== undefined) {
          before.participant = undefined;
          finish(before, known.version, "replaced");
        }
        snapshot(subscription, known.version, known.value);
        return granted;
      });
      if (taken !== undefined && "problem" in answer) await rooms.leave(from, uri);
      return answer;
    },
    async unsubscribe({ subscription: name }, from) {
      const subscription = all.get(from)?.get(name);
      if (subscription === undefined) return refuse("unknown-session");
      await giveUp(subscription);
      return {};
    },
    tell(change) {
      for (const subscription of Array.from(byConference.get(change.conference) ?? [])) tellOne(subscription, change);
    },
    async ended(connection, name) {
      const subscription = all.get(connection)?.get(name);
      if (subscription !== undefined) await giveUp(subscription);
    },
    async closed(connection) {
      for (const subscription of ofConnection(connection)) await giveUp(subscription);
    },
    async caughtUp(connection) {
      const owed = () => (lagOf(connection.context) > mostWaiting / 2 ? [] : ofConnection(connection).filter(({ isBehind }) => isBehind));
      if (owed().length === 0) return;
      await state.units.read(() => {
        for (const subscription of owed()) {
          const known = state.snapshots.get(subscription.conference);
          if (known !== undefined) snapshot(subscription, known.version, known.value);
        }
      });
    },
  };
}
