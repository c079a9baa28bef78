import type { Direction, Link } from "./link.js";

/** A message as it passes, with what is looked at. */
export interface WireMessage {
  readonly kind: "request" | "response" | "notification";
  readonly method: string;
  readonly id?: string;
  readonly success?: boolean;
  readonly seq?: number;
  readonly ack?: number;
  readonly session?: string;
  readonly leg?: string;
  readonly resumed?: boolean;
  readonly epoch?: { readonly id: string };
  readonly problemDetails?: { readonly type: string };
  readonly [key: string]: unknown;
}

export interface Passing {
  /** How many choices had been made. */
  readonly step: number;
  readonly link: string;
  readonly direction: Direction;
  readonly message: WireMessage;
}

/** What one direction of an epoch has done. */
interface Half {
  /** The highest `seq` written, and what was written with each. */
  sent: number;
  readonly messages: Map<number, WireMessage>;
  /** The highest `seq` that arrived where somebody still reads. */
  taken: number;
  /** The highest `ack` of what came the other way. */
  acknowledged: number;
  /** Requests by `id`: how many responses they have. */
  readonly requests: Map<string, { readonly method: string; responses: number; arrived: boolean }>;
}

interface Epoch {
  readonly id: string;
  readonly up: Half;
  readonly down: Half;
  /** The connection that it is on; what still comes on an earlier one is read by nobody. */
  link: Link;
}

/** Reads along on all connections, and judges what needs no knowledge of the programs: numbers and answers. */
export class WireWatch {
  /** Everything that was written, in order. */
  readonly passed: Passing[] = [];
  /** Connections of peers that break the rules on purpose: they are read, not judged. */
  readonly #free = new Set<Link>();
  readonly #step: () => number;
  readonly #fail: (invariant: string, text: string) => void;
  readonly #epochs = new Map<string, Epoch>();
  readonly #epochOf = new Map<Link, Epoch>();
  /** The last `seq` written on a connection. */
  readonly #last = new Map<Link, { up: number; down: number }>();
  /** Requests that are not counted belong to their connection. */
  readonly #own = new Map<Link, { readonly up: Half; readonly down: Half }>();

  constructor(step: () => number, fail: (invariant: string, text: string) => void) {
    this.#step = step;
    this.#fail = fail;
  }

  free(link: Link): void {
    this.#free.add(link);
  }

  sent(link: Link, direction: Direction, message: WireMessage, isLost: boolean): void {
    this.passed.push({ step: this.#step(), link: isLost ? `${link.name} (lost)` : link.name, direction, message });
    if (this.#free.has(link)) return;
    if (message.method === "auth" && message.kind === "response" && message.success === true) this.#opened(link, message);
    const { seq, ack } = message;
    const epoch = this.#epochOf.get(link);
    const isReplay = seq !== undefined && epoch !== undefined && seq <= epoch[direction].sent;
    if (seq !== undefined) this.#count(link, direction, message, seq);
    if (ack !== undefined && epoch !== undefined && !isReplay) this.#acknowledge(link, direction, epoch, ack);
    if (!isReplay) this.#transact(link, direction, message, epoch);
  }

  delivered(link: Link, direction: Direction, message: WireMessage): void {
    if (this.#free.has(link)) return;
    const epoch = this.#epochOf.get(link);
    if (epoch === undefined || epoch.link === link) {
      const request = message.kind === "request" ? this.#half(link, direction, message, epoch)?.requests.get(message.id ?? "") : undefined;
      if (request !== undefined) request.arrived = true;
    }
    if (epoch === undefined || message.seq === undefined || epoch.link !== link) return;
    const half = epoch[direction];
    if (message.seq > half.taken + 1) this.#fail("counters", `${link.name} ${direction}: ${message.seq} came after ${half.taken}`);
    half.taken = Math.max(half.taken, message.seq);
  }

  /** Where nothing is on its way any more and nobody waits, all that arrived has its one answer. */
  settled(links: readonly Link[]): void {
    for (const link of links) {
      const epoch = this.#epochOf.get(link);
      if (link.isCut || link.isOver) continue;
      for (const direction of ["up", "down"] as const) {
        for (const half of [epoch?.link === link ? epoch[direction] : undefined, this.#own.get(link)?.[direction]]) {
          for (const [id, { method, responses, arrived }] of half?.requests ?? []) {
            if (arrived && responses === 0) this.#fail("answers", `${link.name} ${direction}: ${method} ${id} has no response`);
          }
        }
      }
    }
  }

  /** The first `auth` of a connection opens an epoch, or brings one back; later ones change nothing. */
  #opened(link: Link, message: WireMessage): void {
    const before = this.#epochOf.get(link);
    if (before !== undefined) {
      if (message.epoch !== undefined || message.resumed !== undefined) this.#fail("counters", `${link.name}: a later auth names an epoch`);
      return;
    }
    const id = message.epoch?.id ?? link.name;
    const known = this.#epochs.get(id);
    if (message.resumed === true && known === undefined) return this.#fail("counters", `${link.name}: an epoch that never was is resumed`);
    if (message.resumed !== true && known !== undefined) return this.#fail("counters", `${link.name}: an epoch has the name of another`);
    const epoch = known ?? { id, up: newHalf(), down: newHalf(), link };
    epoch.link = link;
    this.#epochs.set(id, epoch);
    this.#epochOf.set(link, epoch);
  }

  /** On one connection numbers go up by one; across connections an old number is the same message again. */
  #count(link: Link, direction: Direction, message: WireMessage, seq: number): void {
    const epoch = this.#epochOf.get(link);
    if (epoch === undefined) return this.#fail("counters", `${link.name} ${direction}: ${message.method} is counted before there is an epoch`);
    const half = epoch[direction];
    const last = this.#last.get(link) ?? { up: 0, down: 0 };
    if (seq > half.sent + 1) this.#fail("counters", `${link.name} ${direction}: ${seq} is sent after ${half.sent}`);
    if (last[direction] !== 0 && seq !== last[direction] + 1) this.#fail("counters", `${link.name} ${direction}: ${seq} follows ${last[direction]} on one connection`);
    this.#last.set(link, { ...last, [direction]: seq });
    const before = half.messages.get(seq);
    if (before !== undefined && bodyOf(before) !== bodyOf(message)) this.#fail("counters", `${link.name} ${direction}: ${seq} is another message than before`);
    half.messages.set(seq, message);
    half.sent = Math.max(half.sent, seq);
  }

  #acknowledge(link: Link, direction: Direction, epoch: Epoch, ack: number): void {
    if (epoch.link !== link) return;
    const other = epoch[direction === "up" ? "down" : "up"];
    const own = epoch[direction];
    if (ack < own.acknowledged) this.#fail("counters", `${link.name} ${direction}: acknowledges ${ack} after ${own.acknowledged}`);
    if (ack > other.taken) this.#fail("counters", `${link.name} ${direction}: acknowledges ${ack}, but only ${other.taken} arrived`);
    own.acknowledged = Math.max(own.acknowledged, ack);
  }

  #transact(link: Link, direction: Direction, message: WireMessage, epoch: Epoch | undefined): void {
    const { kind, method, id = "" } = message;
    if (kind === "request") {
      this.#half(link, direction, message, epoch)?.requests.set(id, { method, responses: 0, arrived: false });
    } else if (kind === "response") {
      const request = this.#half(link, direction === "up" ? "down" : "up", message, epoch)?.requests.get(id);
      if (request === undefined || request.method !== method) return this.#fail("answers", `${link.name} ${direction}: ${method} ${id} answers nothing`);
      request.responses += 1;
      if (request.responses > 1) this.#fail("answers", `${link.name} ${direction}: ${method} ${id} is answered twice`);
    }
  }

  #half(link: Link, direction: Direction, message: WireMessage, epoch: Epoch | undefined): Half | undefined {
    if (message.seq !== undefined) return epoch?.[direction];
    const own = this.#own.get(link) ?? { up: newHalf(), down: newHalf() };
    this.#own.set(link, own);
    return own[direction];
  }
}

function newHalf(): Half {
  return { sent: 0, messages: new Map(), taken: 0, acknowledged: 0, requests: new Map() };
}

/** What has to be the same when it is sent again. */
function bodyOf({ ack: _ack, ...body }: WireMessage): string {
  return JSON.stringify(body);
}
