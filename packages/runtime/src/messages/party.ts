import type { CallOptions } from "../call-options.js";
import { ConnectionError, InvalidMessageError } from "../errors.js";
import type { Unsubscribe } from "../listeners.js";
import { addressOf, isOpen, parametersIn, type At } from "./address.js";
import { codecFor } from "./content.js";
import type { MessageTransport, WireMessage } from "./message-transport.js";
import { partAt, withPart, type Parts } from "./parts.js";
import { type FaultHandlers, type Incoming, type PartyOptions, type Sending, WithHeaders } from "./party-options.js";
import { PendingCalls } from "./pending.js";
import { Router } from "./router.js";
import type { ChannelTable, MessageTable, OperationTable } from "./tables.js";

/** What one role does: the operations that it starts, and those that it answers. */
export interface Part {
  readonly starts: readonly OperationTable[];
  readonly answers: readonly Answering[];
  /** Absent where the role receives nothing. */
  readonly faults?: FaultHandlers;
  /** It listens to all that an address leaves open, where nothing else is said; else to its defaults. */
  readonly anywhere?: boolean;
}

/** An operation with the handler for what it brings. */
export interface Answering {
  readonly operation: OperationTable;
  // The generated side gives it its types.
  readonly handle: (payload: never, incoming: Incoming<never, never>) => unknown;
}

/** Pairs an operation with its handler. */
export function answering(operation: OperationTable, handle: Answering["handle"]): Answering {
  return { operation, handle };
}

/** One role of a specification at work over a transport. */
export class Party {
  readonly #transport: MessageTransport;
  readonly #part: Part;
  readonly #options: PartyOptions;
  readonly #channels: Readonly<Record<string, At | undefined>>;
  readonly #pending: PendingCalls;
  readonly #answers = new Map<MessageTable, Answering[]>();
  readonly #subscriptions: Unsubscribe[] = [];
  #count = 0;

  private constructor(transport: MessageTransport, part: Part, options: PartyOptions, channels: Readonly<Record<string, At | undefined>>) {
    this.#transport = transport;
    this.#part = part;
    this.#options = options;
    this.#channels = channels;
    this.#pending = new PendingCalls(options.clock);
    for (const answer of part.answers) {
      for (const message of answer.operation.messages) {
        const known = this.#answers.get(message);
        if (known === undefined) this.#answers.set(message, [answer]);
        else known.push(answer);
      }
    }
  }

  /** Takes part, and listens wherever something may come. `channels` says where those are whose address is open. */
  static async start(transport: MessageTransport, part: Part, options: PartyOptions, channels: Readonly<Record<string, At | undefined>> = {}): Promise<Party> {
    const party = new Party(transport, part, options, channels);
    transport.onClosed?.(() => party.#pending.end());
    await party.#listen();
    return party;
  }

  /** Sends a notification. @throws {InvalidMessageError | ConnectionError} */
  async send(operation: OperationTable, payload: unknown, sending: Sending = {}): Promise<void> {
    await this.#post(operation.channel, operation.messages, { payload, headers: { ...sending.headers } }, sending.at);
  }

  /** Sends a request, and waits for its reply. @throws {InvalidMessageError | ConnectionError | DeadlineError | AbortError} */
  async request<Reply>(operation: OperationTable, payload: unknown, sending: Sending = {}): Promise<Reply> {
    sending.signal?.throwIfAborted();
    const parts = this.#addressed(operation, this.#numbered(operation.messages, { payload, headers: { ...sending.headers } }));
    const place = operation.messages.find((message) => message.correlation !== undefined)?.correlation;
    const deadline = sending.deadline ?? this.#options.deadline ?? 30_000;
    const signal: CallOptions = sending.signal === undefined ? {} : { signal: sending.signal };
    const call = this.#pending.wait(operation, place && partAt(parts, place), { ...signal, deadline });
    try {
      await this.#post(operation.channel, operation.messages, parts, sending.at);
    } catch (error) {
      call.reject(error);
    }
    // The router has judged the reply: it is one of those of the operation.
    return call.reply as Promise<Reply>;
  }

  /** Ends the party and its transport; requests that wait are rejected. */
  async close(): Promise<void> {
    for (const unsubscribe of this.#subscriptions.splice(0)) unsubscribe();
    this.#pending.end();
    await this.#transport.close();
  }

  async #listen(): Promise<void> {
    const expected = new Map<string, { readonly channel: ChannelTable; readonly messages: MessageTable[] }>();
    const expect = (channel: ChannelTable, messages: readonly MessageTable[]): void => {
      const address = this.#listened(channel);
      if (address === undefined) return;
      const group = expected.get(address) ?? { channel, messages: [] };
      expected.set(address, group);
      for (const message of messages) group.messages.push(message);
    };
    for (const { operation } of this.#part.answers) expect(operation.channel, operation.messages);
    for (const { reply } of this.#part.starts) if (reply !== undefined) expect(reply.channel, reply.messages);
    for (const [address, { channel, messages }] of expected) {
      const router = new Router(messages, this.#transport.carriesHeaders !== false);
      this.#subscriptions.push(await this.#transport.subscribe(address, (message) => this.#receive(message, messages, router), channel));
    }
  }

  #receive(wire: WireMessage, messages: readonly MessageTable[], router: Router): void {
    const { address, headers } = wire;
    const codec = codecFor(wire.contentType ?? messages[0]?.contentType ?? "application/json", this.#options.codecs ?? {});
    let parts: Parts;
    try {
      parts = { headers, payload: codec.decode(wire.payload) };
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      this.#part.faults?.onInvalid({ address, headers, payload: wire.payload, issues: [{ pointer: "", keyword: "contentType", expected: "readable content", found, at: "" }] });
      return;
    }
    const routed = router.route(parts);
    if (routed.kind === "invalid") this.#part.faults?.onInvalid({ message: routed.message.name, address, ...parts, issues: routed.issues });
    else if (routed.kind === "unknown" || !this.#deliver(address, routed.message, parts)) this.#part.faults?.onUnknown({ address, ...parts });
  }

  /** False where nobody waits for the message. */
  #deliver(address: string, message: MessageTable, parts: Parts): boolean {
    const call = this.#pending.answeredBy(message, message.correlation && partAt(parts, message.correlation));
    if (call !== undefined) {
      call.resolve(parts.payload);
      return true;
    }
    const waiting = (this.#answers.get(message) ?? []).filter(({ operation }) => this.#isAt(operation.channel, address));
    for (const answer of waiting) void this.#answer(answer, address, message, parts);
    return waiting.length > 0;
  }

  #isAt(channel: ChannelTable, address: string): boolean {
    const own = this.#listened(channel);
    return own === undefined || parametersIn(own, address) !== undefined;
  }

  #listened(channel: ChannelTable): string | undefined {
    return addressOf(channel, this.#channels[channel.name], this.#part.anywhere === true ? {} : channel.defaults);
  }

  async #answer({ operation, handle }: Answering, address: string, message: MessageTable, parts: Parts): Promise<void> {
    const parameters = parametersIn(operation.channel.address ?? address, address) ?? {};
    // The router has judged payload and headers: they are what the handler takes.
    const incoming = { message: message.name, address, headers: parts.headers, parameters } as Incoming<never, never>;
    try {
      const answer: unknown = await handle(parts.payload as never, incoming);
      if (operation.reply === undefined) return;
      const { channel, messages, to } = operation.reply;
      const own: Parts = answer instanceof WithHeaders ? { payload: answer.payload, headers: { ...answer.headers } } : { payload: answer, headers: {} };
      const id = message.correlation && partAt(parts, message.correlation);
      const place = messages.find(({ correlation }) => correlation !== undefined)?.correlation;
      const reply = id === undefined || place === undefined ? own : withPart(own, place, id);
      const told = to && partAt(parts, to);
      await this.#post(channel, messages, reply, typeof told === "string" ? told : channel === operation.channel ? address : parameters);
    } catch (error) {
      this.#fail(error, operation.name);
    }
  }

  #fail(error: unknown, operation: string): void {
    if (this.#options.onError !== undefined) this.#options.onError(error, operation);
    else queueMicrotask(() => { throw error; });
  }

  /** Gives a request a correlation id, where it has a place for one and none in it. */
  #numbered(messages: readonly MessageTable[], parts: Parts): Parts {
    const place = messages.find(({ correlation }) => correlation !== undefined)?.correlation;
    if (place === undefined || partAt(parts, place) !== undefined) return parts;
    this.#count += 1;
    return withPart(parts, place, place.type === "number" ? this.#count : crypto.randomUUID());
  }

  /** Tells a request where its reply is waited for, where it has a place for that and nothing in it. */
  #addressed({ reply }: OperationTable, parts: Parts): Parts {
    if (reply?.to === undefined || partAt(parts, reply.to) !== undefined) return parts;
    const address = addressOf(reply.channel, this.#channels[reply.channel.name]);
    return address === undefined ? parts : withPart(parts, reply.to, address);
  }

  async #post(channel: ChannelTable, messages: readonly MessageTable[], parts: Parts, at: At | undefined): Promise<void> {
    const address = addressOf(channel, at ?? this.#channels[channel.name]);
    if (address === undefined || isOpen(address)) {
      throw new ConnectionError("no-address", `Where channel "${channel.name}" is was not said${address === undefined ? "" : `: "${address}"`}.`);
    }
    const message = this.#judge(messages, parts);
    const payload = codecFor(message.contentType, this.#options.codecs ?? {}).encode(parts.payload);
    await this.#transport.send({ address, headers: parts.headers, payload, contentType: message.contentType }, channel);
  }

  /** The first of the messages that it is. @throws {InvalidMessageError} where it is none */
  #judge(messages: readonly MessageTable[], { payload, headers }: Parts): MessageTable {
    const fits = messages.find((each) => each.is(payload) && (each.headers === undefined || each.headers.is(headers)));
    if (fits !== undefined) return fits;
    const [first] = messages;
    if (first === undefined) throw new InvalidMessageError("", []);
    const known = new Router(messages, false).route({ payload, headers });
    const meant = known.kind === "unknown" ? first : known.message;
    throw new InvalidMessageError(meant.name, [...meant.explain(payload), ...(meant.headers?.explain(headers) ?? [])]);
  }
}
