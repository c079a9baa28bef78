import type { Clock } from "@parley/runtime";
import { connectWs } from "@parley/runtime/ws";
import { connectSignalling } from "@parley/signalling";
import type { IncomingSession, OutgoingSession, SignallingClient } from "@parley/signalling";
import { answer, candidate, numberOf, offer } from "../races/media.js";
import { addressOf } from "./function-server.js";
import type { FunctionServer } from "./function-server.js";
import { KillProxy } from "./kill-proxy.js";

/** A terminal behind a network that breaks: it accepts every call and every update, and remembers what it has been told. */
export class Party {
  readonly name: string;
  readonly server: FunctionServer;
  readonly proxy: KillProxy;
  readonly #clock: Clock;
  client: SignallingClient | undefined;
  session: OutgoingSession | IncomingSession | undefined;
  /** Why its session is over. */
  ended: string | undefined;
  /** How often it was asked about each call, by the name of the call. */
  readonly rings = new Map<string, number>();
  /** The descriptions in force: both parties must believe the same. */
  agreed = "";
  /** The candidates and messages of the other side, as they came. */
  readonly heard: string[] = [];
  #updates = 0;

  constructor(name: string, server: FunctionServer, clock: Clock) {
    this.name = name;
    this.server = server;
    this.proxy = new KillProxy(server.url);
    this.#clock = clock;
  }

  /** Signs in; where the network breaks before it has been granted anything, again. */
  async signIn(): Promise<void> {
    await this.proxy.listening();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#connect();
      } catch (error) {
        if (attempt === 3) throw error;
      }
    }
  }

  async call(other: Party): Promise<void> {
    const { client } = this;
    if (client === undefined) throw new Error(`${this.name} is not signed in`);
    const ufrag = `${this.name}/offer`;
    const setup = client.setup({ to: addressOf(other.name), call: "the call", description: offer(ufrag) });
    setup.onEnded(({ reason }) => (this.ended = reason));
    const session = await setup;
    this.agreed = `${ufrag} ${session.answer.description?.ufrag}`;
    this.#take(session);
  }

  /** Offers a new description. */
  async update(): Promise<void> {
    this.#updates += 1;
    const ufrag = `${this.name}/${this.#updates}`;
    const success = await this.session?.update({ description: offer(ufrag) });
    this.agreed = `${ufrag} ${success?.description?.ufrag}`;
  }

  /** Sends so many candidates and messages by turns, without waiting in between. @throws when a message is not taken */
  async talk(most: number): Promise<void> {
    const { session } = this;
    if (session === undefined) throw new Error(`${this.name} is not in a call`);
    const taken: Promise<void>[] = [];
    for (let number = 1; number <= most; number += 1) {
      session.candidate({ ufrag: `${this.name}/talk`, candidates: [candidate(number)] });
      taken.push(session.message({ type: "urn:example:count", value: { number } }));
    }
    await Promise.all(taken);
  }

  /** Its sign-in has been renewed, by itself or with its connection. */
  async renewed(): Promise<void> {
    const before = this.server.signIns(this.name);
    while (this.server.signIns(this.name) === before || this.client?.state !== "ready") await pause(10);
  }

  async #connect(): Promise<void> {
    const client = await connectSignalling(this.proxy.url, {
      token: this.name,
      transport: connectWs,
      clock: this.#clock,
      reconnect: { first: 10, most: 40 },
      renew: () => ({ token: this.name }),
    });
    this.client = client;
    client.onSetup(async (incoming) => {
      const call = incoming.request.call ?? "?";
      this.rings.set(call, (this.rings.get(call) ?? 0) + 1);
      incoming.onEnded(({ reason }) => (this.ended = reason));
      incoming.progress({ state: "ringing" });
      const ufrag = `${this.name}/answer`;
      const session = await incoming.accept({ description: answer(ufrag) });
      this.agreed = `${incoming.description?.ufrag} ${ufrag}`;
      this.#take(session);
    });
    const available = () => client.available({ device: `device-${this.name}`, addresses: client.granted.addresses });
    client.onReconnected(() => void available().catch(() => undefined));
    await available();
  }

  #take(session: OutgoingSession | IncomingSession): void {
    this.session = session;
    session.onCandidate(({ candidates }) => void this.heard.push(...candidates.map((each) => `candidate ${numberOf(each.candidate)}`)));
    session.onMessage(({ value }) => {
      this.heard.push(`message ${String(value["number"])}`);
      return {};
    });
    session.onUpdate(({ description }) => {
      if (description === undefined) return {};
      this.#updates += 1;
      const ufrag = `${this.name}/${this.#updates}`;
      this.agreed = `${description.ufrag} ${ufrag}`;
      return { description: answer(ufrag) };
    });
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((later) => setTimeout(later, ms));
}
