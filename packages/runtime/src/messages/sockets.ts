import { ConnectionError } from "../errors.js";
import type { WebSocketOptions } from "../open-socket.js";
import type { FrameTransport } from "../transport.js";
import { webSocketTransport } from "../web-socket-transport.js";
import { isOpen, parametersIn } from "./address.js";
import { textOf } from "./content.js";
import { type Carrier, carry, type Secret, type UserPassword } from "./credentials.js";
import type { MessageTransport, WireMessage } from "./message-transport.js";

/**
 * What a frame holds. `payload`: the payload and nothing else, as other programs expect it; then there are no headers, and a message that has
 * some is refused. `envelope`: a text with both, `{"headers": {...}, "payload": "..."}`, which both sides have to agree on.
 */
export type Frames = "payload" | "envelope";

/** How WebSocket connections are opened. */
export interface SocketOptions {
  /** Where the server is: addresses of channels stand below it. */
  readonly url: string | URL;
  /** Opens a socket: `connectWs` of `@parley/runtime/ws`, which can send headers; that of the platform when absent, which cannot. */
  readonly open?: (url: URL, subprotocol: string | undefined, options: WebSocketOptions) => Promise<FrameTransport>;
  readonly subprotocol?: string;
  readonly frames?: Frames;
  /** Of the opening request. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Where credentials travel, and what they are. */
export interface SocketCredentials {
  readonly carriers: Readonly<Record<string, Carrier>>;
  readonly credentials: Readonly<Record<string, Secret | UserPassword | undefined>>;
}

/** Messages over WebSockets that this side opens: one for each address, when it is first listened to or sent to. */
export function openSockets(options: SocketOptions, secured: SocketCredentials = { carriers: {}, credentials: {} }): MessageTransport {
  const sockets = new Sockets(options.frames ?? "payload", async (address) => {
    const carried = await carry(secured.carriers, secured.credentials);
    const url = urlOf(options.url, address);
    for (const [name, value] of Object.entries({ ...options.query, ...carried.query })) if (value !== undefined) url.searchParams.set(name, String(value));
    const headers = { ...options.headers, ...carried.headers };
    const given = { ...(options.signal === undefined ? {} : { signal: options.signal }), ...(Object.keys(headers).length === 0 ? {} : { headers }) };
    return (options.open ?? webSocketTransport)(url, options.subprotocol, given);
  });
  return sockets;
}

/** How an accepted WebSocket is taken. */
export interface AcceptOptions {
  readonly frames?: Frames;
  /** The path of the server, below which the addresses of channels stand: `/v1`. */
  readonly below?: string;
}

/** Messages over one WebSocket that this side accepted, at the address that was asked for: `acceptSocket(wsTransport(socket), request.url)`. */
export function acceptSocket(socket: FrameTransport, url: string | URL, { frames = "payload", below = "" }: AcceptOptions = {}): MessageTransport {
  const sockets = new Sockets(frames);
  const path = pathOf(url);
  sockets.add(path.startsWith(`${below}/`) ? path.slice(below.length) : path, socket);
  return sockets;
}

/** What a stranger asks for may be no URL: then it is the address of nobody. */
function pathOf(url: string | URL): string {
  try {
    return decodeURI(new URL(url, "ws://localhost").pathname);
  } catch {
    return String(url);
  }
}

interface Subscriber {
  readonly address: string;
  readonly receive: (message: WireMessage) => void;
}

class Sockets implements MessageTransport {
  readonly carriesHeaders: boolean;
  readonly #frames: Frames;
  /** Absent where the sockets are those that came: none is opened. */
  readonly #open: ((address: string) => Promise<FrameTransport>) | undefined;
  readonly #sockets = new Map<string, Promise<FrameTransport>>();
  readonly #subscribers = new Set<Subscriber>();
  readonly #listeners: (() => void)[] = [];
  // What came before anyone listened: a server may speak first.
  #early: WireMessage[] = [];
  #closed = false;

  constructor(frames: Frames, open?: (address: string) => Promise<FrameTransport>) {
    this.#frames = frames;
    this.carriesHeaders = frames === "envelope";
    this.#open = open;
  }

  add(address: string, socket: FrameTransport): void {
    this.#sockets.set(address, Promise.resolve(socket));
    this.#listen(address, socket);
  }

  async send({ address, headers, payload }: WireMessage): Promise<void> {
    if (!this.carriesHeaders && Object.keys(headers).length > 0) {
      throw new ConnectionError("no-headers", 'A frame of a WebSocket has no headers: leave them out, or let both sides use frames: "envelope".');
    }
    const socket = await this.#socketAt(address);
    socket.send(this.#frames === "envelope" ? JSON.stringify({ headers, payload: textOf(payload) }) : payload);
  }

  async subscribe(address: string, receive: (message: WireMessage) => void): Promise<() => void> {
    const subscriber: Subscriber = { address, receive };
    this.#subscribers.add(subscriber);
    if (this.#open !== undefined && !isOpen(address) && !this.#serves(address)) await this.#socketAt(address);
    const waiting = this.#early;
    this.#early = [];
    for (const message of waiting) this.#deliver(message);
    return () => void this.#subscribers.delete(subscriber);
  }

  onClosed(listener: () => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const socket of this.#sockets.values()) (await socket.catch(() => undefined))?.close();
  }

  /** An accepted socket has the one address that was asked for, and opens no other. */
  #serves(address: string): boolean {
    return this.#find(address) !== undefined;
  }

  #find(address: string): Promise<FrameTransport> | undefined {
    return this.#sockets.get(address) ?? this.#sockets.get(`/${address}`);
  }

  async #socketAt(address: string): Promise<FrameTransport> {
    if (this.#closed) throw new ConnectionError("closed");
    const known = this.#find(address);
    if (known !== undefined) return known;
    if (this.#open === undefined) throw new ConnectionError("no-address", `Nobody is connected at "${address}".`);
    const opening = this.#open(address);
    this.#sockets.set(address, opening);
    try {
      const socket = await opening;
      this.#listen(address, socket);
      return socket;
    } catch (error) {
      this.#sockets.delete(address);
      throw error;
    }
  }

  #listen(address: string, socket: FrameTransport): void {
    socket.open({
      message: (data) => this.#arrive(address, data),
      closed: () => {
        this.#sockets.delete(address);
        if (this.#sockets.size === 0) for (const listener of this.#listeners) listener();
      },
    });
  }

  #arrive(address: string, data: string | Uint8Array): void {
    if (this.#frames === "payload") return this.#deliver({ address, headers: {}, payload: data });
    const { headers = {}, payload = "" } = envelopeIn(data);
    this.#deliver({ address, headers, payload });
  }

  #keep(message: WireMessage): void {
    if (this.#early.length < mostEarly) this.#early.push(message);
    else void this.#find(message.address)?.then((socket) => socket.close(1008, "nobody listens"));
  }

  #deliver(message: WireMessage): void {
    const all = [...this.#subscribers];
    const found = all.find(({ address }) => sameAddress(address, message.address)) ?? all.find(({ address }) => matches(address, message.address));
    if (found === undefined) this.#keep(message);
    else found.receive(found.address.startsWith("/") ? message : { ...message, address: message.address.replace(/^\//, "") });
  }
}

/** So many messages wait for somebody to listen; who sends more is not waited for. */
const mostEarly = 100;

function sameAddress(one: string, other: string): boolean {
  return one === other || `/${one}` === other;
}

function matches(template: string, address: string): boolean {
  return parametersIn(template, address) !== undefined || parametersIn(`/${template}`, address) !== undefined;
}

/** An address below the URL of a server: `wss://host/base` and `prices/btc` make `wss://host/base/prices/btc`. */
function urlOf(base: string | URL, address: string): URL {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${address.replace(/^\//, "")}`;
  return url;
}

function envelopeIn(data: string | Uint8Array): { readonly headers?: Readonly<Record<string, unknown>>; readonly payload?: string } {
  try {
    const value: unknown = JSON.parse(textOf(data));
    if (typeof value !== "object" || value === null) return {};
    const headers = "headers" in value && typeof value.headers === "object" && value.headers !== null ? (value.headers as Record<string, unknown>) : {};
    return { headers, payload: "payload" in value && typeof value.payload === "string" ? value.payload : "" };
  } catch {
    return {};
  }
}
