import { describe, expect, test } from "vitest";
import { away, home, lose } from "./lasting-pair.js";
import type { Held, Home } from "./lasting-pair.js";

const cause = { reason: "shutdown" };

/** The other place is one that the program trusts. */
const trusting = { reconnect: { random: () => 0.5, hosts: ["other.example"] } };

/** The server's end of the connection with this name. */
function held({ server }: Home, name: string): Held {
  const found = [...server.connections].find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no connection "${name}".`);
  return found;
}

function established(at: Home, endpoint: Awaited<ReturnType<typeof away>>["endpoint"]) {
  at.answers["msetup"] = () => ({ answer: "yes" });
  return endpoint.open<object, "session">("sessionInitiator", "msetup", { to: "bob" }).session;
}

describe("goaway", () => {
  test("resume: the epoch goes on at the place that is named", async () => {
    const at = home();
    const { endpoint, states, reopened, closed } = await away(at, trusting);
    const session = established(at, endpoint);
    await at.clock.advance(0);
    held(at, "1").calls.notify("goaway", { action: "resume", deadline: 60, endpoints: ["wss://other.example/"], cause });
    await at.clock.advance(0);
    expect([endpoint.connectionState, session.state]).toEqual(["draining", "established"]);
    await at.clock.advance(1_000);
    expect(at.links.map(({ url }) => url)).toEqual(["wss://home.example/", "wss://other.example/"]);
    expect([states, session.state, reopened, closed]).toEqual([["draining", "resuming", "ready"], "established", [], []]);
    expect(at.heard).toEqual(["lost 1", "resumed 1 by 2"]);
    // It comes back there from now on.
    lose(at);
    await at.clock.advance(1_000);
    expect([at.links.at(-1)?.url, session.state]).toEqual(["wss://other.example/", "established"]);
  });

  test.each([
    ["a host that is not listed", "wss://thief.example/"],
    ["the same host by another port", "wss://home.example:8443/"],
    ["a host that is listed, in clear", "ws://other.example/"],
    ["this machine, which nobody listed", "ws://localhost:9000/"],
    ["what is no URL", "wss://["],
  ])("no token goes to %s", async (_what, endpoint) => {
    const at = home();
    const { faults } = await away(at, trusting);
    held(at, "1").calls.notify("goaway", { action: "resume", deadline: 60, endpoints: [endpoint], cause });
    await at.clock.advance(2_000);
    held(at, "1").calls.notify("goaway", { action: "reconnect", deadline: 60, endpoints: [endpoint], cause });
    await at.clock.advance(2_000);
    expect(new Set(at.links.map(({ url }) => url))).toEqual(new Set(["wss://home.example/"]));
    expect(faults).toMatchObject([{ reason: "untrusted-address" }, { reason: "untrusted-address" }]);
  });

  test("of several places, the first one that is trusted is gone to", async () => {
    const at = home();
    await away(at, trusting);
    const endpoints = ["wss://thief.example/", "wss://OTHER.example/v2", "wss://home.example/v2"];
    held(at, "1").calls.notify("goaway", { action: "resume", deadline: 60, endpoints, cause });
    await at.clock.advance(2_000);
    expect(at.links.map(({ url }) => url)).toEqual(["wss://home.example/", "wss://other.example/v2"]);
  });

  test("resume: goes on trying where the other place does not answer, and is not over when the connection closes", async () => {
    const at = home();
    const { endpoint, closed } = await away(at);
    const session = established(at, endpoint);
    await at.clock.advance(0);
    held(at, "1").calls.notify("goaway", { action: "resume", deadline: 10, cause });
    at.refuses = true;
    await at.clock.advance(2_000);
    lose(at);
    await at.clock.advance(1_000);
    at.refuses = false;
    await at.clock.advance(10_000);
    expect([endpoint.connectionState, session.state, closed]).toEqual(["ready", "established", []]);
  });

  test("reconnect: what is new begins there, what is there lasts here until it is done", async () => {
    const at = home();
    const { endpoint, reopened, closed } = await away(at, trusting);
    const session = established(at, endpoint);
    await at.clock.advance(0);
    held(at, "1").calls.notify("goaway", { action: "reconnect", deadline: 60, endpoints: ["wss://other.example/"], cause });
    await at.clock.advance(0);
    expect([reopened.length, endpoint.connectionState, session.state]).toEqual([1, "ready", "established"]);
    const later = established(at, endpoint);
    await at.clock.advance(0);
    expect([at.server.connections.size, later.state]).toEqual([2, "established"]);
    await session.request("mdisc", { cause: { reason: "normal" } });
    await at.clock.advance(0);
    expect(at.heard).toEqual(["closed 1 shutdown"]);
    expect([later.state, endpoint.connectionState, closed]).toEqual(["established", "ready", []]);
  });

  test("reconnect: a session that lasts here is resumed here", async () => {
    const at = home();
    const { endpoint, reopened } = await away(at, trusting);
    const session = established(at, endpoint);
    await at.clock.advance(0);
    held(at, "1").calls.notify("goaway", { action: "reconnect", deadline: 60, endpoints: ["wss://other.example/"], cause });
    await at.clock.advance(0);
    at.links[0]?.near.close(1006);
    await at.clock.advance(1_000);
    expect([session.state, endpoint.connectionState, reopened.length]).toEqual(["established", "ready", 1]);
    expect(at.heard).toEqual(["lost 1", "resumed 1 by 3"]);
    expect(at.links.map(({ url }) => url)).toEqual(["wss://home.example/", "wss://other.example/", "wss://home.example/"]);
  });

  test("reconnect: what is not done at the deadline ends", async () => {
    const at = home();
    const { endpoint, closed } = await away(at);
    const session = established(at, endpoint);
    const ends: string[] = [];
    session.onEnded(({ reason }) => ends.push(reason));
    await at.clock.advance(0);
    held(at, "1").calls.notify("goaway", { action: "reconnect", deadline: 20, endpoints: ["wss://other.example/"], cause });
    await at.clock.advance(20_000);
    expect([ends, endpoint.connectionState, closed]).toEqual([["connection-lost"], "ready", []]);
  });

  test("stop: it is over when nothing is left", async () => {
    const at = home();
    const { endpoint, closed, states } = await away(at);
    const session = established(at, endpoint);
    await at.clock.advance(0);
    held(at, "1").calls.notify("goaway", { action: "stop", deadline: 60, cause });
    await at.clock.advance(5_000);
    expect([states, closed]).toEqual([["draining"], []]);
    await session.request("mdisc", { cause: { reason: "normal" } });
    await at.clock.advance(0);
    expect([closed, endpoint.connectionState, at.heard]).toEqual([[{ reason: "shutdown", code: 1000 }], "closed", ["closed 1 shutdown"]]);
    await at.clock.advance(100_000);
    expect([at.links.length, at.clock.pending]).toEqual([1, 0]);
  });

  test("stop: with a time to come back after, it does, with a new epoch", async () => {
    const at = home();
    const { endpoint, closed, reopened } = await away(at);
    held(at, "1").calls.notify("goaway", { action: "stop", deadline: 0, retryAfter: 30, cause });
    await at.clock.advance(29_000);
    expect([at.links.length, endpoint.connectionState, closed]).toEqual([1, "lost", []]);
    await at.clock.advance(1_000);
    expect([at.links.length, endpoint.connectionState, reopened.length]).toEqual([2, "ready", 1]);
  });

  test("stop after resume: nobody goes on", async () => {
    const at = home();
    const { closed } = await away(at);
    const { calls } = held(at, "1");
    calls.notify("goaway", { action: "resume", deadline: 60, retryAfter: 10, cause });
    await at.clock.advance(1_000);
    calls.notify("goaway", { action: "stop", deadline: 60, cause });
    await at.clock.advance(60_000);
    expect([closed, at.links.length]).toEqual([[{ reason: "shutdown", code: 1000 }], 1]);
  });

  test("that nobody follows leaves the connection to be resumed, or closes it, at the deadline", async () => {
    const at = home();
    const { endpoint, states } = await away(at, { reconnect: { random: () => 0.5 } });
    at.refuses = true;
    held(at, "1").calls.notify("goaway", { action: "reconnect", deadline: 10, cause });
    await at.clock.advance(20_000);
    at.refuses = false;
    await at.clock.advance(20_000);
    expect([states.at(-1), endpoint.connectionState, at.heard]).toEqual(["ready", "ready", ["closed 1 shutdown"]]);
  });

  test("resume: at the deadline the sender closes, and the epoch goes on", async () => {
    const at = home();
    const { endpoint, closed } = await away(at);
    const session = established(at, endpoint);
    await at.clock.advance(0);
    held(at, "1").calls.notify("goaway", { action: "resume", deadline: 10, cause });
    at.refuses = true;
    await at.clock.advance(10_000);
    expect([held(at, "1").calls.state, at.heard]).toEqual(["lost", ["lost 1"]]);
    at.refuses = false;
    await at.clock.advance(20_000);
    expect([endpoint.connectionState, session.state, closed]).toEqual(["ready", "established", []]);
  });

  test("the newer one holds, with its deadline", async () => {
    const at = home();
    const { endpoint } = await away(at);
    const session = established(at, endpoint);
    const ends: string[] = [];
    session.onEnded(({ reason }) => ends.push(reason));
    await at.clock.advance(0);
    const { calls } = held(at, "1");
    calls.notify("goaway", { action: "stop", deadline: 10, cause });
    await at.clock.advance(9_000);
    calls.notify("goaway", { action: "stop", deadline: 30, cause });
    await at.clock.advance(29_000);
    expect([ends, at.heard]).toEqual([[], []]);
    await at.clock.advance(1_000);
    expect([ends, at.heard]).toEqual([["connection-lost"], ["closed 1 shutdown"]]);
  });

  test("stop: what is asked is answered first", async () => {
    const at = home();
    const { endpoint, closed } = await away(at);
    let answer = (_fields: object) => {};
    at.answers["available"] = () => new Promise<object>((resolve) => (answer = resolve));
    const asked = endpoint.request("available", {});
    await at.clock.advance(0);
    held(at, "1").calls.notify("goaway", { action: "stop", deadline: 60, cause });
    await at.clock.advance(5_000);
    expect(closed).toEqual([]);
    answer({ contact: "here" });
    await at.clock.advance(0);
    expect([await asked, closed]).toMatchObject([{ contact: "here" }, [{ reason: "shutdown" }]]);
  });

  test("reconnect: who is sent away again and again waits longer each time", async () => {
    const at = home();
    const { endpoint } = await away(at);
    // A function that drains, and that nobody else stands in for: everybody who comes is sent away.
    const accept = at.server.accept.bind(at.server);
    at.server.accept = (transport, name) => {
      const connection = accept(transport, name);
      at.clock.after(1, () => connection.calls.notify("goaway", { action: "reconnect", deadline: 600, cause }));
      return connection;
    };
    held(at, "1").calls.notify("goaway", { action: "reconnect", deadline: 600, cause });
    await at.clock.advance(20_000);
    expect(at.links.length).toBeGreaterThan(4);
    expect(at.links.length).toBeLessThan(10);
    expect(endpoint.connectionState).not.toBe("closed");
  });

  test("a server that closes says goodbye, and lets finish what it is given time for", async () => {
    const at = home();
    const { endpoint, closed } = await away(at);
    const idle = await away(at);
    const session = established(at, endpoint);
    await at.clock.advance(0);
    let isGone = false;
    void at.server.close({ deadline: 60, retryAfter: 600 }).then(() => (isGone = true));
    await at.clock.advance(5_000);
    expect([closed, isGone, idle.endpoint.connectionState, session.state]).toEqual([[], false, "lost", "established"]);
    await session.request("mdisc", { cause: { reason: "normal" } });
    await at.clock.advance(10);
    expect([isGone, endpoint.connectionState, at.heard]).toEqual([true, "lost", ["closed 2 shutdown", "closed 1 closed"]]);
  });

  test("a server that closes without time says goodbye, and closes at once", async () => {
    const at = home();
    const { closed } = await away(at);
    await at.server.close();
    await at.clock.advance(0);
    expect([closed, at.sent.at(-1)]).toMatchObject([[{ reason: "shutdown" }], { method: "goaway", action: "stop", deadline: 0 }]);
  });

  test("of a kind that is not known stops; nobody waits for a connection that was given up", async () => {
    const at = home();
    const { closed } = await away(at);
    held(at, "1").calls.notify("goaway", { action: "dance", deadline: 30, cause });
    await at.clock.advance(0);
    expect(closed).toMatchObject([{ reason: "shutdown" }]);
  });
});
