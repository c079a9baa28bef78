import { describe, expect, it } from "vitest";
import { candidate, offer } from "./media.js";
import { RawTerminal } from "./raw-terminal.js";
import { Scene } from "./scene.js";
import type { WireMessage } from "./wire-watch.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
const problemOf = (message: WireMessage | undefined) => message?.problemDetails?.type.split(/[:/#]/).at(-1);

/** A raw terminal of alice, signed in; bob1 is there. */
async function signedIn(): Promise<{ readonly scene: Scene; readonly raw: RawTerminal; readonly auth: WireMessage }> {
  const scene = new Scene();
  await scene.online("bob1");
  const raw = new RawTerminal(scene, "raw");
  const auth = await raw.ask({ method: "auth", id: "1", token: "alice" });
  return { scene, raw, auth: auth as WireMessage };
}

function candidates(seq: number): object {
  return { kind: "notification", method: "mcandidate", seq, session, ufrag: "8hhY", candidates: [candidate(seq)] };
}

/** As {@link signedIn}, with a call that bob1 has answered: the next number is 2. */
async function inCall() {
  const made = await signedIn();
  await made.raw.say({ kind: "request", method: "msetup", id: "2", seq: 1, session, to: "acct:bob@parley.example", call: "raw", description: offer("8hhY") });
  made.scene.device("bob1").accept(made.scene.side("bob1"));
  await made.scene.deliverAll();
  return made;
}

describe("1a: a counted message whose contents are wrong", () => {
  it("is refused, but taken: it is acknowledged, and never sent again", async () => {
    const { scene, raw, auth } = await inCall();
    const came = await raw.say({ ...candidates(2), candidates: "wrong" });
    expect(came.map(({ method }) => method)).toEqual(["refused"]);
    await raw.say(candidates(3));
    raw.cut();
    await scene.deliverAll();
    const next = new RawTerminal(scene, "raw");
    const { id, secret } = auth.epoch as { readonly id: string; readonly secret: string };
    const resumed = await next.ask({ method: "auth", id: "9", token: "alice", resume: { epoch: id, secret, received: highest(raw), sessions: [{ session }] } });
    expect(resumed).toMatchObject({ resumed: true, received: 3 });
  });

  it("that cannot be read at all is told as unreadable; the numbers that follow show no gap", async () => {
    const { raw } = await inCall();
    const came = await raw.say("{ this is not JSON");
    expect([came[0]?.method, problemOf(came[0])]).toEqual(["refused", "unreadable"]);
    expect(await raw.say(candidates(2))).toEqual([]);
    expect(raw.closed).toBe(undefined);
  });
});

describe("1c: a stream in one direction", () => {
  it("is acknowledged in silence, after 16 messages or a second; the window never fills", async () => {
    const { scene, raw } = await inCall();
    for (let seq = 2; seq <= 33; seq += 1) raw.link.terminal.send(JSON.stringify(candidates(seq)));
    await scene.deliverAll();
    const acks = raw.arrived.filter(({ method }) => method === "ack").map(({ ack }) => ack);
    expect(acks.length).toBeGreaterThanOrEqual(2);
    await scene.pass(1_500);
    expect(raw.arrived.filter(({ method }) => method === "ack").at(-1)?.ack).toBe(33);
  });
});

describe("1d: a peer that acknowledges nothing", () => {
  it("is sent a window's worth, and the epoch ends when it has stayed full for 10 s", async () => {
    const { scene, raw } = await inCall();
    const { session: called } = scene.side("bob1");
    for (let number = 0; number < 300; number += 1) {
      called?.candidate({ ufrag: "bob1", candidates: [candidate(number)] });
      if (number % 20 === 0) await scene.deliverAll();
    }
    await scene.deliverAll();
    expect(raw.arrived.filter(({ seq }) => seq !== undefined)).toHaveLength(256);
    await scene.pass(12_000);
    expect(raw.arrived.filter(({ method }) => method === "goaway")).toMatchObject([{ action: "stop", cause: { reason: "not-acknowledged" } }]);
    expect(raw.closed).toBeDefined();
  });
});

describe("a number that is missing, or comes again", () => {
  it("missing: `goaway`, reason `sequence`, and the epoch cannot be resumed", async () => {
    const { scene, raw, auth } = await inCall();
    const came = await raw.say(candidates(4));
    expect(came).toMatchObject([{ method: "goaway", action: "stop", cause: { reason: "sequence" } }]);
    const next = new RawTerminal(scene, "raw");
    const { id, secret } = auth.epoch as { readonly id: string; readonly secret: string };
    expect(await next.ask({ method: "auth", id: "9", token: "alice", resume: { epoch: id, secret, received: highest(raw), sessions: [] } })).toMatchObject({ resumed: false });
  });

  it("again: dropped, and acknowledged again", async () => {
    const { scene, raw } = await inCall();
    await raw.say(candidates(2));
    const came = await raw.say(candidates(2));
    expect(came).toMatchObject([{ method: "ack", ack: 2 }]);
    expect(scene.side("bob1").came).toHaveLength(1);
  });
});

describe("11: what is not known", () => {
  it("a key is ignored and not passed on, an end extension is passed on, a notification is taken and dropped, a request is `unknown-method`", async () => {
    const { scene, raw } = await signedIn();
    const extension = { "org.example.later": { much: true } };
    await raw.say({
      kind: "request", method: "msetup", id: "2", seq: 1, session, to: "acct:bob@parley.example", description: offer("8hhY"), later: "key", extension,
    });
    const [offered] = scene.messages("bob1", "down", { method: "msetup" });
    expect(offered).toMatchObject({ extension });
    expect(offered).not.toHaveProperty("later");
    expect(await raw.say({ kind: "notification", method: "mlater", seq: 2, session })).toEqual([]);
    expect(problemOf(await raw.ask({ method: "mlater", id: "3", seq: 3, session }))).toBe("unknown-method");
    await scene.pass(1_500);
    expect(raw.arrived.at(-1)?.ack ?? Math.max(...raw.arrived.map(({ ack }) => ack ?? 0))).toBe(3);
  });
});

describe("12: a response that is not valid", () => {
  it("is a failure for who asked, and what the other side believes is undone", async () => {
    const scene = new Scene({
      tamper: (_link, direction, message) => (direction === "down" && message.method === "msetup" && message.success === true ? [{ ...message, description: "wrong" }] : undefined),
    });
    await scene.online("alice1", "bob1");
    await scene.play("alice1 call bob");
    await scene.deliverAll();
    scene.device("bob1").accept(scene.side("bob1"));
    await scene.deliverAll();
    expect(scene.outcomes.get("call: bad-response")).toBe(1);
    expect([scene.side("alice1").ended, scene.side("bob1").ended]).toEqual(["bad-response", "bad-response"]);
    await scene.end();
  });

  it("nothing is said about a `refused`", async () => {
    const { raw } = await signedIn();
    expect(await raw.say({ kind: "notification", method: "refused", problemDetails: "wrong" })).toEqual([]);
  });
});

describe("16: authentication again", () => {
  it("changes no epoch, no number and no session", async () => {
    const { scene, raw } = await inCall();
    const again = await raw.ask({ method: "auth", id: "3", token: "alice" });
    expect(again).toMatchObject({ success: true });
    expect(again).not.toHaveProperty("epoch");
    expect(again).not.toHaveProperty("resumed");
    await raw.say(candidates(2));
    expect(scene.side("bob1").came).toHaveLength(1);
  });

  it("as somebody else is refused, and the session goes on", async () => {
    const { scene, raw } = await inCall();
    expect(problemOf(await raw.ask({ method: "auth", id: "3", token: "bob" }))).toBe("identity-changed");
    await raw.say(candidates(2));
    expect(scene.side("bob1").came).toHaveLength(1);
  });

  it("before the first: only `auth`, three attempts, then 4401", async () => {
    const scene = new Scene();
    const raw = new RawTerminal(scene, "raw");
    expect(problemOf(await raw.ask({ method: "available", id: "0", seq: 1, device: "device-raw", addresses: [] }))).toBe("unauthenticated");
    for (const id of ["1", "2", "3"]) expect(problemOf(await raw.ask({ method: "auth", id, token: "nobody" }))).toBe("unauthenticated");
    await scene.pass(100);
    expect(raw.closed).toBe(4401);
  });
});

describe("17: a message that is too large", () => {
  it("is not sent, and uses up no number", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1");
    const { client } = scene.device("alice1");
    const sdp = `${offer("8hhY").sdp}${"a=x\r\n".repeat(20_000)}`;
    const large = { ...offer("8hhY"), sdp };
    await expect(Promise.resolve(client?.setup({ to: "acct:bob@parley.example", description: large, extension: { "org.example.later": { sdp, again: sdp } } }))).rejects.toMatchObject({ problem: "too-large" });
    await scene.play("alice1 call bob");
    await scene.deliverAll();
    expect(scene.side("bob1").state).toBe("invited");
    await scene.end();
  });

  it("from a peer that does not check closes with 1009, and the epoch cannot be resumed", async () => {
    const { scene, raw, auth } = await inCall();
    await raw.say({ ...candidates(2), padding: "x".repeat(300_000) });
    expect(raw.closed).toBe(1009);
    const next = new RawTerminal(scene, "raw");
    const { id, secret } = auth.epoch as { readonly id: string; readonly secret: string };
    expect(await next.ask({ method: "auth", id: "9", token: "alice", resume: { epoch: id, secret, received: highest(raw), sessions: [] } })).toMatchObject({ resumed: false });
  });
});

function highest({ arrived }: RawTerminal): number {
  return Math.max(0, ...arrived.map(({ seq }) => seq ?? 0));
}
