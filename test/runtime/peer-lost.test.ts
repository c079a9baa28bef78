import { describe, expect, test } from "vitest";
import { arrive, pair } from "./peer-pair.js";
import type { Pair } from "./peer-pair.js";

/** A call, step by step; each step is what one of the programs does. */
const steps: readonly (readonly [name: string, act: (pair: Pair) => void])[] = [
  ["nothing", () => {}],
  ["sign-in", ({ terminal }) => ask(terminal.peer.request("auth", { token: "t" }))],
  ["availability", ({ terminal }) => ask(terminal.peer.request("available", {}))],
  ["setup", ({ terminal }) => ask(terminal.peer.session("sessionInitiator", { session: "s1" }).request("msetup", { to: "bob" }))],
  ["candidates", ({ terminal }) => terminal.peer.notify("mcandidate", { session: "s1", candidate: "a" })],
  ["ringing", ({ function: server }) => server.peer.notify("mprogress", { session: "s1", state: "ringing" })],
  ["answer", ({ function: server }) => server.answers["decide"]?.({}, undefined as never)],
  ["update", ({ terminal }) => ask(terminal.peer.request("mupdate", { session: "s1", description: "offer" }))],
  ["disconnect", ({ function: server }) => ask(server.peer.request("mdisc", { session: "s1", cause: { reason: "normal" } }))],
];

const cuts = steps.flatMap(([name], at) =>
  (["terminal", "function"] as const).flatMap((side) => [
    { name, at, side, flying: false },
    { name, at, side, flying: true },
  ]),
);

describe("a peer that goes away", () => {
  test.each(cuts)("after the $name, the $side (messages still flying: $flying)", async ({ at, side, flying }) => {
    const made = pair();
    const { clock, terminal, function: server } = made;
    server.answers["msetup"] = (_message, call) => {
      server.answers["decide"] = () => void call.answer({ answer: "yes" });
      return undefined;
    };
    server.answers["mupdate"] = () => new Promise(() => {});
    const ends: string[] = [];
    for (const [, act] of steps.slice(0, at)) {
      act(made);
      await arrive(clock);
    }
    steps[at]?.[1](made);
    if (!flying) await arrive(clock);
    const sessions = [
      ...(at >= 3 ? [terminal.peer.session("sessionInitiator", { session: "s1" })] : []),
      ...server.sessions.slice(0, 1),
    ];
    for (const session of sessions) session.onEnded(({ reason }) => ends.push(reason));
    made[side].transport.close(1006, "");
    await arrive(clock);

    expect([terminal.peer.state, server.peer.state]).toEqual(["closed", "closed"]);
    expect([terminal.closed.length, server.closed.length]).toEqual([1, 1]);
    expect(ends).toHaveLength(sessions.length);
    expect([terminal.faults, server.faults]).toEqual([[], []]);
    expect(clock.pending).toBe(0);
  });
});

/** Whoever waits for it hears of the loss; here nobody does. */
function ask(call: Promise<unknown>): void {
  call.catch(() => {});
}
