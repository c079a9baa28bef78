import { causeFrom } from "./cause.js";
import { pingMethod, refusedMethod, roundTripKey } from "./connection-methods.js";
import type { Draft } from "./draft.js";
import type { Envelope } from "./envelope.js";
import { ConnectionError, DeadlineError, IllegalStateError } from "./errors.js";
import { valueAt } from "./json-pointer.js";
import { legalStates, onlyIn } from "./machine-graph.js";
import { timerStartedBy } from "./machine-instance.js";
import type { MachineInstance, Sending } from "./machine-instance.js";
import type { Step } from "./machine-step.js";
import { assertValid } from "./outgoing-check.js";
import type { CallOptions } from "./call-options.js";
import type { PeerParts } from "./peer-parts.js";
import { ProtocolError, refuse } from "./problem.js";
import type { ProblemDetails } from "./problem.js";
import { describeProblem, nameOfProblem } from "./problem-registry.js";
import type { EndCause } from "./session-handle.js";
import type { Session } from "./session.js";
import { Transaction } from "./transaction.js";

/** Where a message belongs: to a session or to the connection, and the step it takes there. */
interface Route {
  readonly session: Session | undefined;
  /** Absent for a message that a machine sends by itself. */
  readonly step: Step | undefined;
  /** What it means to the machine that sends it by itself. */
  readonly sending?: Sending;
}

/** Sends what this end asks for and tells, and settles what it asked for. */
export class Requester {
  readonly #parts: PeerParts;
  readonly #newId: () => string;

  constructor(parts: PeerParts, newId: () => string) {
    this.#parts = parts;
    this.#newId = newId;
  }

  request(method: string, fields: object, options: CallOptions): Promise<object> {
    options.signal?.throwIfAborted();
    const message = this.#parts.outlet.request(method, this.#newId(), this.#completed(method, fields));
    return this.#ask(method, message, this.#route(method, `${method}.request`, message), options).response;
  }

  notify(method: string, fields: object): void {
    const { outlet, protocol, connection, notified, over } = this.#parts;
    const message = outlet.notification(method, fields);
    const { session, step } = this.#route(method, `${method}.notification`, message);
    assertValid(protocol, `${method}.notification`, message);
    outlet.send(method, message);
    if (over() !== undefined) return;
    if (session === undefined) notified(method, message);
    if (step !== undefined) (session?.run ?? connection).take(step, message);
    if (method === refusedMethod) this.#parts.refusals.add();
  }

  /** Sends what a machine decided to send, unless as many requests of the method are open as may be; the machine has taken its step already. */
  sendOf(session: Session | undefined, name: string, fields: object, sending: Sending): void {
    const { outlet, over, notified, connection } = this.#parts;
    if (over() !== undefined) return;
    const method = name.slice(0, name.lastIndexOf("."));
    const all = { ...fields, ...session?.key };
    if (name.endsWith(".request")) {
      if (!outlet.isLinked && !outlet.isCounted(method)) return;
      if (this.#isFull(session, session?.run ?? connection, method)) return;
      const message = outlet.request(method, this.#newId(), this.#completed(method, all));
      this.#ask(method, message, { session, step: undefined, sending }, {});
    } else {
      if (session === undefined) notified(method, all);
      outlet.send(method, outlet.notification(method, all));
    }
  }

  /** A response of the peer. */
  settle({ id, method, message, success }: Envelope): void {
    const { protocol, transactions, counters, remoteRole, grants, clock } = this.#parts;
    const transaction = transactions.match(id, method);
    if (transaction === undefined) {
      counters.unmatched += 1;
      return;
    }
    transactions.remove(transaction);
    if (transaction.isAbandoned) counters.unmatched += 1;
    const { session } = transaction;
    const known = protocol.messages[`${method}.${success ? "success" : "failure"}`];
    const isValid = known?.sentBy.includes(remoteRole) === true && known.is(message) && (session === undefined || names(session, message));
    const details = success ? undefined : detailsIn(message, protocol.keys.problem);
    const problem = details === undefined ? "" : nameOfProblem(protocol, details);
    if (transaction.isOpening && !success) session?.blame(causeFrom(details?.cause) ?? { reason: problem });
    if (isValid && session === undefined) grants.pass("received", method, message);
    if (success && method === pingMethod) this.#parts.measured(clock.now() - transaction.at);
    if (isValid && success && method === protocol.replay?.method) this.#parts.epochs?.passed(message);
    const isTaken = this.#step(transaction, `${method}.response`, message);
    const crossed = transaction.isOpening && transactions.of(session).some(({ isClosing }) => isClosing);
    if (isValid && isTaken && details === undefined) return crossed ? transaction.fail(this.#ending(session)) : transaction.succeed(message);
    if (isValid && details !== undefined) return transaction.fail(new ProtocolError(problem, details));

    counters.badResponses += 1;
    const detail = `The response to "${method}" is not ${isValid ? "what may come now" : "valid"}.`;
    const issues = known?.explain(message) ?? [];
    transaction.fail(new ProtocolError("bad-response", describeProblem(protocol, "bad-response", { detail }, issues)));
    if (success && !transaction.isClosing && session !== undefined) this.#undo(session, `${method}.response`, message);
  }

  /** The peer believes that it was done: the session is ended, or, where it is the peer that has asked for it, refused. */
  #undo(session: Session, name: string, message: object): void {
    const cause = { reason: "bad-response" };
    const opening = [...session.incoming].find(({ isOpening }) => isOpening);
    if (opening !== undefined) {
      opening.conclude(refuse(cause.reason), cause);
      return session.finish(cause);
    }
    const believed = session.run.findBelieved(name);
    if (believed !== undefined) session.run.take(believed, message);
    session.end(cause);
  }

  /** The answer was on its way when this end gave the session up: there is no use in a session that is being ended. */
  #ending(session: Session | undefined): ProtocolError {
    const { protocol } = this.#parts;
    const reason = session?.cause?.reason ?? "cancelled";
    const problem = Object.hasOwn(protocol.problems, reason) ? reason : "session-ended";
    return new ProtocolError(problem, describeProblem(protocol, problem, { detail: "The answer crossed the end of the session." }));
  }

  /** A timer of the machine ended that ran for a request: its caller waits no longer. */
  timedOut(session: Session | undefined, timer: string): void {
    for (const transaction of this.#parts.transactions.of(session)) {
      if (transaction.timer !== timer) continue;
      transaction.isOverdue = true;
      transaction.abandon(new DeadlineError(transaction.method, this.#parts.timers.length(timer, {}, 0)));
    }
  }

  /** Only the messages of the end itself are still answered in a session that is over. */
  sessionEnded(session: Session): void {
    const { protocol, transactions } = this.#parts;
    for (const transaction of transactions.of(session)) {
      if (transaction.isOpening || transaction.isClosing) {
        this.#expire(transaction, () => {});
      } else {
        transactions.remove(transaction);
        transaction.fail(new ProtocolError("session-ended", describeProblem(protocol, "session-ended")));
      }
    }
  }

  /** What is asked on the connection itself is answered on that connection or never. */
  connectionLost(): void {
    const { outlet, transactions } = this.#parts;
    for (const transaction of transactions.of(undefined)) {
      if (outlet.isCounted(transaction.method)) continue;
      transactions.remove(transaction);
      transaction.fail(new ConnectionError("connection-lost"));
    }
  }

  /** The keys that the runtime itself adds to a request. */
  #completed(method: string, fields: object): object {
    const { protocol, epochs, roundTrip } = this.#parts;
    if (protocol.replay === undefined) return fields;
    if (method === protocol.replay.method) return { ...fields, ...epochs?.asks(fields) };
    const last = method === pingMethod ? roundTrip() : undefined;
    return last === undefined ? fields : { [roundTripKey]: last, ...fields };
  }

  #ask(method: string, message: Draft, { session, step, sending }: Route, options: CallOptions): Transaction {
    const { outlet, protocol, transactions, sessions, connection, grants, clock, heldSessions } = this.#parts;
    const isOpening = session !== undefined && session.state === session.run.machine.initial;
    const isClosing = session !== undefined && (step === undefined ? sending?.closes === true : session.closesBy(step));
    const transaction = new Transaction(String(message[protocol.keys.id]), method, session, isOpening, isClosing, clock.now());
    const name = `${method}.request`;
    try {
      if (step !== undefined) assertValid(protocol, name, message);
      if (isClosing) session.blameOn(name, message);
      if (isClosing && step !== undefined) session.run.answerFirst(step, message);
      outlet.send(method, message);
    } catch (error) {
      if (isOpening) sessions.remove(session);
      throw error;
    }
    if (isOpening) heldSessions.asked(session);
    transactions.add(transaction);
    if (session === undefined) grants.pass("sent", method, message);
    transaction.message = message;
    transaction.timer = step?.transition === undefined ? sending?.timer : timerStartedBy(step.transition);
    if (step !== undefined) (session?.run ?? connection).take(step, message);
    if (isClosing) this.#parts.sessionEnding(session);
    this.#limit(transaction, options);
    return transaction;
  }

  #limit(transaction: Transaction, { signal, deadline }: CallOptions): void {
    const { session, method } = transaction;
    const giveUp = (error: unknown, cause: EndCause) => {
      transaction.abandon(error);
      // The machine still waits for the response: it tells how the cancel and the answer crossed.
      if (transaction.isOpening) session?.end(cause);
      else if (cause.reason === "timeout" && transaction.timer !== undefined) session?.run.expire(transaction.timer);
    };
    // The signal of an incoming call has a cause as its reason: who passes a session on by it passes the cause on, too.
    const aborted = () => giveUp(signal?.reason, causeFrom(signal?.reason) ?? { reason: "cancelled" });
    if (signal !== undefined) transaction.abortWith(signal, aborted);
    if (deadline !== undefined) {
      transaction.expireAfter(this.#parts.clock, deadline, () => giveUp(new DeadlineError(method, deadline), { reason: "timeout" }));
    }
    if (transaction.timer === undefined) this.#expire(transaction, () => this.#missed(transaction));
  }

  /** What a missing response means where the machine has no timer for it (specs/signalling/uni.asyncapi.yaml, 6 Ends). */
  #missed({ session, method, isOpening, isClosing }: Transaction): void {
    const { outlet, shut } = this.#parts;
    // What is counted has failed; what asks for the connection itself finds it dead.
    if (session === undefined) return outlet.isCounted(method) ? undefined : shut({ reason: "timeout", text: `No response to "${method}".` });
    if (session.run.isTiming) return;
    // Of what neither opens nor closes a session, nobody but its caller hears.
    if (isClosing) session.finish({ reason: "timeout" });
    else if (isOpening) session.end({ reason: "timeout" });
  }

  #expire(transaction: Transaction, then: () => void): void {
    const { clock, timers, transactions } = this.#parts;
    const ms = timers.length("request", {}, 30_000);
    transaction.expireAfter(clock, ms, () => {
      transactions.remove(transaction);
      transaction.fail(new DeadlineError(transaction.method, ms));
      then();
    });
  }

  /** False where a child of the session's machine does not take the response: then it is none. */
  #step({ session, message: request, timer }: Transaction, name: string, message: object): boolean {
    const { connection, shut, transactions } = this.#parts;
    const run = session?.run ?? connection;
    const found = run.lookAt(name, message, request);
    if (!found.isLegal && found.isAbsent === true) {
      // Nobody moves by it, but nobody waits for it any more either.
      if (timer !== undefined && !transactions.of(session).some((each) => each.timer === timer)) run.stopTimer(timer);
      return true;
    }
    const isTaken = found.isLegal || found.child === undefined;
    const step = found.isLegal ? found : isTaken ? undefined : run.findAlone("receive", name, message);
    const closes = run.machine.illegal.response === "close" && !run.isFinal;
    if (step !== undefined) run.take(step, message);
    else if (closes) shut({ reason: "protocol-error", text: `"${name}" is illegal here.` });
    return isTaken;
  }

  #route(method: string, name: string, message: Draft): Route {
    const { protocol, role, sessions, connection, over, openStates, outlet } = this.#parts;
    const ended = over();
    if (ended !== undefined) throw new ConnectionError(ended.reason, ended.text);
    if (protocol.messages[name]?.sentBy.includes(role) !== true) throw new IllegalStateError(name, connection.state, []);
    if (name.endsWith(".request") && onlyIn(connection)?.requests.includes(method) === false) throw connection.illegal(name, message);
    if (!sessions.concerns(method)) {
      if (!outlet.isLinked && !outlet.isCounted(method)) throw new ConnectionError("connection-lost");
      const step = connection.find("send", name, message);
      if (step !== undefined) return { session: undefined, step };
      throw connection.illegal(name, message);
    }
    if (!openStates.has(connection.state)) throw new IllegalStateError(name, connection.state, [...openStates]);
    const session = this.#sessionFor(method, name, message);
    const step = session.run.find("send", name, message);
    if (step === undefined) throw session.run.illegal(name, message);
    if (!this.#isFull(session, session.run, method)) return { session, step };
    const why = `${session.run.machine.outstanding?.[method]} may be open at a time`;
    throw new IllegalStateError(name, session.state, legalStates(session.run.machine, "send", name), why);
  }

  /** As many requests of the method are open as the machine allows; one whose timer has ended is none of them. */
  #isFull(session: Session | undefined, { machine }: MachineInstance, method: string): boolean {
    const limit = machine.outstanding?.[method];
    return limit !== undefined && this.#parts.transactions.of(session).filter((each) => each.method === method && !each.isOverdue).length >= limit;
  }

  #sessionFor(method: string, name: string, message: Draft): Session {
    const { sessions } = this.#parts;
    const key = sessions.keyIn(method, message);
    const found = key === undefined ? undefined : sessions.find(key);
    if (found !== undefined) return found;
    const machine = sessions.openedBy("send", name);
    if (key !== undefined && machine !== undefined) return sessions.make(machine, key);
    throw new IllegalStateError(name, "no session", sessions.machines.flatMap((each) => legalStates(each, "send", name)));
  }
}

/** A message of a session names that session, as far as it names one. */
function names({ key }: Session, message: object): boolean {
  return Object.entries(key).every(([name, value]) => {
    const found = valueAt(message, `/${name}`);
    return found === undefined || found === value;
  });
}

function detailsIn(message: object, key: string): ProblemDetails | undefined {
  const details: unknown = Object.hasOwn(message, key) ? (message as { readonly [name: string]: unknown })[key] : undefined;
  return typeof details === "object" && details !== null ? (details as ProblemDetails) : undefined;
}
