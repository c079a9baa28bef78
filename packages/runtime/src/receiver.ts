import type { Answerer } from "./answerer.js";
import { pingMethod, refusedFields, refusedMethod, roundTripKey } from "./connection-methods.js";
import { connectionStates } from "./connection-states.js";
import { readEnvelope } from "./envelope.js";
import type { Envelope, Unreadable } from "./envelope.js";
import { unsupportedExtension } from "./extensions.js";
import { rivalOf } from "./glare.js";
import type { Issue } from "./issue.js";
import { valueAt } from "./json-pointer.js";
import { onlyIn } from "./machine-graph.js";
import type { Step } from "./machine-step.js";
import type { Passed } from "./peer-handlers.js";
import type { PeerParts } from "./peer-parts.js";
import type { RefusalDetails } from "./problem.js";
import { describeProblem } from "./problem-registry.js";
import { RecentIds } from "./recent-ids.js";
import type { Requester } from "./requester.js";
import type { Session } from "./session.js";

/** A message that is refused, as far as it could be read. */
type Refused = Pick<Unreadable, "method" | "message">;

/** Reads what the peer sends, refuses what is wrong, and brings the rest to where it belongs. */
export class Receiver {
  readonly #parts: PeerParts;
  readonly #answerer: Answerer;
  readonly #requester: Requester;
  readonly #observe: ((passed: Passed) => void) | undefined;
  readonly #ids = new RecentIds();
  /** Until the connection is open, less is accepted from who has to open it. */
  readonly #bytesBeforeOpen: number;

  constructor(parts: PeerParts, answerer: Answerer, requester: Requester, observe: ((passed: Passed) => void) | undefined) {
    this.#parts = parts;
    this.#answerer = answerer;
    this.#requester = requester;
    this.#observe = observe;
    const { isOpenedByPeer } = connectionStates(parts.connection.machine);
    this.#bytesBeforeOpen = (isOpenedByPeer ? parts.protocol.limits["messageBytesBeforeAuth"] : undefined) ?? Infinity;
  }

  receive(data: string | Uint8Array): void {
    const { counters, protocol, clock, shut, outlet } = this.#parts;
    counters.received += 1;
    const read = readEnvelope(data, protocol.keys, this.#limits());
    if ("problem" in read) {
      if (read.problem === "too-large") return shut({ reason: "too-large", text: read.detail, code: 1009 });
      return this.#isNew(read) ? this.#refuse(read, read.problem, { detail: read.detail }) : undefined;
    }
    this.#observe?.({ direction: "received", message: read.message, at: clock.now() });
    if (read.acknowledged !== undefined) outlet.delivery.acknowledged(read.acknowledged);
    // A message that is repeated costs as much as a new one.
    const refusal = this.#parts.handlers.admit?.(read);
    if (!this.#isNew(read)) return;
    if (refusal === undefined || read.kind === "response") return this.#dispatch(read);
    const { problem, more } = refusal;
    if (read.kind === "request") this.#answerer.refuse(read, problem, more);
    else this.#refuse(read, problem, more);
  }

  #limits(): { readonly messageBytes: number; readonly depth: number } {
    const { grants, openStates, connection } = this.#parts;
    const { messageBytes, depth } = grants.accepted;
    return { depth, messageBytes: openStates.has(connection.state) ? messageBytes : Math.min(messageBytes, this.#bytesBeforeOpen) };
  }

  /** What cannot be read was counted by its sender, too. */
  #isNew({ method = "", count }: Pick<Unreadable, "method" | "count">): boolean {
    const { outlet, counters, shut } = this.#parts;
    if (count === undefined || !outlet.isCounting || !outlet.isCounted(method)) return true;
    const taken = outlet.delivery.take(count);
    if (taken === "repeated") counters.repeated += 1;
    if (taken === "gap") shut({ reason: "sequence", text: `Message ${count} came too early.` });
    return taken === "new";
  }

  #dispatch(envelope: Envelope): void {
    if (envelope.kind === "response") this.#requester.settle(envelope);
    else if (envelope.kind === "request") this.#request(envelope);
    else this.#notification(envelope);
  }

  #request(envelope: Envelope): void {
    const { method, id, message } = envelope;
    const { protocol, remoteRole, sessions } = this.#parts;
    const name = `${method}.request`;
    const known = protocol.messages[name];
    if (!this.#ids.add(id)) return this.#answerer.refuse(envelope, "duplicate-id");
    if (!this.#isLegalBeforeOpen("receive", name)) return this.#answerer.refuse(envelope, "unauthenticated");
    if (known?.sentBy.includes(remoteRole) !== true) return this.#answerer.refuse(envelope, "unknown-method");
    const only = onlyIn(this.#parts.connection);
    if (only?.requests.includes(method) === false) return this.#answerer.refuse(envelope, only.refuse);
    if (!known.is(message)) return this.#answerer.refuse(envelope, "malformed", {}, known.explain(message));
    const missing = this.#parts.extensions.missing(method, message);
    if (missing !== undefined) return this.#answerer.refuse(envelope, unsupportedExtension, {}, [], missing);
    if (sessions.concerns(method)) this.#requestOfSession(envelope, name);
    else this.#requestOfConnection(envelope, name);
  }

  #requestOfConnection(envelope: Envelope, name: string): void {
    const { connection, grants } = this.#parts;
    const step = connection.find("receive", name, envelope.message);
    if (step === undefined) return this.#illegal(envelope, undefined, "illegal-state");
    grants.pass("received", envelope.method, envelope.message);
    if (envelope.method === pingMethod) this.#measured(envelope.message);
    this.#take(envelope, undefined, step);
  }

  /** What the peer says that its last sign of life took. */
  #measured(ping: object): void {
    const last = valueAt(ping, `/${roundTripKey}`);
    if (typeof last === "number") this.#parts.measured(last);
  }

  #requestOfSession(envelope: Envelope, name: string): void {
    const { connection, sessions } = this.#parts;
    const { message, method } = envelope;
    // The connection may refuse what its sessions would take: nothing new while it drains.
    const ofConnection = connection.find("receive", name, message);
    if (ofConnection !== undefined) return this.#take(envelope, undefined, ofConnection);
    const key = sessions.keyIn(method, message);
    const opener = sessions.openedBy("receive", name);
    const found = key === undefined ? undefined : sessions.find(key);
    if (found?.ended !== undefined) return this.#answerer.refuse(envelope, opener === undefined ? "session-ended" : "session-exists");
    if (found === undefined && (key === undefined || opener === undefined)) return this.#answerer.refuse(envelope, "unknown-session");
    const session = found ?? sessions.make(opener ?? "", key ?? {});
    const step = session.run.find("receive", name, message);
    const limit = session.run.machine.outstanding?.[method] ?? Infinity;
    if (step === undefined || this.#answerer.count(session, method) >= limit) {
      if (found === undefined) sessions.remove(session);
      const problem = session.run.isForAbsent("receive", name, message) ? "no-such-leg" : "illegal-state";
      return this.#illegal(envelope, session, opener === undefined ? problem : "session-exists");
    }
    // Who only passes it on to somebody else is not the one who was called.
    const isOurs = found === undefined && !this.#parts.extensions.passesOn(method);
    const rival = isOurs ? rivalOf(session, message, sessions.all, this.#parts.role) : undefined;
    if (rival?.outcome !== "loses") return this.#take(envelope, session, step, rival?.session);
    sessions.remove(session);
    this.#answerer.refuse(envelope, rival.problem, rival.winner);
  }

  /** The request is open before the machine moves, so that the machine can answer it. */
  #take(envelope: Envelope, session: Session | undefined, step: Step, wins?: Session): void {
    const run = session?.run ?? this.#parts.connection;
    const request = this.#answerer.open(envelope, session, session !== undefined && run.state === run.machine.initial);
    if (wins !== undefined) request.wins = wins;
    if (session?.closesBy(step) === true) session.blameOn(`${envelope.method}.request`, envelope.message);
    run.take(step, envelope.message);
    if (!request.isWithdrawn) this.#answerer.show(request);
  }

  #illegal(envelope: Envelope, session: Session | undefined, problem: string): void {
    const { connection, shut } = this.#parts;
    if ((session?.run ?? connection).machine.illegal.request === "close") {
      shut({ reason: "protocol-error", text: `"${envelope.method}" is illegal here.` });
    } else {
      this.#answerer.refuse(envelope, problem);
    }
  }

  #notification(envelope: Envelope): void {
    const { method, message } = envelope;
    const { protocol, remoteRole, counters, sessions, connection } = this.#parts;
    const name = `${method}.notification`;
    const known = protocol.messages[name];
    if (known?.sentBy.includes(remoteRole) !== true || !this.#isLegalBeforeOpen("receive", name)) {
      counters.dropped += 1;
    } else if (!known.is(message)) {
      this.#refuse(envelope, "malformed", {}, known.explain(message));
    } else if (sessions.concerns(method)) {
      this.#notificationOfSession(envelope, name);
    } else {
      const step = connection.find("receive", name, message);
      if (step === undefined) return this.#illegalNotification(envelope, undefined);
      this.#parts.notified(method, message);
      connection.take(step, message);
      if (method !== protocol.keys.acknowledge) this.#tell(method, message, undefined);
    }
  }

  #notificationOfSession(envelope: Envelope, name: string): void {
    const { sessions, counters } = this.#parts;
    const { method, message } = envelope;
    const key = sessions.keyIn(method, message);
    const session = key === undefined ? undefined : sessions.find(key);
    if (session === undefined) {
      const isForgotten = key !== undefined && this.#parts.heldSessions.isForgotten(key);
      return this.#refuse(envelope, "unknown-session", {}, [], isForgotten);
    }
    if (session.ended !== undefined) {
      // It was under way when the session ended.
      counters.dropped += 1;
      return;
    }
    const step = session.run.find("receive", name, message);
    if (step === undefined) return this.#illegalNotification(envelope, session);
    session.takeAndTell(step, message, () => this.#tell(method, message, session));
  }

  #illegalNotification(envelope: Envelope, session: Session | undefined): void {
    const { connection, shut, counters } = this.#parts;
    const policy = (session?.run ?? connection).machine.illegal.notification;
    if (policy === "close") return shut({ reason: "protocol-error", text: `"${envelope.method}" is illegal here.` });
    if (policy === "refuse") return this.#refuse(envelope, "illegal-state");
    counters.dropped += 1;
  }

  #tell(method: string, message: object, session: Session | undefined): void {
    try {
      this.#parts.handlers.notification(method, message, session);
    } catch (error) {
      this.#parts.fault(error);
    }
  }

  /** Before the connection is open, only what its machine names may pass. */
  #isLegalBeforeOpen(direction: "send" | "receive", name: string): boolean {
    const { openStates, connection } = this.#parts;
    return openStates.has(connection.state) || connection.find(direction, name, {}) !== undefined;
  }

  /** Says what cannot be answered; never about a `refused` or an acknowledgement, so that nothing echoes. */
  #refuse({ method, message }: Refused, problem: string, more: RefusalDetails = {}, issues: readonly Issue[] = [], isExcused = false): void {
    const { counters, protocol, outlet, refusals } = this.#parts;
    counters.refused += 1;
    if (method === refusedMethod || method === protocol.keys.acknowledge) return;
    const details = describeProblem(protocol, problem, more, issues);
    const fieldsOf = (about: object) => refusedFields(about, protocol.keys.problem, details);
    outlet.tell(refusedMethod, fieldsOf(this.#about(method, message, fieldsOf)));
    if (!isExcused) refusals.add();
  }

  /** What names the message, as far as it could be read and can be repeated. */
  #about(method = "", message: object = {}, fieldsOf: (about: object) => object): object {
    const { protocol, sessions, outlet } = this.#parts;
    const { keys, messages } = protocol;
    const known = messages[`${refusedMethod}.notification`];
    const named = [keys.method, keys.kind, keys.id, keys.count, ...Object.keys(sessions.keyIn(method, message) ?? {})];
    const parts = named.flatMap((name) => (Object.hasOwn(message, name) ? [[name, (message as { readonly [key: string]: unknown })[name]] as const] : []));
    const canBeSaid = (part: readonly [string, unknown]) => known?.is(outlet.notification(refusedMethod, fieldsOf(Object.fromEntries([part])))) !== false;
    return Object.fromEntries(parts.filter(canBeSaid));
  }
}
