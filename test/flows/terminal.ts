import type { Json } from "@parley/compiler";
import { ConnectionError, ProtocolError, type Refusal, type Transport } from "@parley/runtime";
import {
  type AuthFields, connectSignalling, type IncomingSession, type IncomingSetup, type MupdateAnswer, type MupdateProblem, type OutgoingSession,
  type OutgoingSetup, problems, type SetupOptions, type SignallingClient,
} from "@parley/signalling";

type Payload = { readonly [key: string]: Json };

/** A participant of a flow, played by the generated client: what the flow says it sends, it sends by the call of that name. */
export class Terminal {
  /** How each of its sessions said that it had ended. */
  readonly ends: string[][] = [];
  readonly faults: unknown[] = [];
  #heard = 0;
  readonly #transport: () => Transport | Promise<Transport>;
  #client: SignallingClient | undefined;
  #again: ((fields: AuthFields) => void) | undefined;
  #incoming: IncomingSetup | undefined;
  #session: OutgoingSetup | OutgoingSession | IncomingSession | undefined;
  #answerUpdate: ((answer: MupdateAnswer | Refusal<MupdateProblem>) => void) | undefined;

  constructor(transport: () => Transport | Promise<Transport>) {
    this.#transport = transport;
  }

  /** Does what makes the message of a step: `msetup.request`. Steps that the machines make by themselves need nothing. */
  act(name: string, payload: Payload): void {
    const act = this.#acts[name];
    if (act === undefined) throw new Error(`A terminal cannot send ${name}.`);
    act(ownFields(payload));
  }

  /** Resolves when so many messages of the function have reached the program. */
  async hears(count: number): Promise<void> {
    for (const end = Date.now() + 5_000; this.#heard < count; await turn()) {
      if (Date.now() > end) throw new Error(`The terminal has heard ${this.#heard} messages, not ${count}.`);
    }
    await turn();
  }

  async close(): Promise<void> {
    await this.#client?.close();
  }

  // Each line is one call of the generated interface; the casts are the flow's word that its payload is the message's.
  readonly #acts: { readonly [name: string]: (fields: Payload) => void } = {
    "auth.request": (fields) => this.#signIn(fields as unknown as AuthFields),
    "available.request": (fields) => this.#expect(this.#ready.available(fields as never)),
    "unavailable.request": () => this.#expect(this.#ready.unavailable()),
    "ping.request": () => this.#expect(this.#ready.ping()),
    "goaway.notification": (fields) => this.#ready.goaway(fields as never),
    "msetup.request": (fields) => this.#setUp(fields as unknown as SetupOptions),
    "msetup.success": (fields) => this.#accept(fields),
    "msetup.failure": ({ problemDetails }) => this.#refuseSetup(problemDetails as Payload),
    "mprogress.notification": (fields) => this.#ringing.progress(fields as never),
    "mcandidate.notification": (fields) => this.#talking.candidate(fields as never),
    "mcancel.request": ({ cause }) => this.#expect(has(this.#talking, "cancel").cancel(cause as never)),
    "mqos.request": (fields) => this.#expect(has(this.#talking, "qos").qos(fields as never)),
    "csubscribe.request": (fields) => this.#expect(Promise.resolve(this.#ready.subscribe(fields as never))),
    "mupdate.request": (fields) => this.#expect(has(this.#talking, "update").update(fields as never)),
    "mupdate.success": (fields) => this.#answerUpdate?.(fields as MupdateAnswer),
    "mdisc.request": ({ cause }) => this.#expect(has(this.#talking, "disconnect").disconnect(cause as never)),
    "mdisc.success": () => {},
    "mcancel.success": () => {},
    "ping.success": () => {},
  };

  get #ready(): SignallingClient {
    return present(this.#client, "is not signed in");
  }

  get #ringing(): IncomingSetup {
    return present(this.#incoming, "is not called");
  }

  get #talking() {
    return present(this.#session ?? this.#incoming, "has no session");
  }

  #signIn(fields: AuthFields): void {
    // What is lost comes back by itself.
    if ("resume" in fields) return;
    if (this.#again !== undefined) return this.#again(fields);
    const retry = (_refused: ProtocolError): Promise<AuthFields | undefined> => new Promise((resolve) => (this.#again = resolve));
    const observe = ({ direction, message }: { readonly direction: string; readonly message: { readonly method: string } }): void => {
      if (direction === "received" && message.method !== "ack") this.#heard += 1;
    };
    const onFault = (error: unknown): void => void this.faults.push(error);
    const options = { ...fields, transport: this.#transport, retry, observe, onFault };
    const signedIn = connectSignalling("wss://operator.example/webrtc-signalling/v1", options).then((client) => {
      this.#client = client;
      client.onSetup((incoming) => {
        this.#incoming = incoming;
        this.#watch(incoming);
      });
    });
    this.#expect(signedIn);
  }

  #setUp(fields: SetupOptions): void {
    const setup = this.#ready.setup(fields);
    this.#watch(setup);
    this.#session = setup;
    this.#expect(Promise.resolve(setup).then((session) => this.#talk(session)));
  }

  #accept(fields: Payload): void {
    this.#expect(this.#ringing.accept(fields as never).then((session) => this.#talk(session)));
  }

  #refuseSetup({ type, scope, cause }: Payload): void {
    // A setup that was cancelled has been refused with it.
    if (this.#ringing.state === "ended") return;
    this.#ringing.refuse(problemOf(String(type)) as never, { ...(scope === undefined ? {} : { scope }), ...(cause === undefined ? {} : { cause }) } as never);
  }

  #talk(session: OutgoingSession | IncomingSession): void {
    this.#session = session;
    session.onUpdate(() => new Promise((resolve) => (this.#answerUpdate = resolve)));
  }

  #watch(session: OutgoingSetup | IncomingSetup): void {
    const ends: string[] = [];
    this.ends.push(ends);
    session.onEnded(({ reason }) => ends.push(reason));
  }

  /** Refusals and lost connections are part of flows, and seen on the wire; a fault of the client itself is none. */
  #expect(result: Promise<unknown>): void {
    result.catch((error: unknown) => {
      if (!(error instanceof ProtocolError || error instanceof ConnectionError)) this.faults.push(error);
    });
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

const envelope = new Set(["kind", "method", "id", "seq", "ack", "success", "session", "subscription"]);

function ownFields(payload: Payload): Payload {
  return Object.fromEntries(Object.entries(payload).filter(([key]) => !envelope.has(key)));
}

function problemOf(type: string): string {
  return Object.entries(problems).find(([, problem]) => problem.type === type)?.[0] ?? type;
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The terminal ${what}.`);
  return value;
}

function has<T extends object, K extends string>(value: T, call: K): Extract<T, { readonly [name in K]: unknown }> {
  if (!(call in value)) throw new Error(`The session has no ${call} in this state.`);
  return value as Extract<T, { readonly [name in K]: unknown }>;
}
