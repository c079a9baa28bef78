import type { Json, Step } from "@parley/compiler";
import { type Clock, ConnectionError, ProtocolError, type Refusal, refuse, type RefusalDetails, type Transport } from "@parley/runtime";
import {
  type AuthFields, connectSignalling, type IncomingSession, type IncomingSetup, type OutgoingSession, type OutgoingSetup, problems, type SetupOptions,
  type SignallingClient,
} from "@parley/signalling";

type Payload = { readonly [key: string]: Json };
type Talk = OutgoingSetup | OutgoingSession | IncomingSetup | IncomingSession;

/** A participant of a flow, played by the generated client: what the flow says it sends, it sends by the call of that name. */
export class Terminal {
  /** How each of its sessions said that it had ended. */
  readonly ends: string[][] = [];
  readonly faults: unknown[] = [];
  #heard = 0;
  readonly #transport: (url: URL) => Transport | Promise<Transport>;
  readonly #clock: Clock;
  /** Methods that are no steps of the flow. */
  readonly #unseen: readonly string[];
  #client: SignallingClient | undefined;
  #again: ((fields: AuthFields) => void) | undefined;
  #renewed: ((fields: AuthFields) => void) | undefined;
  /** Setups that have come, and that no step was about yet. */
  readonly #invited: IncomingSetup[] = [];
  /** By the names that the flow has for them. */
  readonly #incoming = new Map<string, IncomingSetup>();
  readonly #sessions = new Map<string, Talk>();
  readonly #batches = new Set<string>();
  /** What waits for an answer, by method and the flow's name of the session. */
  readonly #asked = new Map<string, (answer: object) => void>();

  constructor(transport: (url: URL) => Transport | Promise<Transport>, clock: Clock, unseen: readonly string[]) {
    this.#transport = transport;
    this.#clock = clock;
    this.#unseen = unseen;
  }

  /** Does what makes the message of a step, whose names are those of the wire. Steps that the machines make by themselves need nothing. */
  act({ part, payload }: Step, onTheWire: Payload): void {
    const { method, session } = payload as Payload;
    const fields = Object.fromEntries(Object.entries(onTheWire).filter(([key]) => !envelope.has(key)));
    const act = this.#acts[`${String(method)}.${part}`];
    if (act === undefined) throw new Error(`A terminal cannot send ${String(method)}.${part}.`);
    act(fields, String(session));
  }

  /** Resolves when so many messages of functions have reached the program, the one of this step last. */
  async hears(count: number, { part, payload }: Step): Promise<void> {
    for (const end = Date.now() + 5_000; this.#heard < count; await turn()) {
      if (Date.now() > end) throw new Error(`The terminal has heard ${this.#heard} messages, not ${count}.`);
    }
    await turn();
    const { method, session } = payload as Payload;
    const invited = method === "msetup" && part === "request" ? this.#invited.shift() : undefined;
    if (invited === undefined) return;
    this.#incoming.set(String(session), invited);
    this.#talk(String(session), invited);
  }

  async close(): Promise<void> {
    await this.#client?.close();
  }

  // Each line is one call of the generated interface; the casts are the flow's word that its payload is the message's.
  readonly #acts: { readonly [name: string]: (fields: Payload, session: string) => void } = {
    "auth.request": (fields) => this.#signIn(fields as unknown as AuthFields),
    "available.request": (fields) => this.#expect(this.#ready.available(fields as never)),
    "unavailable.request": () => this.#expect(this.#ready.unavailable()),
    "ping.request": () => this.#expect(this.#ready.ping()),
    "goaway.notification": (fields) => this.#ready.goaway(fields as never),
    "msetup.request": (fields, session) => this.#setUp(session, fields as unknown as SetupOptions),
    "msetup.success": (fields, session) => this.#accept(session, fields),
    "msetup.failure": ({ problemDetails }, session) => this.#refuseSetup(session, problemDetails as Payload),
    "mprogress.notification": (fields, session) => this.#in(session, "progress").progress(fields as never),
    "mcandidate.notification": (fields, session) => {
      // What was refused for its rate goes again by itself.
      const batch = JSON.stringify([session, fields]);
      if (!this.#batches.has(batch)) this.#in(session, "candidate").candidate(fields as never);
      this.#batches.add(batch);
    },
    "mcancel.request": ({ cause }, session) => this.#expect(this.#in(session, "cancel").cancel(cause as never)),
    "mconfirm.request": (fields, session) => this.#expect(this.#in(session, "confirm").confirm(fields as never)),
    "mqos.request": (fields, session) => this.#expect(this.#in(session, "qos").qos(fields as never)),
    "csubscribe.request": (fields) => this.#expect(Promise.resolve(this.#ready.subscribe(fields as never))),
    "mupdate.request": (fields, session) => {
      // What shows that a session lives goes by itself.
      if (Object.keys(fields).length > 0) this.#expect(this.#in(session, "update").update(fields as never));
    },
    "mmessage.request": (fields, session) => this.#expect(this.#in(session, "message").message(fields as never)),
    "mtransfer.request": (fields, session) => this.#expect(this.#in(session, "transfer").transfer(fields as never)),
    "mtransferStatus.notification": (fields, session) => this.#in(session, "transferStatus").transferStatus(fields as never),
    "mdisc.request": ({ cause }, session) => {
      // What the machine has ended it has ended by itself.
      const found = this.#sessions.get(session);
      if (found?.state === "established" || found?.state === "confirming") this.#expect(this.#in(session, "disconnect").disconnect(cause as never));
    },
    ...Object.fromEntries(
      answered.flatMap((method) => [
        [`${method}.success`, (fields: Payload, session: string) => this.#answer(method, session, fields)],
        [`${method}.failure`, ({ problemDetails }: Payload, session: string) => this.#answer(method, session, refusalOf(problemDetails as Payload))],
      ]),
    ),
    "mdisc.success": () => {},
    "mcancel.success": () => {},
    "ping.success": () => {},
  };

  get #ready(): SignallingClient {
    if (this.#client === undefined) throw new Error("The terminal is not signed in.");
    return this.#client;
  }

  #in<Call extends string>(session: string, call: Call): Extract<Talk, { readonly [name in Call]: unknown }> {
    const found = [this.#sessions.get(session), this.#incoming.get(session)].find((one) => one !== undefined && call in one);
    if (found === undefined) throw new Error(`The session has no ${call} in this state.`);
    return found as Extract<Talk, { readonly [name in Call]: unknown }>;
  }

  #signIn(fields: AuthFields): void {
    if (this.#client !== undefined) {
      // What is lost comes back by itself, and what is to be renewed is asked for.
      this.#renewed?.(fields);
      return;
    }
    if (this.#again !== undefined) return this.#again(fields);
    const options = {
      ...fields,
      clock: this.#clock,
      transport: this.#transport,
      retry: (_refused: ProtocolError): Promise<AuthFields | undefined> => new Promise((resolve) => (this.#again = resolve)),
      renew: (): Promise<AuthFields> => new Promise((resolve) => (this.#renewed = resolve)),
      observe: ({ direction, message }: { readonly direction: string; readonly message: { readonly method: string } }): void => {
        if (direction === "received" && !this.#unseen.includes(message.method)) this.#heard += 1;
      },
      onFault: (error: unknown): void => this.#fault(error),
    };
    const signedIn = connectSignalling("wss://operator.example/webrtc-signalling/v1", options).then((client) => {
      this.#client = client;
      client.onSetup((incoming) => {
        this.#invited.push(incoming);
        this.#watch(incoming);
      });
    });
    this.#expect(signedIn);
  }

  #setUp(session: string, fields: SetupOptions): void {
    const setup = this.#ready.setup(fields);
    this.#watch(setup);
    this.#talk(session, setup);
    this.#expect(Promise.resolve(setup).then((established) => this.#talk(session, established)));
  }

  #accept(session: string, answer: Payload): void {
    const incoming = this.#incoming.get(session);
    if (incoming === undefined) throw new Error("The terminal is not called.");
    this.#expect(incoming.accept(answer as never).then((established) => this.#talk(session, established)));
  }

  #refuseSetup(session: string, { type, scope, cause }: Payload): void {
    const incoming = this.#incoming.get(session);
    // A setup that was cancelled has been refused with it; so has one that has lost.
    if (incoming === undefined || incoming.state === "ended") return;
    incoming.refuse(problemOf(String(type)) as never, { ...(scope === undefined ? {} : { scope }), ...(cause === undefined ? {} : { cause }) } as never);
  }

  #talk(name: string, session: Talk): void {
    this.#sessions.set(name, session);
    const asks = (method: string) => (): Promise<never> => new Promise((resolve) => this.#asked.set(`${method} ${name}`, resolve as (answer: object) => void));
    if ("onUpdate" in session) session.onUpdate(asks("mupdate"));
    if ("onConfirm" in session) session.onConfirm(asks("mconfirm"));
    if ("onMessage" in session) session.onMessage(asks("mmessage"));
    if ("onTransfer" in session) session.onTransfer(asks("mtransfer"));
  }

  #answer(method: string, session: string, answer: object | Refusal): void {
    this.#asked.get(`${method} ${session}`)?.(answer);
    this.#asked.delete(`${method} ${session}`);
  }

  #watch(session: OutgoingSetup | IncomingSetup): void {
    const ends: string[] = [];
    this.ends.push(ends);
    session.onEnded(({ reason }) => ends.push(reason));
  }

  #expect(result: Promise<unknown>): void {
    result.catch((error: unknown) => this.#fault(error));
  }

  /** Refusals and lost connections are part of flows, and seen on the wire; a fault of the client itself is none. */
  #fault(error: unknown): void {
    if (!(error instanceof ProtocolError || error instanceof ConnectionError)) this.faults.push(error);
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

const envelope = new Set(["kind", "method", "id", "seq", "ack", "success", "session", "subscription"]);

/** What the program answers, and no machine. */
const answered = ["mupdate", "mconfirm", "mmessage", "mtransfer"];

function refusalOf({ type, title: _title, status: _status, ...more }: Payload): Refusal {
  return refuse(problemOf(String(type)), more as RefusalDetails);
}

function problemOf(type: string): string {
  return Object.entries(problems).find(([, problem]) => problem.type === type)?.[0] ?? type;
}
