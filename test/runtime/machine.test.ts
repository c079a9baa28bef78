import { manualClock, memoryTransports, Peer } from "@parley/runtime";
import type { Machine, Transition, WireProtocol } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { callProtocol } from "./call-protocol.js";
import { arrive, failure, signedIn } from "./peer-pair.js";

/** The calling protocol with other transitions ahead of those of one machine. */
function changed(name: string, transitions: readonly Transition[], more: Partial<Machine> = {}): { readonly protocol: WireProtocol } {
  const machine = callProtocol.machines[name];
  if (machine === undefined) throw new Error(`No machine ${name}.`);
  const machines = { ...callProtocol.machines, [name]: { ...machine, ...more, transitions: [...transitions, ...machine.transitions] } };
  return { protocol: { ...callProtocol, machines } };
}

/** A session of the terminal with the function, under another protocol. */
async function joined(options: { readonly protocol: WireProtocol }, fields: object = {}) {
  const made = await signedIn(options);
  made.function.answers["msetup"] = () => ({ answer: "yes" });
  const mine = made.terminal.peer.session("sessionInitiator", { session: "s1" });
  await mine.request("msetup", { to: "bob", ...fields });
  return { ...made, mine, theirs: made.function.peer.session("sessionResponder", { session: "s1" }) };
}

describe("what a machine refuses by itself", () => {
  const busy = changed(
    "sessionResponder",
    [{ from: ["answering"], on: "receive", message: "mupdate.request", effects: [{ refuse: "mupdate", problem: "glare" }] }],
    { outstanding: {} },
  );

  test("is the request that led to it, not another one that is open; and it is no trigger", async () => {
    const { terminal, theirs, function: server, clock } = await joined(busy);
    server.answers["mupdate"] = () => new Promise(() => {});
    for (const [index, id] of ["x", "y"].entries()) {
      const update = { kind: "request", method: "mupdate", id, seq: index + 2, session: "s1", description: "offer" };
      terminal.transport.send(JSON.stringify(update));
    }
    await arrive(clock);
    expect(server.sent.filter(({ method }) => method === "mupdate")).toMatchObject([{ id: "y", problemDetails: { title: "glare" } }]);
    expect(theirs.state).toBe("answering");
  });
});

describe("what a machine remembers", () => {
  const ranked = changed(
    "sessionResponder",
    [
      {
        from: ["established"],
        on: "receive",
        message: "mupdate.request",
        where: [{ pointer: "/rank", before: "rank" }],
        effects: [{ refuse: "mupdate", problem: "busy" }],
      },
      {
        from: ["established"],
        on: "receive",
        message: "mupdate.request",
        where: [{ pointer: "/rank", equals: "rank" }],
        effects: [{ refuse: "mupdate", problem: "glare" }],
      },
    ],
    { remember: { rank: "/rank" } },
  );

  test.each([
    ["lower", "a", "busy"],
    ["equal", "m", "glare"],
  ])("is compared with a later value: %s", async (_name, rank, problem) => {
    const { mine } = await joined(ranked, { rank: "m" });
    expect(await failure(mine.request("mupdate", { rank }))).toMatchObject({ problem });
  });

  test("is the first value, whatever comes later", async () => {
    const { mine } = await joined(ranked, { rank: "m" });
    await mine.request("mupdate", { rank: "z" });
    expect(await mine.request("mupdate", { rank: "p" })).toMatchObject({ success: true });
  });
});

describe("a decision", () => {
  test("is taken by sending the message that it stands for, once", async () => {
    const hangUp = changed("sessionInitiator", [
      {
        from: ["established"],
        on: "decide",
        name: "hangUp",
        to: "ending",
        effects: [{ send: "mdisc.request" }, { start: "request" }],
      },
    ]);
    const { mine, terminal } = await joined(hangUp);
    await mine.request("mdisc", { cause: { reason: "normal" } });
    expect(terminal.sent.filter(({ method }) => method === "mdisc")).toHaveLength(1);
    expect(mine.ended).toEqual({ reason: "normal" });
  });
});

describe("an event", () => {
  test("that ends nothing is told to the program", async () => {
    const noted = changed("sessionResponder", [
      { from: ["invited"], on: "send", message: "mprogress.notification", effects: [{ raise: "session.rang" }] },
    ]);
    const raised: string[] = [];
    const [left, right] = memoryTransports();
    const clock = manualClock();
    const handlers = { request: () => ({}), notification: () => {}, closed: () => {} };
    const terminal = new Peer({
      ...noted,
      role: "terminal",
      remoteRole: "signallingFunction",
      connection: "terminalConnection",
      transport: left,
      clock,
      handlers,
    });
    const server = new Peer({
      ...noted,
      role: "signallingFunction",
      remoteRole: "terminal",
      connection: "functionConnection",
      transport: right,
      clock,
      handlers: {
        ...handlers,
        request: (method) => (method === "msetup" ? new Promise(() => {}) : {}),
        raised: (event, session) => raised.push(`${event} ${session?.key["session"]}`),
      },
    });
    await terminal.request("auth", { token: "t" });
    terminal.request("msetup", { session: "s1", to: "bob" }).catch(() => {});
    await arrive(clock);
    server.notify("mprogress", { session: "s1", state: "ringing" });
    expect(raised).toEqual(["session.rang s1"]);
  });
});

describe("a request that the machine itself sent", () => {
  test("and that is never answered leaves the end to the machine's timer", async () => {
    const [left, right] = memoryTransports();
    const clock = manualClock();
    const ended: unknown[] = [];
    const server = new Peer({
      protocol: callProtocol,
      role: "signallingFunction",
      remoteRole: "terminal",
      connection: "functionConnection",
      transport: right,
      clock,
      handlers: { request: () => ({}), notification: () => {}, closed: () => {} },
    });
    // A terminal that answers the setup when it hears the cancel, says nothing to the cancel itself, and does as it is told to the end.
    const heard: string[] = [];
    left.open({
      message: (data) => {
        const { kind, method, id } = JSON.parse(String(data)) as { readonly [key: string]: string };
        if (kind !== "request") return;
        heard.push(`${method}`);
        const reply = (response: object) => left.send(JSON.stringify({ kind: "response", success: true, session: "s1", ...response }));
        if (method === "mcancel") reply({ method: "msetup", id: "1", seq: 1, answer: "yes" });
        if (method === "mdisc") reply({ method, id, seq: 2 });
      },
      closed: () => {},
    });
    left.send(JSON.stringify({ kind: "request", method: "auth", id: "1", token: "t" }));
    await arrive(clock);
    const ping = () => left.send(JSON.stringify({ kind: "request", method: "ping", id: `ping ${clock.now()}` }));
    const session = server.session("sessionInitiator", { session: "s1" });
    session.onEnded((cause) => ended.push(cause));
    const setup = failure(session.request("msetup", { to: "alice" }));
    for (let passed = 0; passed < 90_000; passed += 30_000) {
      await clock.advance(30_000);
      ping();
    }
    expect(await setup).toMatchObject({ name: "DeadlineError" });
    await clock.advance(9_999);
    expect([session.state, heard]).toEqual(["lostRace", ["msetup", "mcancel"]]);
    await clock.advance(1);
    expect([ended, heard]).toEqual([[{ reason: "no-answer" }], ["msetup", "mcancel", "mdisc"]]);
  });
});
