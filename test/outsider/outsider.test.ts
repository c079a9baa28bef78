// A client that was written from the text alone, against the reference server: two strangers must get along. What is asserted is what the
// text promises.
import { startReferenceServer } from "@parley/reference-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
// @ts-expect-error: plain JavaScript, without types.
import { Problem, Terminal } from "./client.mjs";

/* oxlint-disable typescript/no-explicit-any */
type Anything = any;

let server: Awaited<ReturnType<typeof startReferenceServer>>;
let terminals: Anything[];

beforeEach(async () => {
  server = await startReferenceServer({ users: ["alice", "bob"] });
  terminals = [];
});

afterEach(async () => {
  for (const terminal of terminals) terminal.leave();
  await server.close();
});

const user = (name: string) => server.users.find((it) => it.name === name)!;

function terminal(name: string, options: object = {}): Anything {
  const made = new Terminal(server.signallingUrl, { token: user(name).token, reconnect: false, ...options });
  made.heard = [];
  made.on("message", (message: Anything) => made.heard.push(message));
  terminals.push(made);
  return made;
}

async function online(name: string, options: object = {}): Promise<Anything> {
  const made = terminal(name, options);
  await made.signIn();
  await made.available();
  return made;
}

const emitted = (from: Anything, name: string) => new Promise<Anything>((resolve) => from.once(name, resolve));
const heard = (from: Anything, method: string, kind = "notification") => from.heard.filter((it: Anything) => it.method === method && it.kind === kind);
const problemOf = (promise: Promise<unknown>) => promise.then(() => "none", (problem) => problem.problem);

async function until(holds: () => unknown): Promise<void> {
  const end = Date.now() + 5_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function description(type: "offer" | "answer" | "provisional", ufrag: string, direction = "sendrecv") {
  const sdp =
    `v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:${ufrag}\r\n` +
    `a=ice-pwd:asd88fgpdd777uzjYhagZg2v\r\na=setup:actpass\r\na=mid:0\r\na=${direction}\r\na=rtpmap:111 opus/48000/2\r\n`;
  return { type, sdp, media: [{ mid: "0", kind: "audio", direction }], ufrag };
}

const candidate = (port: number) => ({ candidate: `candidate:1 1 udp 2122260223 192.0.2.14 ${port} typ host`, mid: "0", index: 0 });

async function talking(options: object = {}) {
  const alice = await online("alice");
  const bob = await online("bob");
  const rings = emitted(bob, "call");
  const caller = alice.call(user("bob").address, { description: description("offer", "aaaa"), ...options });
  const called = await rings;
  called.answer(description("answer", "bbbb"));
  await caller.answered;
  return { alice, bob, caller, called };
}

describe("signing in", () => {
  test("before it everything else is refused, and three wrong tokens end the connection", async () => {
    const mallory = terminal("alice", { token: "guess-1" });
    const closed = emitted(mallory, "closed");
    expect(await problemOf(mallory.signIn())).toBe("unauthenticated");
    expect(await problemOf(mallory.request("ping"))).toBe("unauthenticated");
    expect(await problemOf(mallory.signIn("guess-2"))).toBe("unauthenticated");
    expect(await problemOf(mallory.signIn("guess-3"))).toBe("unauthenticated");
    expect(await closed).toBe(4401);
    expect(heard(mallory, "goaway")).toMatchObject([{ action: "stop", deadline: 0, cause: { reason: "unauthenticated" } }]);
  });

  test("another token may be shown on the same connection; the success opens an epoch", async () => {
    const alice = terminal("alice", { token: "guess" });
    expect(await problemOf(alice.signIn())).toBe("unauthenticated");
    const granted = await alice.signIn(user("alice").token);
    expect(granted).toMatchObject({ subject: user("alice").address, resumed: false, epoch: { window: 256, windowBytes: 1_048_576, resumeWithin: 30 } });
    expect(granted.addresses).toContain(user("alice").address);
    expect(granted).not.toHaveProperty("ack");
    const reachable = await alice.available();
    expect(reachable).toMatchObject({ seq: 1, addresses: [user("alice").address] });
    expect(reachable.contact).not.toContain(alice.options.device);
  });

  test("a later auth renews it and changes nothing else", async () => {
    const { alice, caller, called } = await talking();
    const before = alice.epoch;
    const renewed = await alice.renew();
    expect(renewed).not.toHaveProperty("epoch");
    expect(renewed).not.toHaveProperty("resumed");
    expect(renewed).toMatchObject({ subject: user("alice").address, timers: { answer: 90, heartbeat: 25 } });
    expect(await problemOf(alice.renew(user("bob").token))).toBe("identity-changed");
    expect(await problemOf(alice.renew("guess"))).toBe("unauthenticated");
    expect(await problemOf(alice.request("auth", { token: user("alice").token, resume: { epoch: before.id, secret: before.secret, received: 0 } }))).toBe("illegal-state");
    called.onmessage = () => {};
    await caller.message("urn:example:still", { here: true });
    expect(alice.epoch).toBe(before);
  });

  test("ping is answered at once, and says the last round trip", async () => {
    const alice = await online("alice");
    expect(await alice.ping()).toBeGreaterThanOrEqual(0);
    await alice.ping();
    expect(heard(alice, "ping", "response")).toHaveLength(2);
  });
});

describe("a call", () => {
  test("rings, trickles, is answered, changed, and hung up", async () => {
    const alice = await online("alice");
    const bob = await online("bob");
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa"), expires: 1800 });
    const candidates = [candidate(1), candidate(2)];
    caller.candidates("aaaa", candidates, true);
    const called = await rings;
    expect(called).toMatchObject({ from: { uri: user("alice").address }, to: user("bob").address, offer: description("offer", "aaaa") });
    expect(called.id).not.toBe(caller.id);
    await until(() => heard(bob, "mcandidate").length === 1);
    expect(heard(bob, "mcandidate")).toMatchObject([{ session: called.id, ufrag: "aaaa", candidates, endOfCandidates: true }]);
    const progress = emitted(caller, "progress");
    called.progress("ringing");
    expect(await progress).toMatchObject({ state: "ringing", leg: expect.any(String) });
    called.candidates("bbbb", [candidate(3)], true); // before the description that they belong to
    const early = emitted(caller, "candidates");
    called.answer(description("answer", "bbbb"));
    expect(await caller.answered).toMatchObject({ description: description("answer", "bbbb"), expires: 1800 });
    expect(await early).toMatchObject({ ufrag: "bbbb", candidates: [candidate(3)] });

    const seen: Anything[] = [];
    called.onupdate = (change: Anything) => (seen.push(change), change.description && description("answer", "bbbb", "recvonly"));
    const held = await caller.update({ description: description("offer", "aaaa", "sendonly") });
    expect(held.description.media[0].direction).toBe("recvonly");
    expect(await caller.update({ media: [{ mid: "0", muted: true }] })).not.toHaveProperty("description");
    await caller.update(); // a refresh is answered by the hop
    expect(seen).toEqual([{ description: description("offer", "aaaa", "sendonly") }, { media: [{ mid: "0", muted: true }] }]);
    caller.onupdate = () => Promise.reject(new Problem("media-incompatible"));
    expect(await problemOf(called.update({ description: description("offer", "bbbb") }))).toBe("media-incompatible");

    const said: Anything[] = [];
    called.onmessage = (type: string, value: object) => said.push([type, value]);
    await Promise.all([caller.message("urn:example:a", { n: 1 }), caller.message("urn:example:a", { n: 2 })]);
    expect(said).toEqual([["urn:example:a", { n: 1 }], ["urn:example:a", { n: 2 }]]);
    expect(await problemOf(called.message("urn:example:a", {}))).toBe("unsupported-media-type");

    const reasons = Promise.all([caller.ended, called.ended]);
    caller.hangUp();
    expect(await reasons).toEqual(["normal", "normal"]);
    expect(await problemOf(alice.request("mupdate", { session: caller.id }))).toBe("session-ended");
    expect(await problemOf(alice.request("msetup", { session: caller.id, to: user("bob").address, description: description("offer", "aaaa") }))).toBe("session-exists");
  });

  test("early media: provisional descriptions, and one that counts as the answer", async () => {
    const [alice, bob] = [await online("alice"), await online("bob")];
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    const called = await rings;
    called.progress("early-media", { description: description("provisional", "bbbb", "sendonly"), media: [{ mid: "0", muted: false }] });
    expect(await emitted(caller, "progress")).toMatchObject({ state: "early-media", description: { type: "provisional" } });
    called.answer();
    await caller.answered;
    expect(caller.state).toBe("established");
    called.onupdate = () => description("answer", "bbbb");
    expect(await caller.update({ description: description("offer", "aaaa") })).toMatchObject({ description: { type: "answer" } });
  });

  test("the answer comes early, and an update before the final response", async () => {
    const [alice, bob] = [await online("alice"), await online("bob")];
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    const called = await rings;
    called.progress("early-media", { description: description("answer", "bbbb") });
    const { leg } = await emitted(caller, "progress");
    called.onupdate = () => description("answer", "bbbb", "recvonly");
    expect(await problemOf(alice.request("mupdate", { session: caller.id, leg }))).toBe("not-established");
    expect(await problemOf(alice.request("mdisc", { session: caller.id, cause: { reason: "normal" } }))).toBe("not-established");
    expect(await caller.update({ leg, description: description("offer", "aaaa", "sendonly") })).toMatchObject({ leg, description: { type: "answer" } });
    called.answer();
    const answered = await caller.answered;
    expect(answered.leg).toBe(leg);
    expect(caller.state).toBe("established");
  });

  test("is declined, or nobody is there", async () => {
    const [alice, bob] = [await online("alice"), await online("bob")];
    bob.on("call", (session: Anything) => session.refuse("declined", { scope: "everywhere" }));
    const problem = await alice.call(user("bob").address, { description: description("offer", "aaaa") }).answered.catch((it: Anything) => it);
    expect(problem.details).toMatchObject({ title: "Declined", status: 403, scope: "everywhere" });
    await bob.unavailable();
    expect(await problemOf(alice.call(user("bob").address, { description: description("offer", "aaaa") }).answered)).toBe("unreachable");
    expect(await problemOf(alice.call("foo:bar", { description: description("offer", "aaaa") }).answered)).toBe("address-unsupported");
    const crypto = { ...description("offer", "aaaa"), sdp: `${description("offer", "aaaa").sdp}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\r\n` };
    expect(await problemOf(alice.call(user("bob").address, { description: crypto }).answered)).toBe("insecure-media");
    const other = { ...description("offer", "aaaa"), media: [{ mid: "1", kind: "audio", direction: "sendrecv" }] };
    expect(await problemOf(alice.call(user("bob").address, { description: other }).answered)).toBe("description-mismatch");
  });
});

describe("a call without an offer", () => {
  test("is confirmed after the answer has offered", async () => {
    const alice = await online("alice");
    const bob = await online("bob", { capabilities: { offerless: true } });
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address);
    const called = await rings;
    expect(called.offer).toBeUndefined();
    called.answer(description("offer", "bbbb"));
    expect(await caller.answered).toMatchObject({ description: description("offer", "bbbb") });
    expect(await problemOf(alice.request("mupdate", { session: caller.id }))).toBe("illegal-state");
    const confirmed: Anything[] = [];
    called.onconfirm = (answer: object) => confirmed.push(answer);
    await caller.confirm(description("answer", "aaaa"));
    expect(confirmed).toEqual([description("answer", "aaaa")]);
    expect([caller.state, called.state]).toEqual(["established", "established"]);
    const over = called.ended;
    caller.hangUp();
    await over;
  });

  test("is confirmed early, on the branch that has offered", async () => {
    const alice = await online("alice");
    const bob = await online("bob", { capabilities: { offerless: true } });
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address);
    const called = await rings;
    called.progress("early-media", { description: description("offer", "bbbb") });
    const { leg } = await emitted(caller, "progress");
    let first = true;
    called.onconfirm = () => {
      if (first) throw ((first = false), new Problem("media-incompatible"));
    };
    expect(await problemOf(caller.confirm(description("answer", "aaaa"), leg))).toBe("media-incompatible");
    await caller.confirm(description("answer", "aaaa"), leg); // once more
    called.answer();
    expect(await caller.answered).not.toHaveProperty("description");
    expect(caller.state).toBe("established");
  });

  test("is ended where the answer is of no use", async () => {
    const alice = await online("alice");
    const bob = await online("bob", { capabilities: { offerless: true } });
    bob.on("call", (session: Anything) => {
      session.onconfirm = () => Promise.reject(new Problem("media-incompatible"));
      session.answer(description("offer", "bbbb"));
    });
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address);
    const called = await rings;
    await caller.answered;
    expect(await problemOf(caller.confirm(description("answer", "aaaa")))).toBe("media-incompatible");
    expect(await called.ended).toBe("media-failed");
  });
});

describe("giving up", () => {
  test("while it rings", async () => {
    const [alice, bob] = [await online("alice"), await online("bob")];
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    const called = await rings;
    expect(await caller.cancel()).toBeUndefined();
    expect(await problemOf(caller.answered)).toBe("cancelled");
    expect(await called.ended).toBe("cancelled");
    const order = alice.heard.filter((it: Anything) => it.session === caller.id && it.kind === "response").map((it: Anything) => it.method);
    expect(order).toEqual(["mcancel", "msetup"]);
  });

  test("when the answer was sent already: already-answered, and mdisc", async () => {
    const [alice, bob] = [await online("alice"), await online("bob")];
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    const called = await rings;
    alice.socket.pause();
    called.answer(description("answer", "bbbb"));
    await bob.ping(); // the function has read the answer
    const refused = caller.cancel();
    alice.socket.resume();
    expect((await refused).problem).toBe("already-answered");
    expect(await problemOf(caller.answered)).toBe("cancelled");
    expect(await called.ended).toBe("cancelled");
  });

  test("when the answer is under way: the function ends the answered branch", async () => {
    const [alice, bob] = [await online("alice"), await online("bob")];
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    const called = await rings;
    bob.socket.pause();
    expect(await caller.cancel()).toBeUndefined();
    expect(await problemOf(caller.answered)).toBe("cancelled");
    called.answer(description("answer", "bbbb"));
    bob.socket.resume();
    await called.ended;
    expect(heard(bob, "mcancel", "request")).toHaveLength(1);
    expect(heard(bob, "mdisc", "request")).toHaveLength(1);
  });
});

describe("both at once", () => {
  test.each(["alice", "bob"])("update: the initiator's offer holds, the responder tries again; that of %s was sent first", async (first) => {
    const { alice, bob, caller, called } = await talking();
    caller.onupdate = () => description("answer", "aaaa");
    called.onupdate = () => description("answer", "bbbb");
    bob.options.random = () => 0.02;
    const offers = { alice: () => caller.offers(() => description("offer", "aaaa", "sendonly")), bob: () => called.offers(() => description("offer", "bbbb", "sendonly")) };
    const [one, other] = first === "alice" ? [alice, bob] : [bob, alice];
    other.socket.pause();
    const both = [first === "alice" ? offers.alice() : offers.bob()];
    await one.ping(); // the function has passed it on
    both.push(first === "alice" ? offers.bob() : offers.alice());
    other.socket.resume();
    await Promise.all(both);
    expect(heard(alice, "mupdate", "response").map((it: Anything) => it.success)).toEqual([true]);
    const answers = heard(bob, "mupdate", "response").map((it: Anything) => it.success);
    expect([answers[0], answers.at(-1)]).toEqual([false, true]);
  });

  test.each(["alice", "bob"])("call: one session is left, that of %s, whose number is lower", async (winner) => {
    const answer = () => description("answer", "cccc");
    const alice = await online("alice", { answer });
    const bob = await online("bob", { answer });
    const low = "0".repeat(32);
    const high = "f".repeat(32);
    alice.socket.pause();
    bob.socket.pause();
    const offer = description("offer", "aaaa");
    const ofAlice = alice.call(user("bob").address, { description: offer, exclusive: winner === "alice" ? low : high });
    const ofBob = bob.call(user("alice").address, { description: offer, exclusive: winner === "alice" ? high : low });
    const [won, lost] = winner === "alice" ? [ofAlice, ofBob] : [ofBob, ofAlice];
    const losing = winner === "alice" ? bob : alice;
    alice.socket.resume();
    bob.socket.resume();
    expect(await won.answered).toMatchObject({ description: answer() });
    expect(["glare", "cancelled"]).toContain(await problemOf(lost.answered));
    await until(() => alice.sessions.size === 1 && bob.sessions.size === 1);
    expect([...losing.sessions.values()]).toMatchObject([{ role: "responder", state: "established" }]);
  });
});

describe("a connection that is cut in a call", () => {
  test("is resumed; what was under way both ways arrives once, in order", async () => {
    const { alice, bob, caller, called } = await talking();
    const byAlice: number[] = [];
    const byBob: number[] = [];
    caller.onmessage = (_: string, { n }: Anything) => byAlice.push(n);
    called.onmessage = (_: string, { n }: Anything) => byBob.push(n);
    const secret = alice.epoch.secret;
    const id = alice.epoch.id;
    const away = emitted(called, "progress");
    alice.socket.pause(); // what the function sends from here on is lost
    const send = alice.socket.send.bind(alice.socket);
    const all = [called.message("urn:example:n", { n: 1 }), called.message("urn:example:n", { n: 2 }), caller.message("urn:example:n", { n: 1 })];
    await until(() => byBob.length === 1); // it has arrived, and its acknowledgement has not
    alice.socket.send = () => {}; // and so is what Alice sends
    all.push(caller.message("urn:example:n", { n: 2 }));
    alice.socket.send = send;
    alice.socket.terminate();
    expect(await away).toMatchObject({ state: "away" });
    expect(alice.state).toBe("lost");
    all.push(caller.message("urn:example:n", { n: 3 }), called.message("urn:example:n", { n: 3 }));
    const back = emitted(called, "progress");
    const resumed = await alice.comeBack();
    expect(resumed).toMatchObject({ resumed: true, epoch: { id }, sessions: [{ session: caller.id }] });
    expect(resumed.epoch.secret).not.toBe(secret);
    expect(await back).toMatchObject({ state: "back" });
    await Promise.all(all);
    expect([byAlice, byBob]).toEqual([[1, 2, 3], [1, 2, 3]]);
    const over = called.ended;
    caller.hangUp();
    expect(await over).toBe("normal");
    expect(alice.state).toBe("ready");
    expect(bob.state).toBe("ready");
  });

  test("may be hung up meanwhile: the other side hears it after the resume", async () => {
    const { alice, caller, called } = await talking();
    alice.socket.terminate();
    await emitted(alice, "lost");
    const over = Promise.all([caller.ended, called.ended]);
    caller.hangUp();
    expect(await alice.comeBack()).toMatchObject({ resumed: true, sessions: [{ session: caller.id }] });
    expect(await over).toEqual(["normal", "normal"]);
  });

  test("ends for the other side when its epoch ends at once", async () => {
    const { alice, called } = await talking();
    alice.leave();
    expect(await called.ended).toBe("connection-lost");
  });

  test("while it rings: nothing rings twice", async () => {
    const [alice, bob] = [await online("alice"), await online("bob")];
    let calls = 0;
    bob.on("call", () => (calls += 1));
    const rings = emitted(bob, "call");
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    const called = await rings;
    bob.socket.terminate();
    await emitted(bob, "lost");
    called.answer(description("answer", "bbbb")); // without a connection: it is kept
    expect(await bob.comeBack()).toMatchObject({ resumed: true, sessions: [{ session: called.id }] });
    await caller.answered;
    expect(calls).toBe(1);
  });

  test("a wrong secret opens a fresh epoch, and the named one goes on", async () => {
    const { alice, caller, called } = await talking();
    const old = { ...alice.epoch };
    alice.socket.terminate();
    await emitted(alice, "lost");
    alice.epoch.secret = "x".repeat(22);
    const fresh = await alice.comeBack();
    expect(fresh.resumed).toBe(false);
    expect(fresh.epoch.id).not.toBe(old.id);
    expect(fresh).not.toHaveProperty("received");
    expect(await caller.ended).toBe("state-lost");
    await until(() => heard(alice, "available", "response").length === 2); // made available again
    expect(heard(alice, "available", "response")[1]).toMatchObject({ success: true, seq: 1 });
    expect(await called.ended).toBe("connection-lost"); // the same device is available on a newer epoch, and the earlier has no connection
  });

  test("a wrong secret does not touch the epoch that it names", async () => {
    const { alice, called } = await talking();
    alice.socket.terminate();
    await emitted(alice, "lost");
    const thief = terminal("alice");
    await thief.signIn("guess").catch(() => {});
    const resume = { epoch: alice.epoch.id, secret: "x".repeat(22), received: 0 };
    expect(await thief.request("auth", { token: user("bob").token, resume: { ...resume, secret: alice.epoch.secret } })).toMatchObject({ resumed: false });
    const other = terminal("alice");
    await other.signIn("guess").catch(() => {});
    expect(await other.request("auth", { token: user("alice").token, resume })).toMatchObject({ resumed: false });
    expect(await alice.comeBack()).toMatchObject({ resumed: true });
    expect(called.state).toBe("established");
  });

  test("a resume that claims what was never sent ends the epoch", async () => {
    const { alice, called } = await talking();
    alice.socket.terminate();
    await emitted(alice, "lost");
    const probe = terminal("alice");
    await probe.signIn("guess").catch(() => {});
    const resume = { epoch: alice.epoch.id, secret: alice.epoch.secret, received: 999, sessions: [{ session: called.id }] };
    expect(await problemOf(probe.request("auth", { token: user("alice").token, resume }))).toBe("resume-mismatch");
    expect(await called.ended).toBe("connection-lost");
  });

  test("the later of two connections wins, the earlier is closed with 4409", async () => {
    const { alice, caller, called } = await talking();
    const closed = emitted(alice, "closed");
    const probe = terminal("alice");
    await probe.signIn("guess").catch(() => {});
    const resume = { epoch: alice.epoch.id, secret: alice.epoch.secret, received: 0 + heard(alice, "msetup", "response")[0].seq };
    expect(await probe.request("auth", { token: user("alice").token, resume })).toMatchObject({ resumed: true, sessions: [{ session: caller.id }] });
    expect(await closed).toBe(4409);
    expect(called.state).toBe("established");
  });
});

describe("what is wrong", () => {
  test("is refused by name, and the epoch goes on", async () => {
    const alice = await online("alice");
    const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
    expect(await problemOf(alice.request("nonsense"))).toBe("unknown-method");
    alice.notify("nonsense", {}); // taken and dropped
    expect(await problemOf(alice.request("msetup", { session }))).toBe("malformed");
    expect(await problemOf(alice.request("mdisc", { session, cause: { reason: "normal" } }))).toBe("unknown-session");
    expect(await problemOf(alice.request("unavailable", { requiredExtension: ["example.nobody"] }))).toBe("unsupported-extension");
    alice.notify("mcandidate", { session, ufrag: "aaaa", candidates: 5 });
    alice.notify("mcandidate", { session, ufrag: "aaaa", candidates: [candidate(1)] });
    alice.socket.send("{ no JSON");
    alice.socket.send(Buffer.from("{}"));
    alice.notify("ack", { ack: 999 }); // says nothing
    await alice.ping();
    expect(heard(alice, "refused").map((it: Anything) => it.problemDetails.type.split("/").at(-1))).toEqual(["malformed", "unknown-session", "unreadable", "unreadable"]);
    expect(heard(alice, "refused")[1].about).toMatchObject({ method: "mcandidate", session });
    expect(await alice.unavailable()).toMatchObject({ success: true });
  });

  test("an id is good once", async () => {
    const alice = await online("alice");
    alice.socket.send(JSON.stringify({ kind: "request", method: "ping", id: "same" }));
    alice.socket.send(JSON.stringify({ kind: "request", method: "ping", id: "same" }));
    await alice.ping();
    expect(heard(alice, "ping", "response").filter((it: Anything) => it.id === "same")).toMatchObject([{ success: true }, { success: false, problemDetails: { status: 409, title: "Duplicate id" } }]);
  });

  test("an old number is dropped and acknowledged again; a gap ends the epoch", async () => {
    const alice = await online("alice");
    const closed = emitted(alice, "closed");
    alice.socket.send(JSON.stringify({ kind: "request", method: "unavailable", id: "old", seq: 1 }));
    await alice.ping();
    expect(heard(alice, "ack").at(-1)).toMatchObject({ ack: 1 });
    expect(heard(alice, "unavailable", "response")).toEqual([]);
    alice.socket.send(JSON.stringify({ kind: "request", method: "unavailable", id: "gap", seq: 3 }));
    expect(await closed).toBe(1002);
    expect(heard(alice, "goaway")).toMatchObject([{ action: "stop", deadline: 0, cause: { reason: "sequence" } }]);
  });

  test("a message that is too long is not sent, and one that is sent closes with 1009", async () => {
    const alice = await online("alice");
    expect(await problemOf(alice.request("unavailable", { much: "x".repeat(262_144) }))).toBe("too-large");
    const closed = emitted(alice, "closed");
    alice.socket.send(JSON.stringify({ kind: "request", method: "unavailable", id: "long", seq: 2, much: "x".repeat(262_144) }));
    expect(await closed).toBe(1009);
    expect(alice.epoch).toBeNull();
  });
});

describe("a second device", () => {
  test("rings too, and hears who has answered", async () => {
    const alice = await online("alice");
    const devices = [await online("bob"), await online("bob")];
    const rings = devices.map((device) => emitted(device, "call"));
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    const [first, second] = await Promise.all(rings);
    first.progress("ringing");
    second.progress("ringing");
    await until(() => heard(alice, "mprogress").length === 2);
    const legs = heard(alice, "mprogress").map((it: Anything) => it.leg);
    expect(new Set(legs).size).toBe(2);
    second.answer(description("answer", "bbbb"));
    const { leg } = await caller.answered;
    expect(legs).toContain(leg);
    expect(await first.ended).toBe("answered-elsewhere");
    expect(second.state).toBe("established");
  });

  test("that refuses ends its own branch only; both that answer: the later one is ended", async () => {
    const alice = await online("alice");
    const devices = [await online("bob"), await online("bob"), await online("bob")];
    const rings = devices.map((device) => emitted(device, "call"));
    const caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    const [first, second, third] = await Promise.all(rings);
    const ringing = emitted(caller, "progress");
    first.progress("ringing");
    const { leg } = await ringing;
    const ended = emitted(caller, "progress");
    first.refuse("busy", { scope: "device" });
    expect(await ended).toMatchObject({ state: "leg-ended", leg, cause: { reason: "busy" } });
    expect(caller.state).toBe("settingUp");
    devices[2].socket.pause();
    second.answer(description("answer", "bbbb"));
    await caller.answered;
    third.answer(description("answer", "cccc"));
    devices[2].socket.resume();
    expect(await third.ended).toBe("answered-elsewhere");
    expect([caller.state, second.state]).toEqual(["established", "established"]);
  });

  test("is told where all refuse, and of a refusal everywhere", async () => {
    const alice = await online("alice");
    const devices = [await online("bob"), await online("bob")];
    const ring = () => Promise.all(devices.map((device) => emitted(device, "call")));
    let rings = ring();
    let caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    let [first, second] = await rings;
    first.refuse("busy", { scope: "device" });
    await devices[0].ping();
    second.refuse("declined", { scope: "device" });
    expect(await problemOf(caller.answered)).toBe("declined"); // of the lower rank, though it came later
    rings = ring();
    caller = alice.call(user("bob").address, { description: description("offer", "aaaa") });
    [first, second] = await rings;
    first.refuse("declined", { scope: "everywhere" });
    expect(await problemOf(caller.answered)).toBe("declined");
    expect(await second.ended).toBe("declined");
  });

  test("of one name takes the place of the first", async () => {
    const device = "the-same-device";
    const first = await online("bob", { device });
    expect(await problemOf(first.request("available", { device: "another-name", addresses: [user("bob").address] }))).toBe("conflict");
    const told = emitted(first, "availabilityEnded");
    await online("bob", { device });
    expect(await told).toMatchObject({ reason: "replaced" });
  });
});

test("a function that goes away at once says so, and closes with 1000", async () => {
  const { alice, caller, called } = await talking();
  const told = emitted(alice, "goaway");
  const closed = emitted(alice, "closed");
  await server.close();
  expect(await told).toMatchObject({ deadline: 0, cause: { reason: "shutdown" } });
  expect(await closed).toBe(1000);
  await Promise.all([caller.ended, called.ended]);
  expect(alice.epoch).toBeNull();
});

// A function of the test's own, to see what the reference server does not do: it signs everybody in and then follows `script`.
async function functionThat(script: (say: (message: object) => void, message: Anything, socket: Anything) => void) {
  const made = new WebSocketServer({ port: 0, host: "127.0.0.1", handleProtocols: () => "webrtc-signalling.v1" });
  await emitted(made, "listening");
  const epoch = { id: "e-1", secret: "s".repeat(22), window: 16, windowBytes: 65_536, resumeWithin: 30 };
  const seen: Anything[] = [];
  made.on("connection", (socket) => {
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.on("message", (data) => {
      const message = JSON.parse(String(data));
      seen.push(message);
      const success = { kind: "response", method: "auth", id: message.id, success: true, subject: "acct:a@b.example", addresses: ["acct:a@b.example"] };
      const resumed = message.resume ? { resumed: true, received: 0, sessions: [] } : { resumed: false };
      if (message.method === "auth") say({ ...success, epoch, ...resumed, limits: {}, timers: { answer: 90, heartbeat: 25 }, iceServers: [] });
      script(say, message, socket);
    });
  });
  const client = new Terminal(`ws://127.0.0.1:${(made.address() as Anything).port}/webrtc-signalling/v1`, { token: "t", random: () => 0 });
  terminals.push(client);
  const close = () => (made.clients.forEach((socket) => socket.terminate()), new Promise((resolve) => made.close(resolve)));
  return { client, seen, close };
}

describe("the client alone", () => {
  test("takes the call that has won over its own without asking, also where it hears of it first", async () => {
    const setup = { kind: "request", method: "msetup", id: "1", seq: 2, session: "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11", to: "acct:a@b.example", from: { uri: "acct:c@b.example" } };
    const exclusive = { tieBreak: "0".repeat(32) };
    const problemDetails = { type: "https://parley.example/problems/glare", title: "Glare", status: 409, scope: "everywhere", exclusive };
    const { client, seen, close } = await functionThat((say, { method, id, kind, session }) => {
      if (method !== "msetup" || kind !== "request") return;
      say({ kind: "response", method, id, success: false, seq: 1, session, problemDetails });
      say({ ...setup, exclusive, description: description("offer", "cccc") });
    });
    client.options.answer = () => description("answer", "aaaa");
    await client.signIn();
    expect(await problemOf(client.call("acct:c@b.example", { description: description("offer", "aaaa"), exclusive: true }).answered)).toBe("glare");
    await until(() => seen.at(-1).kind === "response");
    expect(seen.at(-1)).toMatchObject({ method: "msetup", id: "1", success: true, session: setup.session, description: description("answer", "aaaa") });
    await close();
  });

  test("keeps to the window, and sends on when it is acknowledged", async () => {
    let acked = false;
    const { client, seen, close } = await functionThat((say, { seq }) => acked || seq !== 16 || ((acked = true), say({ kind: "notification", method: "ack", ack: 10 })));
    await client.signIn();
    for (let n = 0; n < 30; n += 1) client.notify("mqoe", { n });
    await until(() => seen.at(-1).seq === 26);
    expect(seen.slice(1).map((it) => [it.seq, it.n])).toEqual(Array.from({ length: 26 }, (_, n) => [n + 1, n]));
    expect(() => Array.from({ length: 20 }, (_, n) => client.notify("mqoe", { n: 30 + n }))).toThrow();
    await until(() => seen.at(-1).method === "goaway");
    expect(seen.at(-1)).toMatchObject({ action: "stop", deadline: 0, cause: { reason: "not-acknowledged" } });
    await close();
  });

  test("goes where goaway sends it, with what is not acknowledged", async () => {
    const { client, seen, close } = await functionThat((say, { seq, resume }) => {
      if (seq === 2 && !seen.some((it) => it.resume)) say({ kind: "notification", method: "goaway", action: "resume", deadline: 30, cause: { reason: "shutdown" } });
      if (resume) say({ kind: "notification", method: "ack", ack: 1 });
    });
    await client.signIn();
    client.notify("mqoe", { n: 0 });
    client.notify("mqoe", { n: 1 });
    await until(() => seen.length === 6);
    expect(seen.slice(3)).toMatchObject([{ method: "auth", resume: { epoch: "e-1", received: 0, sessions: [] } }, { seq: 1, n: 0 }, { seq: 2, n: 1 }]);
    expect(seen[3]).not.toHaveProperty("ack");
    await close();
  });

  test("ends the epoch at a gap, acknowledges, and answers a ping", async () => {
    const { client, seen, close } = await functionThat((say, { method }) => {
      if (method !== "auth") return;
      say({ kind: "request", method: "ping", id: "p" });
      for (let seq = 1; seq <= 16; seq += 1) say({ kind: "notification", method: "nonsense", seq });
      say({ kind: "request", method: "nonsense", id: "n", seq: 17 });
      say({ kind: "notification", method: "nonsense", seq: 19 });
    });
    const over = emitted(client, "ended");
    await client.signIn();
    expect(await over).toBe("sequence");
    await until(() => seen.at(-1).method === "goaway");
    expect(seen.slice(1)).toMatchObject([
      { method: "ping", success: true },
      { method: "ack", ack: 16 },
      { method: "nonsense", success: false, ack: 17, problemDetails: { status: 501 } },
      { method: "goaway", action: "stop", cause: { reason: "sequence" } },
    ]);
    await close();
  });
});
