import { refuse } from "@parley/runtime";
import type { Endpoint } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { away, home, lose, methodsOf } from "./lasting-pair.js";
import type { Held, Message } from "./lasting-pair.js";
import { resumeProtocol } from "./resume-protocol.js";
import { failure } from "./peer-pair.js";

function opened(endpoint: Endpoint) {
  const opening = endpoint.open<object, "session">("sessionInitiator", "msetup", { to: "bob" });
  // A refusal is heard as the end of the session.
  void opening.established(() => {});
  return opening;
}

describe("a lost connection", () => {
  test("comes back, and everything goes on: the program of the server keeps its connection", async () => {
    const at = home();
    const { endpoint, states, reopened, closed } = await away(at);
    at.answers["msetup"] = () => ({ answer: "yes" });
    const session = opened(endpoint).session;
    await at.clock.advance(0);
    expect(session.state).toBe("established");
    lose(at);
    await at.clock.advance(0);
    expect([session.state, endpoint.connectionState]).toEqual(["established", "lost"]);
    session.notify("mcandidate", { candidate: "while lost" });
    expect(at.notifications).toEqual([]);
    await at.clock.advance(250);
    expect([states, at.heard]).toEqual([["lost", "resuming", "ready"], ["lost 1", "resumed 1 by 2"]]);
    expect(at.notifications).toMatchObject([{ candidate: "while lost", seq: 2 }]);
    expect([session.state, reopened, closed]).toEqual(["established", [], []]);
    expect([...at.server.connections].map(({ name }) => name)).toEqual(["1"]);
    expect(at.server.counters).toMatchObject({ lost: 1, resumed: 1 });
  });

  test("loses nothing and repeats nothing, whatever was on its way in either direction", async () => {
    const at = home();
    const { endpoint, sent } = await away(at);
    let held: Held | undefined;
    at.answers["msetup"] = (_message, from) => {
      held = from;
      return { answer: "yes" };
    };
    const session = opened(endpoint).session;
    await at.clock.advance(0);
    const heard: unknown[] = [];
    session.on<{ readonly candidate: string }>("mcandidate", ({ candidate }) => heard.push(candidate));
    for (let count = 0; count < 5; count += 1) {
      session.notify("mcandidate", { candidate: `a${count}` });
      held?.calls.notify("mcandidate", { ...session.key, candidate: `b${count}` });
    }
    // One of them arrives before the connection breaks.
    await Promise.resolve();
    lose(at);
    held?.calls.notify("mcandidate", { ...session.key, candidate: "b5" });
    await at.clock.advance(2_000);
    expect(at.notifications.map(({ candidate }) => candidate)).toEqual(["a0", "a1", "a2", "a3", "a4"]);
    expect(heard).toEqual(["b0", "b1", "b2", "b3", "b4", "b5"]);
    const resumed = sent.filter(({ method }) => method === "auth").at(-1);
    expect(resumed).toMatchObject({ resume: { sessions: [session.key] } });
  });

  test("is waited for as long as the epoch allows; then a new one is opened, and the sessions have ended", async () => {
    const at = home();
    const { endpoint, reopened } = await away(at);
    at.answers["msetup"] = () => ({ answer: "yes" });
    const session = opened(endpoint).session;
    const ends: string[] = [];
    session.onEnded(({ reason }) => ends.push(reason));
    await at.clock.advance(0);
    at.refuses = true;
    lose(at);
    await at.clock.advance(29_999);
    expect([ends, at.heard]).toEqual([[], ["lost 1"]]);
    await at.clock.advance(1);
    expect([ends, at.heard]).toEqual([["connection-lost"], ["lost 1", "closed 1 connection-lost"]]);
    expect(endpoint.connectionState).not.toBe("closed");
    expect(() => opened(endpoint)).toThrow(/connection-lost/);
    at.refuses = false;
    await at.clock.advance(15_000);
    expect(reopened).toEqual([expect.objectContaining({ subject: "acct:alice" })]);
    expect(endpoint.connectionState).toBe("ready");
    expect(opened(endpoint).session.state).toBe("settingUp");
  });

  test("is given up after the stated time", async () => {
    const at = home();
    const { endpoint, closed } = await away(at, { reconnect: { random: () => 0.5, within: 60_000 } });
    at.refuses = true;
    lose(at);
    await at.clock.advance(70_000);
    expect([closed, endpoint.connectionState]).toEqual([[{ reason: "connection-lost" }], "closed"]);
    await at.clock.advance(100_000);
    expect(at.clock.pending).toBe(0);
  });

  test("is the end where the program wants it so", async () => {
    const at = home();
    const { closed, states } = await away(at, { reconnect: false });
    lose(at);
    await at.clock.advance(0);
    expect([closed, states]).toEqual([[{ reason: "connection-lost", code: 1006 }], ["closed"]]);
  });

  test("that somebody else goes on with is not fought for", async () => {
    const at = home();
    const { closed } = await away(at);
    at.links[0]?.near.close(4409);
    await at.clock.advance(60_000);
    expect([closed, at.links.length]).toEqual([[{ reason: "replaced" }], 1]);
  });

  test("settles what was asked on the connection itself, and lets what is counted wait", async () => {
    const at = home();
    const { endpoint } = await away(at);
    at.answers["available"] = () => ({ done: true });
    const ping = failure(endpoint.request("ping", {}));
    lose(at);
    const available = endpoint.request("available", {}).catch((error: unknown) => error);
    expect(await ping).toMatchObject({ name: "ConnectionError", reason: "connection-lost" });
    await at.clock.advance(300);
    // It was sent before the loss was seen, and is answered after it.
    expect(await available).toMatchObject({ done: true });
    expect(await failure(Promise.resolve().then(() => (lose(at), at.clock.advance(0))).then(() => endpoint.request("ping", {})))).toBeInstanceOf(Error);
  });

  test("goes on with deadlines of requests", async () => {
    const at = home();
    const { endpoint } = await away(at);
    at.refuses = true;
    const call = failure(endpoint.request("available", {}, { deadline: 5_000 }));
    lose(at);
    await at.clock.advance(5_000);
    expect(await call).toMatchObject({ name: "DeadlineError" });
  });

  test("is ended at once by a client that closes, and by a server that does", async () => {
    const at = home();
    const one = await away(at);
    await one.endpoint.close();
    await at.clock.advance(0);
    expect(at.heard).toEqual(["closed 1 closed-by-peer"]);
    const other = await away(at);
    await at.server.close();
    await at.clock.advance(0);
    expect(other.closed).toMatchObject([{ reason: "shutdown" }]);
    expect(at.clock.pending).toBe(0);
  });

  test("that is closed while it is lost is closed", async () => {
    const at = home();
    const { endpoint, closed } = await away(at);
    at.refuses = true;
    lose(at);
    await at.clock.advance(1_000);
    await endpoint.close();
    expect(closed).toEqual([{ reason: "closed" }]);
    await at.clock.advance(60_000);
    expect([at.heard, at.clock.pending]).toEqual([["lost 1", "closed 1 connection-lost"], 0]);
  });

  test("is taken for lost by a peer that gives no sign of life, and comes back", async () => {
    const at = home();
    const { endpoint, states } = await away(at);
    const [link] = at.links;
    if (link === undefined) throw new Error("no link");
    // Nothing arrives any more, but nothing closes either.
    link.far.send = () => {};
    await at.clock.advance(25_000 + 10_000 + 500);
    expect([states, endpoint.state]).toEqual([["lost", "resuming", "ready"], "ready"]);
    expect(at.heard).toEqual(["lost 1", "resumed 1 by 2"]);
  });
});

describe("an epoch", () => {
  const handshake = { kind: "request", method: "auth", id: "x", token: "alice" };
  const resume = (at: ReturnType<typeof home>, fields: object): Message[] => {
    const answers: Message[] = [];
    at.connect(new URL("wss://home.example/"));
    const link = at.links.at(-1);
    link?.near.open({ message: (data) => answers.push(JSON.parse(String(data)) as Message), closed: () => {} });
    link?.near.send(JSON.stringify({ ...handshake, ...fields }));
    return answers;
  };
  const epochOf = (at: ReturnType<typeof home>) => at.sent.filter(({ method }) => method === "auth").at(-1)?.["epoch"] as { readonly id: string; readonly secret: string };

  test("is granted with a secret that is no other's", async () => {
    const at = home();
    await away(at);
    const first = epochOf(at);
    await away(at);
    expect(first).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{32}$/), secret: expect.stringMatching(/^[0-9a-f]{32}$/), window: 256, resumeWithin: 30 });
    expect(new Set([first.id, first.secret, epochOf(at).id, epochOf(at).secret]).size).toBe(4);
  });

  test("is given to nobody who has not its secret, or is somebody else, and is not touched by asking", async () => {
    const at = home();
    const { endpoint } = await away(at);
    const { id, secret } = epochOf(at);
    for (const [token, guess] of [["alice", `${secret.slice(0, -1)}z`], ["mallory", secret], ["alice", ""]] as const) {
      const answers = resume(at, { token, resume: { epoch: id, secret: guess, received: 0 } });
      await at.clock.advance(0);
      expect(answers).toMatchObject([{ success: true, resumed: false, epoch: { id: expect.not.stringContaining(id) } }]);
    }
    expect([at.heard, endpoint.connectionState]).toEqual([[], "ready"]);
  });

  test("goes to the later of two who resume it, with the secret that each knows; the old connection is read no more", async () => {
    const at = home();
    await away(at, { reconnect: { random: () => 1, first: 1e9, most: 1e9 } });
    const { id, secret } = epochOf(at);
    lose(at);
    const first = resume(at, { resume: { epoch: id, secret, received: 0 } });
    await at.clock.advance(0);
    // The answer was lost: the previous secret is still good.
    const second = resume(at, { resume: { epoch: id, secret, received: 0 } });
    await at.clock.advance(0);
    expect([first[0], second[0]]).toMatchObject([{ resumed: true, epoch: { id } }, { resumed: true, epoch: { id } }]);
    const [, beforeLast, last] = at.links;
    beforeLast?.near.send(JSON.stringify({ kind: "request", method: "available", id: "late", seq: 1 }));
    last?.near.send(JSON.stringify({ kind: "request", method: "available", id: "new", seq: 1 }));
    await at.clock.advance(0);
    expect(at.received.filter(({ method }) => method === "available").map(({ id: each }) => each)).toEqual(["new"]);
    // Now that the new one is known to have arrived, the previous secret is good no more.
    const third = resume(at, { resume: { epoch: id, secret, received: 0 } });
    await at.clock.advance(0);
    expect(third).toMatchObject([{ resumed: false }]);
    expect(at.heard).toEqual(["lost 1", "resumed 1 by 2", "lost 1", "resumed 1 by 3"]);
  });

  test("ends where the other end cannot stand where it says", async () => {
    const at = home();
    await away(at, { reconnect: { random: () => 1, first: 1e9, most: 1e9 } });
    const { id, secret } = epochOf(at);
    lose(at);
    const answers = resume(at, { resume: { epoch: id, secret, received: 7 } });
    await at.clock.advance(0);
    expect(answers).toMatchObject([{ success: false, problemDetails: { type: "https://problems.example/resume-mismatch" } }]);
    expect(at.heard).toEqual(["lost 1", "closed 1 resume-mismatch"]);
  });

  test("ends so, too, where its connection is still there: nobody has resumed it", async () => {
    const at = home();
    const { closed } = await away(at, { reconnect: false });
    const { id, secret } = epochOf(at);
    resume(at, { resume: { epoch: id, secret, received: 7 } });
    await at.clock.advance(0);
    expect(at.heard).toEqual(["closed 1 resume-mismatch"]);
    expect(closed).toMatchObject([{ reason: "resume-mismatch" }]);
  });

  test("ends at the client that is told of more than it has sent", async () => {
    const at = home();
    const { endpoint, reopened } = await away(at);
    at.answers["msetup"] = () => ({ answer: "yes" });
    const ends: string[] = [];
    opened(endpoint).session.onEnded(({ reason }) => ends.push(reason));
    await at.clock.advance(0);
    lose(at);
    // A server whose state is wrong.
    const accept = at.connect;
    let lies = 1;
    at.connect = (url) => {
      const near = accept(url);
      const open = near.open.bind(near);
      near.open = (listener) =>
        open({ ...listener, closed: listener.closed, message: (data) => listener.message((lies -= 1) === 0 ? String(data).replace(/"received":\d+/, '"received":99') : data) });
      return near;
    };
    await at.clock.advance(1_000);
    expect(ends).toEqual(["connection-lost"]);
    expect(at.heard).toEqual(["lost 1", "resumed 1 by 2", "closed 1 resume-mismatch"]);
    await at.clock.advance(2_000);
    expect([reopened.length, endpoint.connectionState]).toEqual([1, "ready"]);
  });

  test("ends those sessions that the other end has lost, and only those whose opening it has taken", async () => {
    const at = home();
    const { endpoint } = await away(at);
    at.answers["msetup"] = () => ({ answer: "yes" });
    const known = opened(endpoint).session;
    await at.clock.advance(1_000);
    lose(at);
    const unknown = opened(endpoint).session;
    const ends: string[] = [];
    known.onEnded(({ reason }) => ends.push(`known ${reason}`));
    unknown.onEnded(({ reason }) => ends.push(`unknown ${reason}`));
    // The server forgets what it held.
    const accept = at.connect;
    at.connect = (url) => {
      const near = accept(url);
      const open = near.open.bind(near);
      near.open = (listener) => open({ closed: listener.closed, message: (data) => listener.message(String(data).replace(/"sessions":\[[^\]]*\]/, '"sessions":[]')) });
      return near;
    };
    await at.clock.advance(1_000);
    expect(ends).toEqual(["known state-lost"]);
    expect(unknown.state).toBe("established");
  });

  test("refuses what is sent again of a session that was lost, and holds none of it against who sends it", async () => {
    const at = home();
    const { endpoint, closed } = await away(at);
    at.answers["msetup"] = () => ({ answer: "yes" });
    const session = opened(endpoint).session;
    await at.clock.advance(1_000);
    lose(at);
    const [held] = at.server.connections;
    for (let count = 0; count < 20; count += 1) held?.calls.notify("mcandidate", { session: session.key.session, candidate: "a" });
    // The server has another session than the client remembers.
    const accept = at.connect;
    at.connect = (url) => {
      const near = accept(url);
      const open = near.open.bind(near);
      near.open = (listener) => open({ closed: listener.closed, message: (data) => listener.message(String(data).replaceAll(session.key.session, "another")) });
      return near;
    };
    await at.clock.advance(2_000);
    expect(methodsOf(at.received).filter((name) => name === "refused.notification")).toHaveLength(20);
    expect([endpoint.connectionState, closed, at.heard]).toEqual(["ready", [], ["lost 1", "resumed 1 by 2"]]);
  });

  test("shrinks no limit: what was kept for the limits of before is taken", async () => {
    const at = home();
    const { endpoint, closed } = await away(at, { limits: { messageBytes: 60_000 }, renew: () => ({ token: "alice", limits: { messageBytes: 2_000 } }) });
    at.answers["msetup"] = () => ({ answer: "yes" });
    const session = opened(endpoint).session;
    await at.clock.advance(1_000);
    lose(at);
    const [held] = at.server.connections;
    held?.calls.notify("mcandidate", { session: session.key.session, candidate: "a".repeat(30_000) });
    const heard: unknown[] = [];
    session.on("mcandidate", (message) => heard.push(message));
    at.answers["auth"] = ({ token, limits }) => (JSON.stringify(limits).includes("60000") ? refuse("unauthenticated") : { subject: `acct:${String(token)}` });
    await at.clock.advance(3_000);
    expect([heard.length, endpoint.connectionState, closed]).toEqual([1, "ready", []]);
    expect(at.heard.at(-1)).toBe("resumed 1 by 3");
  });

  test("of one subject has room for so many that wait: the one that was lost first goes first; when all are connected, one more is refused", async () => {
    const at = home({ ...resumeProtocol, limits: { ...resumeProtocol.limits, epochsPerUser: 2 } });
    await away(at, { reconnect: false });
    lose(at);
    await at.clock.advance(1_000);
    await away(at, { reconnect: false });
    expect(at.heard).toEqual(["lost 1"]);
    await away(at, { reconnect: false });
    expect(at.heard).toEqual(["lost 1", "closed 1 connection-lost"]);
    expect(await failure(away(at, { reconnect: false }))).toMatchObject({ problem: "rate-limited" });
    await away(at, { token: "bob", reconnect: false });
  });
});

describe("signing in again", () => {
  test("changes nothing of the epoch, and refuses another subject", async () => {
    const at = home();
    const { endpoint } = await away(at);
    await endpoint.request("available", {});
    expect(await endpoint.request("auth", { token: "alice" })).not.toHaveProperty("epoch");
    expect(await failure(endpoint.request("auth", { token: "bob" }))).toMatchObject({ problem: "identity-changed" });
    for (let count = 0; count < 4; count += 1) await failure(endpoint.request("auth", { token: "bad" }));
    await endpoint.request("available", {});
    expect(at.received.filter(({ method, kind }) => method === "available" && kind === "request").map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test("is done at 80 hundredths of the time that was granted", async () => {
    const at = home();
    at.answers["auth"] = () => ({ subject: "acct:alice", expiresIn: 100, token: at.received.length });
    let asked = 0;
    const { endpoint } = await away(at, { renew: () => ({ token: `alice${(asked += 1)}` }) });
    const before = endpoint.granted;
    await at.clock.advance(79_999);
    expect(asked).toBe(0);
    await at.clock.advance(1);
    expect([asked, at.received.filter(({ method }) => method === "auth").at(-1)]).toMatchObject([1, { token: "alice1" }]);
    expect(endpoint.granted).not.toEqual(before);
    await at.clock.advance(80_000);
    expect(asked).toBe(2);
  });

  test("is tried again where it fails, as long as there is time", async () => {
    const at = home();
    at.answers["auth"] = () => ({ subject: "acct:alice", expiresIn: 100 });
    let asked = 0;
    const { faults } = await away(at, {
      renew: () => {
        asked += 1;
        if (asked < 3) throw new Error("No token.");
        return { token: "alice" };
      },
    });
    await at.clock.advance(100_000);
    expect([asked, faults.length]).toEqual([3, 2]);
  });

  test("gets another token where that of before is refused on the way back", async () => {
    const at = home();
    let good = "alice";
    at.answers["auth"] = ({ token }) => (token === good ? { subject: "acct:alice" } : refuse("unauthenticated"));
    const { endpoint } = await away(at, { renew: () => ({ token: good }) });
    good = "alice, later";
    lose(at);
    await at.clock.advance(1_000);
    expect([endpoint.connectionState, at.heard]).toEqual(["ready", ["lost 1", "closed 2 closed-by-peer", "resumed 1 by 3"]]);
  });

  test("that is refused twice is the end", async () => {
    const at = home();
    const { closed } = await away(at, { renew: () => ({ token: "bad" }) });
    at.answers["auth"] = () => refuse("unauthenticated");
    lose(at);
    await at.clock.advance(5_000);
    expect(closed).toMatchObject([{ reason: "unauthenticated" }]);
  });
});

describe("a state that lets only some requests pass", () => {
  const machines = resumeProtocol.machines;
  const functionConnection = machines["functionConnection"];
  if (functionConnection === undefined) throw new Error("no machine");
  const only = { ready: { requests: ["auth", "mdisc"], refuse: "unauthenticated" } };
  const strict = { ...resumeProtocol, machines: { ...machines, functionConnection: { ...functionConnection, only } } };

  test("refuses the others, those of sessions included, and sends none of them", async () => {
    const at = home(strict);
    const { endpoint } = await away(at);
    expect(await failure(endpoint.request("available", {}))).toMatchObject({ problem: "unauthenticated" });
    const { session } = opened(endpoint);
    const ends: string[] = [];
    session.onEnded(({ reason }) => ends.push(reason));
    await at.clock.advance(0);
    expect([ends, at.received.filter(({ method }) => method === "msetup").length]).toEqual([["unauthenticated"], 1]);
    await endpoint.request("auth", { token: "alice" });
    const [held] = at.server.connections;
    expect(await failure(held?.calls.request("ping", {}) ?? Promise.resolve())).toMatchObject({ name: "IllegalStateError" });
  });
});

describe("a timer that the success of the opening request grants", () => {
  const { machines, timers } = resumeProtocol;
  const functionConnection = machines["functionConnection"];
  if (functionConnection === undefined) throw new Error("no machine");
  const restart = { restart: "authentication" };
  const isSuccess = { pointer: "/success", const: true };
  const expiring = {
    ...resumeProtocol,
    timers: { ...timers, authentication: { granted: "/expiresIn" } },
    machines: {
      ...machines,
      functionConnection: {
        ...functionConnection,
        transitions: [
          { from: ["authenticating"], on: "send" as const, message: "auth.response", where: [isSuccess], to: "ready", effects: [{ stop: "auth" }, restart] },
          { from: ["ready"], on: "send" as const, message: "auth.response", where: [isSuccess], effects: [restart] },
          { from: ["lost"], on: "resumed" as const, name: "transport", to: "ready", effects: [{ stop: "resumeWithin" }, restart] },
          { from: ["ready"], on: "timer" as const, name: "authentication", to: "closed", effects: [{ raise: "connection.unauthenticated" }] },
          ...functionConnection.transitions,
        ],
      },
    },
  };

  test("has the length of the last one, after a renewal and after a resume", async () => {
    const at = home(expiring);
    const grants = [100, 10, 20];
    at.answers["auth"] = () => ({ subject: "acct:alice", expiresIn: grants.shift() });
    const { endpoint } = await away(at);
    await endpoint.request("auth", { token: "alice" });
    await at.clock.advance(5_000);
    lose(at);
    await at.clock.advance(1_000);
    expect(at.heard).toEqual(["lost 1", "resumed 1 by 2"]);
    await at.clock.advance(19_000);
    expect(at.heard).toHaveLength(2);
    await at.clock.advance(1_000);
    expect(at.heard).toEqual(["lost 1", "resumed 1 by 2", "closed 1 unauthenticated"]);
  });
});
