import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";
import type { RawData } from "ws";

/** Where the connection is killed. */
export interface Kill {
  /** At which message since {@link KillProxy.begin}, counted in both directions together, from 1. */
  readonly at: number;
  /** Whether that message still arrives; what answers it never does. */
  readonly delivered: boolean;
}

/** What goes wrong in a network. */
export interface Faults {
  /** One after the other, each counted from the one before. */
  readonly kills?: readonly Kill[];
  /** With the so-many-th counted message since {@link KillProxy.begin}, of both directions together, everything counted that went its way comes once more: what is before it, and it. */
  readonly twiceAt?: number;
  /** After each handshake comes once more what it has said is taken, in both directions. */
  readonly twiceAfterwards?: boolean;
}

/** One message that came to the proxy. */
export interface Seen {
  /** `up`: from the terminal to the function. */
  readonly direction: "up" | "down";
  /** `msetup request` */
  readonly what: string;
  /** Whether it has a number, as what must arrive has. */
  readonly isCounted: boolean;
}

/** A network between one terminal and the function that reads along, breaks at the message that a test names, and brings twice what a test says. */
export class KillProxy {
  /** What has come since {@link begin}, killed or not. */
  seen: Seen[] = [];
  /** How often the connection was killed. */
  killed = 0;
  /** Counted messages that were sent on a connection whose handshake had said that they are taken. */
  repeated = 0;
  /** Counted messages that the network brought once more, by itself. */
  broughtTwice = 0;
  readonly #server: WebSocketServer;
  readonly #sockets = new Set<WebSocket>();
  #kills: Kill[] = [];
  #faults: Faults = {};
  #isCounting = false;
  /** The counted messages since {@link begin}, each once. */
  readonly #passed = { up: new Map<number, string>(), down: new Map<number, string>() };
  /** The numbers of the answers to each request, by the way they went and its id. */
  readonly #answers = new Map<string, Set<number>>();

  constructor(target: string) {
    this.#server = new WebSocketServer({ host: "127.0.0.1", port: 0, handleProtocols: ([first]) => first ?? false });
    this.#server.on("connection", (near) => this.#join(near, new WebSocket(target, near.protocol)));
  }

  async listening(): Promise<void> {
    if (this.#server.address() === null) await new Promise((listening) => this.#server.once("listening", listening));
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/signalling`;
  }

  /** The most answers that one counted request has had: what is sent again, with its number, is the same answer. */
  get mostAnswers(): number {
    return Math.max(0, ...[...this.#answers.values()].map(({ size }) => size));
  }

  /** Counts from here. */
  begin(faults: Faults): void {
    this.seen = [];
    this.#faults = faults;
    this.#kills = [...(faults.kills ?? [])];
    this.#isCounting = true;
  }

  /** Breaks what there is now, at once. */
  cut(): void {
    this.killed += 1;
    for (const socket of this.#sockets) socket.terminate();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.terminate();
    await new Promise((closed) => this.#server.close(closed));
  }

  #join(near: WebSocket, far: WebSocket): void {
    const early: string[] = [];
    const pair = { isDead: false, taken: { up: 0, down: 0 } };
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on("error", () => socket.terminate());
      socket.on("close", (code) => {
        this.#sockets.delete(socket);
        const other = socket === near ? far : near;
        if (pair.isDead) return;
        // A code that may not be sent says that there was none: the network broke.
        if (code === 1005 || code === 1006 || other.readyState !== WebSocket.OPEN) other.terminate();
        else other.close(code);
      });
    }
    far.on("open", () => {
      for (const text of early.splice(0)) far.send(text);
    });
    near.on("message", (data) => {
      this.#pass("up", text(data), near, far, pair, () => (far.readyState === WebSocket.CONNECTING ? early.push(text(data)) : far.send(text(data))));
    });
    far.on("message", (data) => this.#pass("down", text(data), far, near, pair, () => near.send(text(data))));
  }

  #pass(direction: "up" | "down", message: string, from: WebSocket, to: WebSocket, pair: Pair, send: () => void): void {
    if (pair.isDead) return;
    const counted = JSON.parse(message) as Counted;
    this.#judge(direction, counted, pair);
    const isLast = this.#keep(direction, counted, message);
    const kill = this.#count(direction, message);
    if (kill === undefined) {
      send();
      if (isLast) this.#bringTwice(direction, to, Infinity);
      if (this.#faults.twiceAfterwards === true && isHandshakeOver(counted)) {
        this.#bringTwice("down", to, pair.taken.down);
        this.#bringTwice("up", from, pair.taken.up);
      }
      return;
    }
    pair.isDead = true;
    this.killed += 1;
    from.terminate();
    if (!kill.delivered) return to.terminate();
    // Who has answered the ping has read what came before it.
    send();
    to.once("pong", () => to.terminate());
    if (to.readyState === WebSocket.OPEN) to.ping();
    else to.once("open", () => to.ping());
  }

  /** Each end says in the handshake what it has taken of the other: that is not sent again. */
  #judge(direction: "up" | "down", { method, kind, seq, resume, received }: Counted, { taken }: Pair): void {
    if (method === "auth" && kind === "request") taken.down = resume?.received ?? 0;
    if (method === "auth" && kind === "response") taken.up = received ?? 0;
    if (seq !== undefined && seq <= taken[direction]) this.repeated += 1;
  }

  /** Notes a counted message; true for the one with which everything comes once more. */
  #keep(direction: "up" | "down", { kind, id, seq }: Counted, message: string): boolean {
    if (!this.#isCounting || seq === undefined) return false;
    if (kind === "response") {
      const answers = this.#answers.get(`${direction} ${id}`) ?? new Set();
      this.#answers.set(`${direction} ${id}`, answers.add(seq));
    }
    const { up, down } = this.#passed;
    const isNew = !this.#passed[direction].has(seq);
    this.#passed[direction].set(seq, message);
    return isNew && up.size + down.size === this.#faults.twiceAt;
  }

  /** What has passed up to this number goes there once more. */
  #bringTwice(direction: "up" | "down", to: WebSocket, upTo: number): void {
    for (const [seq, message] of this.#passed[direction]) {
      if (seq > upTo) continue;
      this.broughtTwice += 1;
      to.send(message);
    }
  }

  #count(direction: "up" | "down", message: string): Kill | undefined {
    if (!this.#isCounting) return undefined;
    const { method, kind, success, seq } = JSON.parse(message) as { readonly [key: string]: unknown };
    const outcome = kind === "response" ? (success === true ? "success" : "failure") : String(kind);
    this.seen.push({ direction, what: `${String(method)} ${outcome}`, isCounted: seq !== undefined });
    const [next] = this.#kills;
    if (next === undefined || this.seen.length !== next.at) return undefined;
    this.#kills.shift();
    this.seen = [];
    return next;
  }
}

/** A terminal and the function on one connection. */
interface Pair {
  isDead: boolean;
  /** What the handshake has said that is taken, of what goes up and of what goes down. */
  readonly taken: { up: number; down: number };
}

interface Counted {
  readonly method?: string;
  readonly kind?: string;
  readonly id?: string;
  readonly success?: boolean;
  readonly seq?: number;
  readonly resume?: { readonly received: number };
  readonly received?: number;
}

function isHandshakeOver({ method, kind, success }: Counted): boolean {
  return method === "auth" && kind === "response" && success === true;
}

function text(data: RawData): string {
  return String(data);
}
