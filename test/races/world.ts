import { ConnectionError, DeadlineError, IllegalStateError, ProtocolError } from "@parley/runtime";
import type { Transport } from "@parley/runtime";
import type { SignallingFunction } from "@parley/reference-server";
import type { Choice, Chooser } from "./choice.js";
import { Device } from "./device.js";
import { Link } from "./link.js";
import type { Direction, Tamper } from "./link.js";
import { SessionWatch } from "./session-watch.js";
import { settle } from "./settle.js";
import { functionFor } from "./signalling-function.js";
import { VirtualClock } from "./virtual-clock.js";
import { WireWatch } from "./wire-watch.js";

export interface WorldOptions {
  readonly users?: readonly string[];
  readonly devices?: number;
  /** How often connections may be cut. */
  readonly cuts?: number;
  /** How often users may act. */
  readonly acts?: number;
  /** Whether users answer in the end what they were asked, or leave it to deadlines. */
  readonly isDecisive?: boolean;
  /** Whether connections stay until every session is forgotten; it takes long. */
  readonly lingers?: boolean;
  /** A faulty network, a faulty clock, a faulty function: for tests of the tests. */
  readonly tamper?: Tamper;
  readonly clock?: VirtualClock;
  readonly functionFor?: typeof functionFor;
}

/** What is broken, by whose judgement. */
export class Violation extends Error {
  readonly invariant: string;

  constructor(invariant: string, text: string) {
    super(`${invariant}: ${text}`);
    this.invariant = invariant;
  }
}

/** Users with terminals, a real signalling function, and a network between them in which nothing happens but what is chosen. */
export class World {
  readonly clock: VirtualClock;
  readonly users: readonly string[];
  readonly devices: readonly Device[];
  readonly function: SignallingFunction;
  readonly sessions = new SessionWatch();
  readonly watch: WireWatch;
  readonly links: Link[] = [];
  /** The labels of all that was chosen. */
  readonly chosen: string[] = [];
  /** So many of them were free; the others wind the world down. */
  random = 0;
  /** How often each kind of thing came about. */
  readonly outcomes = new Map<string, number>();
  readonly isDecisive: boolean;
  readonly lingers: boolean;
  readonly #tamper: Tamper | undefined;
  readonly #opening: { readonly device: Device; readonly opened: (transport: Transport) => void; readonly failed: (error: unknown) => void }[] = [];
  readonly #waiting = new Map<number, string>();
  #violation: Violation | undefined;
  #number = 0;
  #cuts: number;
  #acts: number;

  constructor({ users = ["alice", "bob"], devices = 2, cuts = 2, acts = 14, isDecisive = true, lingers = true, ...faulty }: WorldOptions = {}) {
    const { tamper, clock = new VirtualClock(), functionFor: make = functionFor } = faulty;
    this.clock = clock;
    this.users = users;
    this.#cuts = cuts;
    this.#acts = acts;
    this.isDecisive = isDecisive;
    this.lingers = lingers;
    this.#tamper = tamper;
    this.watch = new WireWatch(() => this.chosen.length, (invariant, text) => this.fail(invariant, text));
    this.function = make(users, clock, faultsTo(new WeakRef(this)));
    this.devices = users.flatMap((user) => Array.from({ length: devices }, (_, index) => new Device(this, user, index + 1)));
  }

  /** What was broken first. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /** What has been asked for, and neither granted nor refused. */
  get waiting(): readonly string[] {
    return [...this.#waiting.values()];
  }

  /** Nothing is on its way. */
  get isQuiet(): boolean {
    return this.#opening.length === 0 && this.links.every((link) => link.waiting("up") === 0 && link.waiting("down") === 0);
  }

  device(name: string): Device {
    const found = this.devices.find((device) => device.name === name);
    if (found === undefined) throw new Error(`no device ${name}`);
    return found;
  }

  fail(invariant: string, text: string): void {
    this.#violation ??= new Violation(invariant, text);
  }

  fault(where: string, error: unknown): void {
    this.fail("faults", `${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }

  count(outcome: string): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
  }

  /** Something that has to come to an end: to success, or to one of the errors that the generated code declares. */
  expect(what: string, promise: Promise<unknown>, failed: () => void = () => {}): void {
    const number = (this.#number += 1);
    this.#waiting.set(number, what);
    const kind = what.split(" ").filter((word) => !/\d/.test(word)).join(" ");
    promise.then(
      () => this.count(`${kind}: success`),
      (error: unknown) => {
        failed();
        if (error instanceof ProtocolError) this.count(`${kind}: ${error.problem}`);
        else if (error instanceof ConnectionError || error instanceof DeadlineError || error instanceof IllegalStateError) this.count(`${kind}: ${error.name}`);
        else this.fault(what, error);
      },
    ).finally(() => this.#waiting.delete(number));
  }

  /** A terminal opens a connection; whether and when it comes about is for the schedule to say. */
  open(device: Device): Promise<Transport> {
    return new Promise((opened, failed) => this.#opening.push({ device, opened, failed }));
  }

  /** A connection to the function. */
  connect(name: string): Link {
    const earlier = this.links.filter((link) => link.name.startsWith(`${name}#`)).length;
    const link = new Link(`${name}#${earlier + 1}`, this.watch, this.#tamper);
    this.links.push(link);
    this.function.accept(link.function);
    return link;
  }

  /** All that may happen now. */
  choices(): Choice[] {
    const found: Choice[] = [];
    for (const { device } of this.#opening) found.push(this.#opens(device, true), this.#opens(device, false));
    for (const link of this.links) {
      for (const direction of ["up", "down"] as const) {
        if (link.waiting(direction) > 0) found.push(this.#delivers(link, direction));
      }
      if (this.#cuts > 0 && !link.isCut && !link.isOver) this.#addCuts(found, link);
      const device = this.devices.find(({ name }) => link.name.startsWith(`${name}#`));
      if (this.#cuts > 0 && device?.isDead === false && !link.isCut && !link.isOver) found.push({ label: `${device.name} dies`, weight: 0.02, run: () => this.#dies(device, link) });
    }
    const isBusy = this.#acts > 0;
    for (const device of this.devices) {
      for (const choice of device.choices()) {
        const isFree = choice.isAnswer === true && this.isDecisive;
        if (isFree) found.push(choice);
        else if (isBusy) found.push({ ...choice, run: () => this.#act(choice) });
      }
    }
    // When nobody does anything any more, the rest is a matter of time.
    if (this.clock.next !== undefined && (isBusy || found.length > 0)) found.push({ label: "time", weight: this.isQuiet ? 1.2 : 0.35, run: () => this.clock.tick() });
    return found;
  }

  /** Lets happen what is chosen, one thing after the other, each with all its consequences. */
  async run(choose: Chooser): Promise<void> {
    await settle();
    while (this.#violation === undefined) {
      const choice = choose(this.choices());
      if (choice === undefined) return;
      await this.take(choice);
    }
  }

  async take(choice: Choice): Promise<void> {
    this.chosen.push(choice.label);
    choice.run();
    await settle();
  }

  /** Lets everything arrive that is on its way, and what it leads to, and every terminal that opens a connection have it; time stands still. */
  async deliverAll(): Promise<void> {
    await settle();
    while (!this.isQuiet && this.#violation === undefined) {
      for (let next = this.#opening[0]; next !== undefined; next = this.#opening[0]) await this.take(this.#opens(next.device, !next.device.isDead));
      for (const link of this.links) {
        for (const direction of ["up", "down"] as const) while (link.waiting(direction) > 0) await this.take(this.#delivers(link, direction));
      }
    }
  }

  #opens(device: Device, succeeds: boolean): Choice {
    const label = `${device.name} ${succeeds ? "opens" : "fails to open"}`;
    return { label, weight: succeeds === device.isDead ? 0 : succeeds ? 8 : 0.3, run: () => this.#settleOpening(device, succeeds) };
  }

  #delivers(link: Link, direction: Direction): Choice {
    return { label: `${link.name} ${direction}`, weight: 10, run: () => link.deliver(direction) };
  }

  #act(choice: Choice): void {
    this.#acts -= 1;
    choice.run();
  }

  #addCuts(found: Choice[], link: Link): void {
    for (const [lost, up, down] of losses) {
      const run = () => {
        this.#cuts -= 1;
        link.cut({ up, down });
      };
      found.push({ label: `${link.name} is cut, losing ${lost}`, weight: 0.05, run });
    }
  }

  /** Its battery is empty: nothing is ever heard of it again. */
  #dies(device: Device, link: Link): void {
    this.#cuts -= 1;
    device.isDead = true;
    this.count("dies");
    link.cut({ up: false, down: true });
  }

  #settleOpening(device: Device, succeeds: boolean): void {
    const at = this.#opening.findIndex((opening) => opening.device === device);
    const [opening] = this.#opening.splice(at, 1);
    if (opening === undefined) return;
    if (!succeeds) return opening.failed(new ConnectionError("unreachable", "There is no network."));
    opening.opened(this.connect(device.name).terminal);
  }
}

/** The function must not keep the world: what it keeps of it is counted. */
function faultsTo(world: WeakRef<World>): (error: unknown) => void {
  return (error) => world.deref()?.fault("function", error);
}

const losses: readonly (readonly [lost: string, up: boolean, down: boolean])[] = [
  ["both ways", true, true], ["what goes up", true, false], ["what comes down", false, true], ["nothing", false, false],
];
