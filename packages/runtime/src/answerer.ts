import { causeFrom } from "./cause.js";
import type { Envelope } from "./envelope.js";
import { IncomingRequest } from "./incoming-request.js";
import type { Issue } from "./issue.js";
import { assertKnown, assertValid } from "./outgoing-check.js";
import type { Answer } from "./peer-handlers.js";
import type { PeerParts } from "./peer-parts.js";
import { ProtocolError, Refusal, refuse } from "./problem.js";
import type { RefusalDetails } from "./problem.js";
import { describeProblem } from "./problem-registry.js";
import type { EndCause } from "./session-handle.js";
import type { OpenRequest, Session } from "./session.js";

/** Answers the peer's requests: by the program's handlers, and as machines decide. */
export class Answerer {
  readonly #parts: PeerParts;
  /** Open requests that belong to no session. */
  readonly #ofConnection = new Set<IncomingRequest>();
  #attempts = 0;

  constructor(parts: PeerParts) {
    this.#parts = parts;
  }

  /** A request that is open from now on. */
  open(envelope: Envelope, session: Session | undefined, isOpening: boolean): IncomingRequest {
    const request = new IncomingRequest(envelope, session, isOpening, (...answered) => this.#respond(...answered));
    this.#openIn(session).add(request);
    return request;
  }

  /** The peer waits for an answer that belongs to no session. */
  get isAsked(): boolean {
    return this.#ofConnection.size > 0;
  }

  /** How many requests of a method the peer has open in a session. */
  count(session: Session, method: string): number {
    return [...session.incoming].filter((request) => request.method === method).length;
  }

  /** Shows a request to the program, and sends its answer, if it is still wanted. */
  show(request: IncomingRequest): void {
    const answer = (given: Answer | undefined) => {
      if (given === undefined || request.isAnswered) return;
      try {
        request.answer(given);
      } catch (error) {
        this.#fault(request, error);
      }
    };
    try {
      const given = this.#parts.handlers.request(request.method, this.#shown(request), request);
      if (given instanceof Promise) given.then(answer, (error: unknown) => this.#fault(request, error));
      else answer(given as Answer | undefined);
    } catch (error) {
      this.#fault(request, error);
    }
  }

  /** A machine answers what is open of a method: the request that led to it if it is one of them, else all. */
  answerOpen(session: Session | undefined, method: string, problem: string | undefined, by: object): void {
    const open = [...this.#openIn(session)].filter((request) => request.method === method);
    const leading = open.filter((request) => request.message === by);
    for (const request of leading.length > 0 ? leading : open) {
      if (problem === undefined) request.conclude({}, undefined);
      else request.conclude(refuse(problem), session?.cause ?? { reason: problem });
    }
  }

  /** Nothing stays open in a session, or on a connection, that is over. */
  concludeAll(session: Session | undefined, cause: EndCause): void {
    const { problems } = this.#parts.protocol;
    const problem = Object.hasOwn(problems, cause.reason) ? cause.reason : "session-ended";
    for (const request of this.#openIn(session)) request.conclude(refuse(problem, { cause }), cause);
  }

  /** Nobody waits any more for the answer to what was asked on a connection that is lost. */
  connectionLost(): void {
    for (const request of this.#ofConnection) {
      if (!this.#parts.outlet.isCounted(request.method)) request.conclude(refuse("internal"), { reason: "connection-lost" });
    }
  }

  /** Refuses a request before it is open. */
  refuse({ method, id, message }: Envelope, problem: string, more: RefusalDetails = {}, issues: readonly Issue[] = [], fields: object = {}): void {
    const { outlet, protocol, sessions, counters, openStates, connection, grants } = this.#parts;
    counters.refused += 1;
    const details = describeProblem(protocol, problem, more, issues);
    const named = outlet.failure(method, id, details, { ...fields, ...sessions.keyIn(method, message) });
    // What names no session, or not in the way in which sessions are named, is not repeated.
    const canBeSaid = protocol.messages[`${method}.failure`]?.is(named) !== false;
    outlet.send(method, canBeSaid ? named : outlet.failure(method, id, details, fields));
    if (grants.opens(method) && !openStates.has(connection.state)) this.#attempt();
  }

  /** What asks for an epoch back is for the runtime alone: it holds a secret. */
  #shown({ method, message }: IncomingRequest): object {
    if (method !== this.#parts.protocol.replay?.method || !("resume" in message)) return message;
    const { resume: _resume, ...others } = message;
    return others;
  }

  /** The answer with the keys that the runtime adds to a success that opens the connection, or the refusal in its place. */
  #completed({ method, message }: IncomingRequest, answer: Answer): Answer {
    const { epochs, protocol } = this.#parts;
    if (epochs === undefined || method !== protocol.replay?.method || answer instanceof Refusal) return answer;
    const granted = epochs.grants(message, answer);
    return granted instanceof Refusal ? granted : { ...answer, ...granted };
  }

  #respond(request: IncomingRequest, given: Answer, byMachine: boolean): void {
    const { outlet, protocol, connection, sessions, grants } = this.#parts;
    const { method, id, session, isOpening } = request;
    const answer = byMachine ? given : this.#completed(request, given);
    const run = session?.run ?? connection;
    const key = session?.key ?? sessions.keyIn(method, request.message) ?? {};
    const refusal = answer instanceof Refusal ? answer : undefined;
    const name = `${method}.response`;
    if (!byMachine) assertKnown(protocol, name, answer);
    const message =
      refusal === undefined
        ? outlet.success(method, id, { ...answer, ...key })
        : outlet.failure(method, id, describeProblem(protocol, refusal.problem, refusal.more), key);
    if (!byMachine) assertValid(protocol, `${method}.${refusal === undefined ? "success" : "failure"}`, message);
    // What a machine sends by itself is no trigger.
    const found = byMachine ? undefined : run.find("send", name, message, request.message);
    if (found === undefined && !byMachine && refusal === undefined && run.forbids("send", name, message, request.message)) throw run.illegal(name, message, request.message);
    // A refusal can always be sent.
    const step = found ?? (byMachine ? undefined : run.findAlone("send", name, message));
    if (refusal !== undefined && isOpening) session?.blame(causeFrom(refusal.more.cause) ?? { reason: refusal.problem });
    outlet.send(method, message);
    this.#openIn(session).delete(request);
    if (session === undefined) this.#parts.settled();
    if (session === undefined && refusal === undefined) grants.pass("sent", method, message);
    if (refusal === undefined && method === protocol.replay?.method) this.#parts.epochs?.passed(message);
    if (step !== undefined) run.take(step, message);
    if (refusal === undefined) request.concede();
    if (refusal !== undefined && session === undefined && grants.opens(method)) this.#attempt();
  }

  /** Somebody who fails to open the connection may try again only so often. */
  #attempt(): void {
    const { protocol, shut, over, openStates, connection } = this.#parts;
    if (over() !== undefined || openStates.has(connection.state)) return;
    this.#attempts += 1;
    if (this.#attempts >= (protocol.limits["authAttempts"] ?? Infinity)) shut({ reason: "unauthenticated" });
  }

  #fault(request: IncomingRequest, error: unknown): void {
    // A handler that waits on the signal stops with its reason: that is no fault.
    if (request.isWithdrawn && error === request.signal.reason) return;
    try {
      if (!(error instanceof Refusal || error instanceof ProtocolError)) throw error;
      if (!request.isAnswered) this.#refuseWith(request, error);
    } catch (fault) {
      this.#parts.fault(fault);
      if (!request.isAnswered) request.answer(refuse("internal"));
    }
  }

  #refuseWith(request: IncomingRequest, error: Refusal | ProtocolError): void {
    if (error instanceof Refusal) return request.answer(error);
    const { detail, retryAfter, scope, cause } = error.details;
    request.answer(
      refuse(error.problem, {
        ...(detail === undefined ? {} : { detail }),
        ...(retryAfter === undefined ? {} : { retryAfter }),
        ...(scope === undefined ? {} : { scope }),
        ...(cause === undefined ? {} : { cause }),
      }),
    );
  }

  #openIn(session: Session | undefined): Set<OpenRequest> {
    return session?.incoming ?? this.#ofConnection;
  }
}
