import { fastClock } from "./fast-clock.js";
import { functionServer } from "./function-server.js";
import type { Faults, Seen } from "./kill-proxy.js";
import { Party, pause } from "./party.js";

/** What two parties do while the network breaks under one of them. */
export interface Scenario {
  readonly name: string;
  /** Happens before anything is counted. */
  readonly before: (alice: Party, bob: Party) => Promise<unknown>;
  /** What is counted, message by message. */
  readonly during: (alice: Party, bob: Party) => Promise<unknown>;
  /** What the program may be told of it. */
  readonly outcomes: readonly string[];
  /** What both parties may have in the end. */
  readonly ends: readonly End[];
  /** What each party hears of the other in the call, in this order; nothing, when absent. */
  readonly heard?: readonly string[];
  /** How long a sign-in holds, in seconds; long, when absent. */
  readonly signInHolds?: number;
}

export type End = "established" | "ended";

/** How it went. */
export interface Played {
  /** The messages that passed the network that was to break. */
  readonly seen: readonly Seen[];
  readonly killed: number;
  /** Messages that were sent again though they had been taken, in both networks. */
  readonly repeated: number;
  /** Messages that the network brought twice though they were sent once. */
  readonly broughtTwice: number;
  /** The most answers to one request, on either side of the function. */
  readonly mostAnswers: number;
  /** What each party has heard of the other in the call. */
  readonly heard: { readonly alice: readonly string[]; readonly bob: readonly string[] };
  readonly outcome: string;
  readonly end: End;
  /** How often the one call rang. */
  readonly rings: number;
}

/** How much faster time goes. */
const speed = 5;

/** Ten times what anything takes here where the network is as it should be, or is back at once. */
const hangs = 10_000;

/** Plays a scenario through the network of `victim`, which does to it what it is told; the end is when both parties agree. @throws when they never do */
export async function play({ before, during, signInHolds = 3600 }: Scenario, victim: "alice" | "bob", faults: Faults = {}): Promise<Played> {
  const clock = fastClock(speed);
  const server = await functionServer(clock, signInHolds);
  const [alice, bob] = [new Party("alice", server, clock), new Party("bob", server, clock)];
  const { proxy } = victim === "alice" ? alice : bob;
  try {
    await within(hangs, "before", before(alice, bob));
    proxy.begin(faults);
    const outcome = await within(hangs, "during", during(alice, bob).then(() => "success", nameOf));
    // What ends something at the other side may still be on its way.
    await pause(20);
    const seen = [...proxy.seen];
    const end = await within(hangs, "end", agreement(alice, bob));
    if (server.faults.length > 0) throw new Error(server.faults.join("\n"));
    await within(hangs, "close", Promise.all([alice.client?.close(), bob.client?.close()]));
    return {
      seen,
      killed: proxy.killed,
      repeated: alice.proxy.repeated + bob.proxy.repeated,
      broughtTwice: proxy.broughtTwice,
      mostAnswers: Math.max(alice.proxy.mostAnswers, bob.proxy.mostAnswers),
      heard: { alice: alice.heard, bob: bob.heard },
      outcome,
      end,
      rings: Math.max(0, ...alice.rings.values(), ...bob.rings.values()),
    };
  } finally {
    await Promise.all([alice.proxy.stop(), bob.proxy.stop()]);
    await server.close();
  }
}

/** Waits until both have ended, or both say that it goes on, with the same descriptions, and can still reach one another. */
async function agreement(alice: Party, bob: Party): Promise<End> {
  for (;;) {
    const up = [alice, bob].filter(({ session, ended }) => session !== undefined && ended === undefined);
    if (up.length === 0) return "ended";
    if (up.length === 2 && alice.agreed === bob.agreed && (await reach(alice)) && (await reach(bob)) && alice.agreed === bob.agreed) return "established";
    await pause(10);
  }
}

/** An offer goes all the way to the other side, and its answer comes back. */
function reach(party: Party): Promise<boolean> {
  return party.update().then(() => true, () => false);
}

/** The problem that a call was refused with, or the kind of its error. */
function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return "problem" in error ? String(error.problem) : error.name;
}

async function within<Value>(ms: number, what: string, promise: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_never, fail) => (timer = setTimeout(() => fail(new Error(`"${what}" hangs`)), ms)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
