import { createHash } from "node:crypto";
import { IllegalStateError } from "@parley/runtime";
import type { IncomingSetup, OutgoingSetup, SignallingClient } from "@parley/signalling";
import { connectSignalling } from "@parley/signalling";
import { CallSide } from "./call-side.js";
import type { Choice } from "./choice.js";
import { answer, offer } from "./media.js";
import { Random } from "./random.js";
import { addressOf } from "./signalling-function.js";
import type { World } from "./world.js";

/** One terminal: the generated client, and a user who does whatever the schedule says. */
export class Device {
  /** `alice1` */
  readonly name: string;
  readonly user: string;
  readonly world: World;
  client: SignallingClient | undefined;
  readonly calls: CallSide[] = [];
  /** It does not come back by itself any more: its battery is empty. */
  isDead = false;
  /** The waits before it comes back are the same in every run. */
  readonly #chance: Random;
  #isConnecting = false;
  #number = 0;

  constructor(world: World, user: string, number: number) {
    this.world = world;
    this.user = user;
    this.name = `${user}${number}`;
    this.#chance = new Random(world.users.indexOf(user) * 10 + number);
  }

  get isOnline(): boolean {
    return this.client !== undefined;
  }

  get isIdle(): boolean {
    return this.client === undefined && !this.#isConnecting;
  }

  /** Numbers what this device does. */
  number(): number {
    this.#number += 1;
    return this.#number;
  }

  /** Signs in, and can be called from then on. */
  connect(): void {
    if (!this.isIdle) return;
    this.#isConnecting = true;
    const { clock } = this.world;
    const connecting = connectSignalling("ws://localhost/signalling", {
      token: this.user,
      clock,
      transport: () => this.world.open(this),
      reconnect: { random: () => this.#chance.next() },
      renew: () => ({ token: this.user }),
      onFault: (error) => this.world.fault(this.name, error),
    });
    const online = connecting.then((client) => {
      this.#isConnecting = false;
      this.client = client;
      client.onSetup((incoming) => this.#invited(incoming));
      // In a new epoch nobody is available.
      client.onReconnected(() => this.available());
      client.onClosed(() => {
        if (this.client === client) this.client = undefined;
      });
      this.available();
    });
    this.world.expect(`${this.name} connect`, online, () => (this.#isConnecting = false));
  }

  available(): void {
    const { client } = this;
    if (client?.state !== "ready") return;
    this.world.expect(`${this.name} available`, client.available({ device: `device-${this.name}`, addresses: client.granted.addresses, capabilities: { trickle: "full", offerless: true } }));
  }

  /** With an offer, or leaving that to the called side. */
  call(user: string, kind: "offer" | "offerless"): void {
    const { client } = this;
    if (client?.state !== "ready") return;
    const name = `${this.name}/${this.number()}`;
    const description = kind === "offer" ? { description: offer(`${name}/o`) } : {};
    const setup = client.setup({ to: addressOf(user), call: name, exclusive: { tieBreak: tieBreak(name) }, ...description });
    this.called(name, setup);
  }

  /** Its user waits for the answer. */
  called(name: string, setup: OutgoingSetup): void {
    const side = new CallSide(this, name, setup, true);
    this.calls.push(side);
    const answered = Promise.resolve(setup).then((session) => side.established(session, session.answer.description));
    this.world.expect(`${this.name} call ${name}`, answered);
  }

  ring(side: CallSide): void {
    if (side.setup.state !== "invited" || !("progress" in side.setup)) return;
    side.hasRung = true;
    side.setup.progress({ state: "ringing" });
  }

  accept(side: CallSide): void {
    const { setup, device, name } = side;
    if (!("accept" in setup)) return;
    const ufrag = `${name}/${device.name}`;
    const description = setup.description === undefined ? offer(ufrag) : answer(ufrag);
    const accepted = setup.accept({ description }).then((session) => side.established(session, description));
    this.world.expect(`${this.name} accept ${name}`, accepted);
  }

  refuse(side: CallSide, scope: "device" | "everywhere"): void {
    const { setup } = side;
    if (!("refuse" in setup)) return;
    try {
      setup.refuse("declined", { scope });
    } catch (error) {
      if (!(error instanceof IllegalStateError)) throw error;
    }
  }

  cancel(side: CallSide): void {
    if ("cancel" in side.setup) this.world.expect(`${this.name} cancel ${side.name}`, side.setup.cancel({ reason: "cancelled" }));
  }

  hangUp(side: CallSide): void {
    const { session } = side;
    if (session !== undefined) this.world.expect(`${this.name} hang up ${side.name}`, session.disconnect({ reason: "normal" }));
  }

  /** Closes as a page does that is left: all its sessions end with it. */
  close(): void {
    const { client } = this;
    if (client !== undefined) this.world.expect(`${this.name} close`, client.close());
  }

  /** What its user may do now. */
  *choices(): Generator<Choice> {
    const { name, client, world } = this;
    if (this.isIdle) {
      if (!this.isDead) yield { label: `${name} connect`, weight: 6, run: () => this.connect() };
      return;
    }
    if (client?.state === "ready") {
      const isFree = this.calls.filter(({ ended }) => ended === undefined).length < 2;
      if (isFree) for (const user of world.users) if (user !== this.user) {
        yield { label: `${name} call ${user}`, weight: 1.5, run: () => this.call(user, "offer") };
        yield { label: `${name} call ${user} offerless`, weight: 0.5, run: () => this.call(user, "offerless") };
      }
      yield { label: `${name} close`, weight: 0.05, run: () => this.close() };
    }
    for (const side of this.calls) if (side.ended === undefined) yield* this.#choicesIn(side);
  }

  *#choicesIn(side: CallSide): Generator<Choice> {
    const at = `${this.name} ${side.name}`;
    const { state } = side;
    if (state === "invited") {
      if (!side.hasRung) yield { isAnswer: true, label: `${at} ring`, weight: 4, run: () => this.ring(side) };
      yield { isAnswer: true, label: `${at} accept`, weight: 6, run: () => this.accept(side) };
      yield { isAnswer: true, label: `${at} refuse`, weight: 0.5, run: () => this.refuse(side, "device") };
      yield { isAnswer: true, label: `${at} refuse everywhere`, weight: 0.5, run: () => this.refuse(side, "everywhere") };
    }
    if (state === "settingUp") yield { label: `${at} cancel`, weight: 0.5, run: () => this.cancel(side) };
    if (state === "settingUp" || state === "invited" || side.isUp) yield { label: `${at} candidate`, weight: 1, run: () => side.candidate() };
    if (side.isAskedToConfirm) yield { isAnswer: true, label: `${at} confirm`, weight: 6, run: () => side.confirm() };
    if (side.isUp) {
      // One too many is refused before it is sent, and that is seldom worth trying.
      const often = side.updating > 0 ? 0.05 : 1;
      yield { label: `${at} offer`, weight: 3 * often, run: () => side.update("offer") };
      yield { label: `${at} refresh`, weight: 1.5 * often, run: () => side.update("refresh") };
      yield { label: `${at} hang up`, weight: 0.4, run: () => this.hangUp(side) };
    }
    if (side.undecided.length > 0) {
      yield { isAnswer: true, label: `${at} accept update`, weight: 8, run: () => side.decideUpdate(true) };
      yield { isAnswer: true, label: `${at} decline update`, weight: 1, run: () => side.decideUpdate(false) };
    }
  }

  #invited(incoming: IncomingSetup): void {
    const name = incoming.request.call ?? incoming.session;
    // A device that has lost its epoch has lost what it was asked, and may be asked again.
    const before = this.calls.filter((side) => side.name === name && !side.isCaller && !lostReasons.includes(side.ended ?? ""));
    if (before.length > 0) this.world.fail("rings-once", `${this.name} is rung twice by ${name}`);
    this.calls.push(new CallSide(this, name, incoming, false));
  }
}

const lostReasons: readonly string[] = ["connection-lost", "state-lost"];

/** 128 bits that look as random as they have to, and are the same in every run. */
function tieBreak(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 32);
}
