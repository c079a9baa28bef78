import { ProtocolError } from "@parley/runtime";
import type { Clock } from "@parley/runtime";
import type { IncomingSetup } from "@parley/signalling";
import type { Call, CallEvents } from "./call.js";
import { openLocalMedia } from "./media.js";
import type { LocalMedia } from "./media.js";
import type { Settable } from "./observable.js";
import { noMedia } from "./page-state.js";
import type { CallView, PageState } from "./page-state.js";
import type { Trace } from "./trace.js";

/** Where streams are shown. */
export interface Screens {
  showOwn(stream: MediaStream | undefined): void;
  showFar(stream: MediaStream | undefined): void;
}

export interface AttemptParts {
  readonly state: Settable<PageState>;
  readonly screens: Screens;
  readonly trace: Trace;
  readonly user: string;
  readonly clock: Clock;
}

/** One call of the page, from the wish to the end: it owns devices, screens and what is shown, and gives all back exactly once. */
export class Attempt {
  readonly #parts: AttemptParts;
  #name: string;
  readonly #over: () => void;
  readonly #given = new AbortController();
  #local: LocalMedia | undefined;
  #call: Call | undefined;
  #flowing = false;
  /** The call that counts: of one whose place another has taken, nothing is heard any more. */
  #runs = 0;
  /** Set while it waits for a setup from the far side; true says that it was this one. */
  takes: ((incoming: IncomingSetup) => boolean) | undefined;

  /** `over` is heard once, after everything is given back. */
  constructor(parts: AttemptParts, view: CallView & { readonly name: string }, over: () => void) {
    this.#parts = parts;
    this.#name = view.name;
    this.#over = over;
    parts.state.change({ call: view });
  }

  /** Aborted when it is over. */
  get signal(): AbortSignal {
    return this.#given.signal;
  }

  get call(): Call | undefined {
    return this.#call;
  }

  show(view: CallView): void {
    if (!this.signal.aborted) this.#parts.state.change({ call: view });
  }

  /** Says who the other person is, where only their arrival tells. */
  meet(name: string): void {
    this.#name = name;
  }

  /** Opens camera and microphone. @throws the signal's reason when the call was given up meanwhile */
  async openMedia(): Promise<LocalMedia> {
    const local = await openLocalMedia(this.#parts.user, this.#parts.clock);
    if (this.signal.aborted) local.stop();
    this.signal.throwIfAborted();
    this.#local = local;
    this.#parts.screens.showOwn(local.stream);
    this.#parts.state.change({ own: { ...noMedia, source: local.source } });
    return local;
  }

  /** The call has begun; from now on its end is the attempt's end. It takes the place of one that was begun before. */
  run(begin: (events: CallEvents) => Call): void {
    this.takes = undefined;
    const run = (this.#runs += 1);
    const heard = <Told extends unknown[]>(tell: (...told: Told) => void) => (...told: Told) => {
      if (run === this.#runs) tell(...told);
    };
    this.#call = begin({
      ringing: heard(() => this.show({ kind: "calling", name: this.#name, progress: "ringing" })),
      answered: heard((far) => this.show({ kind: "talking", name: this.#name, media: this.#flowing ? "flowing" : "connecting", since: performance.now(), far })),
      farChanged: heard((far) => this.#talking({ far })),
      path: heard((media) => {
        this.#mark(media === "flowing");
        this.#talking({ media });
      }),
      stream: heard((stream) => this.#parts.screens.showFar(stream)),
      ended: heard((reason, title) => this.finish(reason, title)),
    });
  }

  /** What the person wants to be over: cancelled, or hung up. */
  hangUp(): void {
    if (this.#call === undefined) this.finish("cancelled");
    else this.#call.hangUp();
  }

  fail(error: unknown): void {
    if (error instanceof ProtocolError) this.finish(error.problem, error.details.title);
    else this.finish("failed", error instanceof Error ? error.message : String(error));
  }

  /** Ends it. Without a reason nothing is said about it. */
  finish(reason?: string, title?: string): void {
    if (this.signal.aborted) return;
    this.#given.abort(new DOMException("The call is over.", "AbortError"));
    this.#mark(false);
    this.#local?.stop();
    this.#parts.screens.showOwn(undefined);
    this.#parts.screens.showFar(undefined);
    const ended = reason === undefined ? {} : { ended: { name: this.#name, reason, ...(title === undefined ? {} : { title }) } };
    this.#parts.state.change({ call: { kind: "idle", ...ended }, own: noMedia });
    this.#over();
  }

  #talking(part: Partial<CallView & { kind: "talking" }>): void {
    const { call } = this.#parts.state.value;
    if (call.kind === "talking") this.show({ ...call, ...part });
  }

  /** Media begin and stop in the trace too, as they pass by no message. */
  #mark(flowing: boolean): void {
    if (flowing !== this.#flowing) this.#parts.trace.add({ kind: "media", flowing, message: { media: flowing ? "connected" : "stopped" } });
    this.#flowing = flowing;
  }
}
