import { ProtocolError, refuse } from "@parley/runtime";
import type { IncomingCall, Refusal, RefusalDetails } from "@parley/runtime";
import { limits } from "@parley/signalling";
import type { AnswerOrOffer, Cause, Description, MprogressFields, MprogressNotification, MsetupAnswer, MsetupFields, MsetupProblem, MsetupSuccess } from "@parley/signalling";
import type { Call, CallFork, Leg } from "./call.js";
import { forgetCall } from "./call-end.js";
import { candidateBook } from "./candidate-book.js";
import type { Batch } from "./candidate-book.js";
import { noteAnswer } from "./conference-media.js";
import { timerSeconds } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
import { gathered } from "./gathering.js";
import { glareDetails } from "./glare-details.js";
import { legRefusal } from "./leg-refusal.js";
import { tellRefused } from "./message-budget.js";
import { problemRank } from "./problem-rank.js";
import { sendCandidates } from "./send-candidates.js";
import type { TerminalConnection } from "./terminal.js";
import { takesNone } from "./trickle.js";

/** What a setup comes to. */
export type Outcome = MsetupAnswer | Refusal<MsetupProblem>;

/** What one device is asked; undefined where it cannot take this setup, with why. */
export type Ask = (connection: TerminalConnection) => Omit<MsetupFields, "session"> | Refusal<MsetupProblem>;

/**
 * A setup that is offered to one device or several. The first success that is read wins and names its leg; a refusal for everywhere ends it; else, when
 * the last leg has ended, the refusal of the best rank goes up. One leg at a time has the early media (specs/signalling/messages:
 * msetup.yaml, `operation`, Forks; mprogress.yaml, `operation`).
 */
export class Fork implements CallFork {
  readonly outcome: Promise<Outcome>;
  readonly #state: FunctionState;
  readonly #call: Call;
  readonly #incoming: IncomingCall;
  readonly #ask: Ask;
  readonly #legs = new Set<Leg>();
  readonly #asked = new Set<TerminalConnection>();
  /** Devices that have refused: when they come back on another connection, they are not asked again. */
  readonly #refusing = new Set<string | undefined>();
  /** Those whose descriptions the caller applies now, the newest last. */
  #heard: Leg[] = [];
  #best: { readonly problem: MsetupProblem; readonly more: RefusalDetails } | undefined;
  #isOver = false;
  #resolve: (outcome: Outcome) => void = () => undefined;
  readonly #stopTimer: () => void;

  constructor(state: FunctionState, call: Call, incoming: IncomingCall, ask: Ask) {
    this.#state = state;
    this.#call = call;
    this.#incoming = incoming;
    this.#ask = ask;
    this.outcome = new Promise((resolve) => (this.#resolve = resolve));
    this.#stopTimer = state.clock.after(timerSeconds("answer") * 1000, () => this.#refuse(this.#bestWith("no-answer"), { reason: "no-answer" }));
    incoming.signal.addEventListener("abort", () => this.cancel(incoming.signal.reason as Cause), { once: true });
    call.fork = this;
  }

  ring(connection: TerminalConnection): void {
    if (this.#isOver || this.#asked.has(connection) || this.#asked.size >= limits.legs || this.#refusing.has(this.#deviceOf(connection))) return;
    this.#asked.add(connection);
    const leg: Leg = {
      name: String(this.#asked.size), connection, session: this.#state.newId(), giveUp: new AbortController(), state: "waiting", offered: {}, isKnown: false,
      candidates: candidateBook(this.#state.limits.earlyCandidates),
    };
    this.#legs.add(leg);
    if (this.#legs.size === 2) this.#state.metrics.forks.add([]);
    if (connection.context.isLost) this.#state.wake(connection);
    const fields = this.#ask(connection);
    if (!("to" in fields)) return void queueMicrotask(() => this.#legRefused(leg, fields.problem, fields.more));
    void this.#offer(leg, fields);
  }

  /** Nobody can be asked, or there is nobody left to ask. */
  settle(otherwise: MsetupProblem): void {
    if (this.#waiting.length === 0) this.#refuse(this.#best ?? { problem: otherwise, more: {} }, { reason: "cancelled" });
  }

  cancel(cause: Cause): void {
    this.#refuse({ problem: "cancelled", more: { cause } }, cause);
  }

  lose(tieBreak: string): void {
    this.#refuse({ problem: "glare", more: glareDetails(tieBreak) }, { reason: "cancelled" });
  }

  progress(leg: Leg, notification: MprogressNotification): void {
    const { state, description, cause, media, trace, extension } = notification;
    if (this.#isOver || leg.state !== "waiting") return;
    const said = {
      state, ...(cause === undefined ? {} : { cause }), ...(media === undefined ? {} : { media }), ...(trace === undefined ? {} : { trace }),
      ...(extension === undefined ? {} : { extension }),
    };
    if (description === undefined) return void this.#tell(leg, said);
    leg.last = description;
    const pass = (complete: Description) => {
      if (this.#isOver || leg.state !== "waiting") return;
      // More than the caller takes: who has sent it can say less.
      if (this.#tell(leg, { ...said, description: complete }) === "too-large") tellRefused(leg.connection, notification, "too-large");
      else this.#hear(leg);
    };
    if (takesNone(this.#call.caller.connection)) void gathered(description, leg.candidates, this.#state.clock).then(pass);
    else pass(description);
  }

  fromCaller(batch: Batch, name: string | undefined): void {
    if (name === undefined) this.#call.caller.candidates.add(batch);
    for (const leg of this.#waiting) if (name === undefined || leg.name === name) sendCandidates(leg, batch);
  }

  fromLeg(leg: Leg, batch: Batch): void {
    leg.candidates.add(batch);
    if (this.#heard.includes(leg)) this.#toCaller(leg, batch, true);
  }

  legEnded(leg: Leg): void {
    if (leg.state === "selected") this.#part(leg, "late");
  }

  legNamed(name: string | undefined): Leg | undefined {
    const waiting = this.#waiting;
    return name === undefined && waiting.length === 1 ? waiting[0] : waiting.find((leg) => leg.name === name);
  }

  /** Nothing is decided any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  #deviceOf(connection: TerminalConnection): string | undefined {
    const device = this.#state.devices.of(connection);
    return device && `${device.user.subject} ${device.name}`;
  }

  get #waiting(): readonly Leg[] {
    return [...this.#legs].filter(({ state }) => state === "waiting");
  }

  async #offer(leg: Leg, fields: Omit<MsetupFields, "session">): Promise<void> {
    const { connection, session, giveUp } = leg;
    const { calls, clock } = this.#state;
    calls.join(this.#call, leg);
    try {
      const { description } = fields;
      const isComplete = description === undefined || !takesNone(connection);
      const offered = isComplete ? fields : { ...fields, description: await gathered(description, this.#call.caller.candidates, clock) };
      giveUp.signal.throwIfAborted();
      const answered = connection.msetup({ ...offered, session }, { signal: giveUp.signal });
      for (const batch of this.#call.caller.candidates.batches) sendCandidates(leg, batch);
      const success = await answered;
      if (this.#isOver || giveUp.signal.aborted) this.#tooLate(leg);
      else await this.#select(leg, success);
    } catch (error) {
      const device = this.#deviceOf(connection);
      if (error instanceof ProtocolError && device !== undefined) this.#refusing.add(device);
      const { problem, more } = legRefusal(error, leg.cancelledFor);
      this.#legRefused(leg, problem, more);
    }
  }

  /** It wins: the other legs are given up before the caller is told, so that nothing of them follows. */
  async #select(leg: Leg, { description, expires, capabilities, extension }: MsetupSuccess): Promise<void> {
    leg.state = "selected";
    this.#over({ reason: "answered-elsewhere" });
    const last = description ?? this.#unheard(leg);
    const isComplete = last === undefined || !takesNone(this.#call.caller.connection);
    const complete = isComplete ? last : await gathered(last, leg.candidates, this.#state.clock);
    // It has hung up while its candidates were waited for.
    if (leg.state !== "selected") return this.#conclude({ problem: "failed", more: {} });
    const success = {
      leg: leg.name, ...(complete === undefined ? {} : { description: complete }), ...lifeOf(this.#call.wishedLife, expires),
      capabilities: { ...leg.connection.context.capabilities, ...capabilities }, ...(extension === undefined ? {} : { extension }),
    };
    try {
      this.#incoming.answer(success);
    } catch (error) {
      // The caller's hop was faster, and has cancelled or is gone; or the answer is more than the caller takes.
      this.#tooLate(leg, (this.#incoming.signal.reason as Cause | undefined) ?? { reason: "failed" });
      return this.#conclude({ problem: error instanceof ProtocolError ? "too-large" : "cancelled", more: {} });
    }
    this.#call.called = leg;
    delete this.#call.fork;
    const answer = description ?? leg.last;
    if (answer?.type === "answer") noteAnswer(this.#state, this.#call, "called", answer.media);
    this.#state.log("answered", { call: this.#call.name });
    this.#state.metrics.setups.add(["answered"]);
    this.#state.metrics.legs.add(["won"]);
    if (!this.#heard.includes(leg)) for (const batch of leg.candidates.batches) this.#toCaller(leg, batch, false);
    // From now on each side gets what comes as it comes; only for one that takes none something is still kept.
    if (!takesNone(leg.connection)) this.#call.caller.candidates.clear();
    if (!takesNone(this.#call.caller.connection)) leg.candidates.clear();
    delete leg.last;
    this.#resolve(success);
  }

  /** It has answered, and nobody waits for it: whenever that is read, it is ended. */
  #tooLate(leg: Leg, cause: Cause = { reason: "answered-elsewhere" }): void {
    this.#part(leg, "late");
    const given = leg.giveUp.signal.aborted ? (leg.giveUp.signal.reason as Cause) : cause;
    void leg.connection.mdisc({ session: leg.session, cause: given }).catch(() => undefined);
  }

  #legRefused(leg: Leg, problem: MsetupProblem, more: RefusalDetails): void {
    const wasGivenUp = leg.giveUp.signal.aborted;
    this.#part(leg, wasGivenUp ? "cancelled" : "refused");
    if (this.#isOver || wasGivenUp) return;
    if (this.#best === undefined || problemRank(problem) < problemRank(this.#best.problem)) this.#best = { problem, more };
    if (more.scope === "everywhere") return this.#refuse({ problem, more }, { reason: "declined" });
    if (this.#waiting.length === 0) return this.#refuse(this.#best, { reason: problem });
    if (leg.isKnown) this.#tell(leg, { state: "leg-ended", cause: { reason: problem } });
    this.#heard = this.#heard.filter((each) => each !== leg);
  }

  /** The best of the refusals that there are when the legs that still wait end with this one. */
  #bestWith(problem: MsetupProblem): { readonly problem: MsetupProblem; readonly more: RefusalDetails } {
    return this.#best !== undefined && problemRank(this.#best.problem) <= problemRank(problem) ? this.#best : { problem, more: {} };
  }

  #part(leg: Leg, became: string): void {
    if (leg.state === "over") return;
    leg.state = "over";
    this.#state.calls.part(leg);
    this.#state.metrics.legs.add([became]);
  }

  #refuse(refusal: { readonly problem: MsetupProblem; readonly more: RefusalDetails }, cause: Cause): void {
    if (this.#isOver) return;
    this.#over(cause);
    this.#conclude(refusal);
  }

  #conclude({ problem, more }: { readonly problem: MsetupProblem; readonly more: RefusalDetails }): void {
    delete this.#call.fork;
    forgetCall(this.#state, this.#call);
    this.#state.log("not-answered", { call: this.#call.name, problem });
    this.#state.metrics.setups.add([problem]);
    this.#resolve(refuse(problem, more));
  }

  /** Nothing is decided any more; whoever still rings is given up. */
  #over(cause: Cause): void {
    this.#isOver = true;
    this.#stopTimer();
    for (const leg of this.#waiting) leg.giveUp.abort(cause);
  }

  /** Its description is the one that counts now; candidates of it that were kept follow. */
  #hear(leg: Leg): void {
    if (this.#heard.includes(leg)) return;
    this.#heard = [...this.#heard, leg].slice(-(this.#call.caller.connection.context.capabilities.earlyLegs ?? 1));
    for (const batch of leg.candidates.batches) this.#toCaller(leg, batch, true);
  }

  /** A success without a description makes the leg's last one final. The caller has to get it now where another leg had the early media. */
  #unheard(leg: Leg): AnswerOrOffer | undefined {
    if (leg.last === undefined || this.#heard.includes(leg)) return undefined;
    const { type, ...rest } = leg.last;
    return type === "offer" ? { ...rest, type } : { ...rest, type: "answer" };
  }

  #tell(leg: Leg, said: Omit<MprogressFields, "session" | "leg">): "told" | "too-large" {
    const { connection, session } = this.#call.caller;
    try {
      connection.mprogress({ ...said, session, leg: leg.name });
      leg.isKnown = true;
    } catch (error) {
      // Of any other fault the caller's hop is just ending, and the end is told.
      if (error instanceof ProtocolError) return "too-large";
    }
    return "told";
  }

  #toCaller(leg: Leg, batch: Batch, isNamed: boolean): void {
    sendCandidates(this.#call.caller, batch, isNamed ? leg.name : undefined);
  }
}

/** A session lives as long as both sides say; where the caller has no wish, it has no end. */
function lifeOf(wished: number | undefined, granted: number | undefined): { readonly expires?: number } {
  return wished === undefined || granted === undefined ? {} : { expires: Math.min(wished, granted) };
}
