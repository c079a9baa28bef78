import { createSignallingFunction, jsonLinesLog, memoryConferenceDesk } from "@parley/reference-server";
import type { SignallingFunction, SignallingFunctionOptions } from "@parley/reference-server";
import { manualClock, memoryTransports } from "@parley/runtime";
import type { ManualClock } from "@parley/runtime";
import { onTestFinished } from "vitest";

export type Message = { readonly [key: string]: unknown };

export interface Wire {
  readonly clock: ManualClock;
  readonly signalling: SignallingFunction;
  readonly log: readonly string[];
  /** A terminal that has signed in. Tokens are the names of users; what follows a stroke is the device: `alice/desk`. */
  terminal(token: string, auth?: object): Promise<WireTerminal>;
  /** As `terminal`, and available at the user's own address. */
  available(token: string, auth?: object): Promise<WireTerminal>;
}

/** A terminal that writes its messages itself: nothing that it does is checked or done by a runtime. */
export interface WireTerminal {
  readonly subject: string;
  /** What the last `auth` gave. */
  granted: Message;
  contact: string;
  readonly closed: number[];
  /** The sessions that it says it holds, when it comes back. */
  held: readonly object[];
  /** Sends a request and gives its id. */
  ask(method: string, fields?: object): string;
  tell(method: string, fields: object): void;
  /** Answers a request with success. */
  accept(request: Message, fields?: object): void;
  refuse(request: Message, problem: string, more?: object): void;
  /** Everything that has come and was not looked at yet. */
  all(): Promise<readonly Message[]>;
  /** The next message that is like this one; what is not like it stays. Fails where there is none. */
  next(like: object): Promise<Message>;
  /** The success or failure of a request. */
  answerTo(id: string): Promise<Message>;
  /** That nothing has come that is like this one. */
  none(like: object): Promise<boolean>;
  /** The connection breaks. */
  lose(): void;
  /** Comes back on another connection. */
  resume(): Promise<Message>;
  close(code?: number): void;
}

export function wire(options: Partial<SignallingFunctionOptions> = {}): Wire {
  const clock = manualClock(1_700_000_000_000);
  const log: string[] = [];
  const conferences = memoryConferenceDesk({ uriBase: "https://parley.example/conferences/", clock });
  const signIn = (token: string) => {
    const name = token.split("/")[0] ?? "";
    return { name, subject: subjectOf(name), addresses: [subjectOf(name), `acct:${name}.alias@parley.example`], display: name };
  };
  const signalling = createSignallingFunction({ signIn, conferences, clock, random: () => 0.5, log: jsonLinesLog((line) => log.push(line)), ...options });
  onTestFinished(() => {
    const faults = log.filter((line) => line.includes('"event":"fault"'));
    if (faults.length > 0) throw new Error(faults.join(""));
  });
  const terminal = async (token: string, auth: object = {}) => {
    const made = new Terminal(signalling, clock, token);
    await made.connect(auth);
    return made;
  };
  return {
    clock, signalling, log, terminal,
    async available(token, auth) {
      const made = await terminal(token, auth);
      const { contact } = await made.answerTo(made.ask("available", { device: deviceOf(token), addresses: [made.subject] }));
      made.contact = String(contact);
      return made;
    },
  };
}

export function subjectOf(name: string): string {
  return `acct:${name}@parley.example`;
}

export function deviceOf(token: string): string {
  return `device-${token.replace("/", "-")}`;
}

/** The short name of the problem of a failure. */
export function problemOf({ problemDetails }: Message): string {
  return String((problemDetails as { readonly type?: unknown } | undefined)?.type).split("/").at(-1) ?? "";
}

class Terminal implements WireTerminal {
  granted: Message = {};
  contact = "";
  held: readonly object[] = [];
  readonly closed: number[] = [];
  readonly #signalling: SignallingFunction;
  readonly #clock: ManualClock;
  readonly #token: string;
  #transport: ReturnType<typeof memoryTransports>[0] | undefined;
  #arrived: Message[] = [];
  #sent: string[] = [];
  #seq = 0;
  #taken = 0;
  #ids = 0;

  constructor(signalling: SignallingFunction, clock: ManualClock, token: string) {
    this.#signalling = signalling;
    this.#clock = clock;
    this.#token = token;
  }

  get subject(): string {
    return subjectOf(this.#token.split("/")[0] ?? "");
  }

  async connect(auth: object): Promise<Message> {
    const [near, far] = memoryTransports();
    this.#transport = near;
    near.open({ message: (data) => this.#heard(JSON.parse(String(data)) as Message), closed: (code) => void this.closed.push(code) });
    this.#signalling.accept(far);
    const answered = await this.answerTo(this.ask("auth", { token: this.#token, ...auth }));
    if (answered["success"] !== true) return answered;
    this.granted = answered;
    this.#ping();
    return answered;
  }

  ask(method: string, fields: object = {}): string {
    const id = `${method}-${(this.#ids += 1)}`;
    this.#send({ kind: "request", method, id, ...fields });
    return id;
  }

  tell(method: string, fields: object): void {
    this.#send({ kind: "notification", method, ...fields });
  }

  accept({ method, id, session }: Message, fields: object = {}): void {
    this.#send({ kind: "response", method, id, success: true, ...(session === undefined ? {} : { session }), ...fields });
  }

  refuse({ method, id, session }: Message, problem: string, more: object = {}): void {
    const problemDetails = { type: `https://parley.example/problems/${problem}`, title: problem, status: 409, ...more };
    this.#send({ kind: "response", method, id, success: false, ...(session === undefined ? {} : { session }), problemDetails });
  }

  async all(): Promise<readonly Message[]> {
    await this.#clock.advance(0);
    return this.#arrived.splice(0);
  }

  async next(like: object): Promise<Message> {
    await this.#clock.advance(0);
    const at = this.#arrived.findIndex((message) => isLike(message, like));
    const found = this.#arrived[at];
    if (found === undefined) throw new Error(`nothing like ${JSON.stringify(like)} has come to ${this.#token}, but ${JSON.stringify(this.#arrived)}`);
    this.#arrived.splice(at, 1);
    return found;
  }

  answerTo(id: string): Promise<Message> {
    return this.next({ kind: "response", id });
  }

  async none(like: object): Promise<boolean> {
    await this.#clock.advance(0);
    return !this.#arrived.some((message) => isLike(message, like));
  }

  lose(): void {
    this.#transport?.close(3006);
    this.#transport = undefined;
  }

  async resume(): Promise<Message> {
    const { id, secret } = this.granted["epoch"] as { readonly id: string; readonly secret: string };
    const before = this.#arrived.splice(0);
    const answered = await this.connect({ resume: { epoch: id, secret, received: this.#taken, sessions: this.held } });
    this.#arrived.unshift(...before);
    // What the function has not taken is sent again.
    for (const text of this.#sent.slice(Number(answered["received"] ?? this.#sent.length))) this.#transport?.send(text);
    return answered;
  }

  close(code = 1000): void {
    this.#transport?.close(code);
    this.#transport = undefined;
  }

  /** Without a sign of life it would be taken for lost. */
  #ping(): void {
    const transport = this.#transport;
    this.#clock.after(25_000, () => {
      if (this.#transport !== transport || transport === undefined) return;
      this.ask("ping");
      this.#ping();
    });
  }

  #heard(message: Message): void {
    const { seq, method, kind, id } = message;
    if (typeof seq === "number") {
      if (seq <= this.#taken) return;
      this.#taken = seq;
    }
    if (method === "ping" && kind === "request") return this.#send({ kind: "response", method, id, success: true });
    if (method !== "ack" && method !== "ping") this.#arrived.push(message);
  }

  #send(message: { readonly method?: unknown; readonly [key: string]: unknown }): void {
    if (uncounted.has(message.method)) {
      this.#transport?.send(JSON.stringify({ ...message, ...(message.method === "auth" ? {} : { ack: this.#taken }) }));
      return;
    }
    const text = JSON.stringify({ ...message, seq: (this.#seq += 1), ack: this.#taken });
    this.#sent.push(text);
    this.#transport?.send(text);
  }
}

const uncounted: ReadonlySet<unknown> = new Set(["auth", "ping", "ack", "goaway", "refused"]);

function isLike(message: unknown, like: unknown): boolean {
  if (typeof like !== "object" || like === null) return message === like;
  return typeof message === "object" && message !== null && Object.entries(like).every(([key, value]) => isLike((message as Message)[key], value));
}
