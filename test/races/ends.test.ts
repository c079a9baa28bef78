import type { IncomingSession, OutgoingSession } from "@parley/signalling";
import { describe, expect, it } from "vitest";
import { answer, candidate, offer } from "./media.js";
import { RawTerminal } from "./raw-terminal.js";
import { Scene } from "./scene.js";
import { addressOf, functionFor } from "./signalling-function.js";
import type { WireMessage } from "./wire-watch.js";
import type { WorldOptions } from "./world.js";

const problemOf = (message: WireMessage | undefined) => message?.problemDetails?.type.split(/[:/#]/).at(-1);

/** alice1 and bob1 in a call. */
async function inCall(options: WorldOptions = {}): Promise<Scene> {
  const scene = new Scene(options);
  await scene.online("alice1", "bob1");
  await connect(scene, "alice1", "bob1");
  return scene;
}

async function connect(scene: Scene, caller: string, called: string): Promise<void> {
  await scene.play(`${caller} call ${scene.device(called).user}`);
  await scene.deliverAll();
  scene.device(called).accept(scene.side(called));
  await scene.deliverAll();
}

function sessionOf(scene: Scene, device: string): OutgoingSession | IncomingSession {
  const { session } = scene.side(device);
  if (session === undefined) throw new Error(`${device} is in no call`);
  return session;
}

const ends = (scene: Scene, ...devices: readonly string[]) => devices.map((device) => scene.side(device).ended);

describe("13: codes of another network", () => {
  it("travel with the reason, through the function, in `mdisc` and in `mcancel`", async () => {
    const cause = { reason: "normal", sip: { code: 200, phrase: "OK" }, q850: 16 };
    const scene = await inCall();
    scene.expect("alice1 hang up", sessionOf(scene, "alice1").disconnect(cause));
    await scene.deliverAll();
    expect(scene.messages("bob1", "down", { method: "mdisc", kind: "request" })).toMatchObject([{ cause }]);
    await scene.end();
  });
});

describe("16: a sign-in that runs out", () => {
  const holding = (signInHolds: number): WorldOptions => ({ functionFor: (users, clock, fault) => functionFor(users, clock, fault, { signInHolds }) });

  it("is renewed by the client in time, in the middle of a call, and nothing else changes", async () => {
    const scene = await inCall(holding(100));
    await scene.pass(85_000);
    const answers = scene.messages("alice1", "down", { method: "auth" });
    expect(answers.map(({ resumed }) => resumed)).toEqual([false, undefined]);
    expect(ends(scene, "alice1", "bob1")).toEqual([undefined, undefined]);
    await scene.pass(300_000);
    expect(scene.links).toHaveLength(2);
    await scene.end();
  });

  it("is renewed by the return of a connection that was lost at that time", async () => {
    const scene = await inCall(holding(100));
    await scene.pass(79_000);
    await scene.play("alice1#1 is cut, losing both ways", "alice1#1 down");
    await scene.pass(10_000);
    expect(scene.messages("alice1", "down", { method: "auth" }).map(({ resumed }) => resumed)).toEqual([false, true]);
    await scene.pass(100_000);
    expect(ends(scene, "alice1", "bob1")).toEqual([undefined, undefined]);
    await scene.end();
  });

  it("and is not renewed: nothing new is taken, what is on goes on for a minute, then `goaway`", async () => {
    const scene = new Scene(holding(100));
    await scene.online("bob1");
    const raw = new RawTerminal(scene, "raw");
    const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
    await raw.ask({ method: "auth", id: "1", token: "alice" });
    await raw.say({ kind: "request", method: "msetup", id: "2", seq: 1, session, to: addressOf("bob"), call: "raw", description: offer("8hhY") });
    scene.device("bob1").accept(scene.side("bob1"));
    await scene.deliverAll();
    for (let time = 0; time < 105_000; time += 15_000) {
      await scene.pass(15_000);
      await raw.ask({ method: "ping", id: `ping ${time}` });
    }
    const next = { method: "msetup", seq: 2, session: session.replace("5", "6"), to: addressOf("bob") };
    expect(problemOf(await raw.ask({ ...next, id: "3" }))).toBe("unauthenticated");
    await raw.say({ kind: "notification", method: "mcandidate", seq: 3, session, ufrag: "8hhY", candidates: [candidate(1)] });
    expect([scene.side("bob1").ended, scene.side("bob1").came]).toEqual([undefined, [1]]);
    await scene.pass(60_000);
    expect(raw.arrived.filter(({ method }) => method === "goaway")).toMatchObject([{ action: "stop", cause: { reason: "unauthenticated" } }]);
    expect(scene.side("bob1").ended).toBeDefined();
  });
});

describe("19: `goaway` in the middle of a setup", () => {
  it("the setup goes on, a new one is refused with `draining`, and the call lasts until it ends by itself", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1");
    await scene.play("alice1 call bob", "alice1#1 up");
    void scene.function.drain({ deadline: 600 });
    // There is nowhere else to go.
    for (const device of scene.devices) device.isDead = true;
    await scene.play("bob1 call alice");
    await scene.deliverAll();
    expect(scene.outcomes.get("call: draining")).toBe(1);
    const called = scene.device("bob1").calls.find(({ isCaller }) => !isCaller);
    if (called === undefined) throw new Error("bob1 is not rung");
    scene.device("bob1").accept(called);
    await scene.deliverAll();
    expect([scene.side("alice1").state, called.state]).toEqual(["established", "established"]);
    await scene.pass(100_000);
    expect([scene.side("alice1").ended, called.ended]).toEqual([undefined, undefined]);
    scene.device("alice1").hangUp(scene.side("alice1"));
    await scene.deliverAll();
    expect([scene.side("alice1").ended, called.ended]).toEqual(["normal", "normal"]);
  });
});

describe("21: a transfer, and a transferor that hangs up", () => {
  const users = { users: ["alice", "bob", "carol"], devices: 1 };

  /** alice1 is in a call with bob1, and has asked him to call carol, who is there; he has agreed. */
  async function transferring(): Promise<Scene> {
    const scene = await inCall(users);
    await scene.online("carol1");
    sessionOf(scene, "bob1").onTransfer(() => ({}));
    scene.expect("alice1 transfer", sessionOf(scene, "alice1").transfer({ to: addressOf("carol") }));
    await scene.deliverAll();
    expect(scene.outcomes.get("transfer: success")).toBe(1);
    return scene;
  }

  it("the reports stop, the transfer goes on", async () => {
    const scene = await transferring();
    scene.device("alice1").hangUp(scene.side("alice1"));
    await scene.deliverAll();
    expect(ends(scene, "alice1", "bob1")).toEqual(["normal", "normal"]);
    await connect(scene, "bob1", "carol1");
    expect(scene.side("carol1").state).toBe("established");
    expect(() => sessionOf(scene, "bob1")).not.toThrow();
    await scene.end();
  });

  it("a report that crosses the end harms nobody", async () => {
    const scene = await transferring();
    const session = sessionOf(scene, "bob1");
    scene.device("alice1").hangUp(scene.side("alice1"));
    session.transferStatus({ state: "done", final: true });
    await scene.deliverAll();
    expect(ends(scene, "alice1", "bob1")).toEqual(["normal", "normal"]);
    expect(scene.messages("bob1", "down", { method: "refused" })).toEqual([]);
    await scene.end();
  });

  it("a session that is not the transferor's is replaced by nobody", async () => {
    const scene = await inCall(users);
    await scene.online("carol1");
    const { client } = scene.device("carol1");
    const theft = client?.setup({
      to: addressOf("bob"), call: "theft", description: offer("8hhY"), replaces: { session: scene.side("bob1").setup.session }, referredBy: { uri: addressOf("alice") },
    });
    await scene.deliverAll();
    await expect(Promise.resolve(theft)).rejects.toMatchObject({ problem: expect.stringMatching(/^(forbidden|unknown-session)$/) });
    expect(ends(scene, "alice1", "bob1")).toEqual([undefined, undefined]);
    await scene.end();
  });
});

describe("22: a session with a life", () => {
  /** A call that lives for so many seconds without a sign of life. */
  async function living(expires: number): Promise<Scene> {
    const scene = new Scene();
    await scene.online("alice1", "bob1");
    const setup = scene.device("alice1").client?.setup({ to: addressOf("bob"), call: "alice1/life", description: offer("alice1/life/o"), expires });
    if (setup === undefined) throw new Error("alice1 is not online");
    scene.device("alice1").called("alice1/life", setup);
    await scene.deliverAll();
    const called = scene.side("bob1");
    if (!("accept" in called.setup)) throw new Error("bob1 is not rung");
    const description = answer("bob1/answer");
    scene.expect("bob1 accept", called.setup.accept({ description, expires }).then((session) => called.established(session, description)));
    await scene.deliverAll();
    return scene;
  }

  it("is refreshed by the side that called, and goes on for as long as both are there", async () => {
    const scene = await living(100);
    for (let time = 0; time < 450_000; time += 10_000) {
      await scene.pass(10_000);
      for (const device of ["alice1", "bob1"]) scene.side(device).decideUpdate(true);
    }
    expect(scene.messages("alice1", "up", { method: "mupdate", kind: "request" }).length).toBeGreaterThanOrEqual(4);
    expect(ends(scene, "alice1", "bob1")).toEqual([undefined, undefined]);
    await scene.end();
  });

  it("ends with `expired` on both sides where who called is there, but knows nothing of it any more", async () => {
    const scene = new Scene();
    await scene.online("bob1");
    const raw = new RawTerminal(scene, "raw");
    const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
    await raw.ask({ method: "auth", id: "1", token: "alice" });
    await raw.say({ kind: "request", method: "msetup", id: "2", seq: 1, session, to: addressOf("bob"), call: "raw", description: offer("8hhY"), expires: 100 });
    const called = scene.side("bob1");
    if (!("accept" in called.setup)) throw new Error("bob1 is not rung");
    scene.expect("bob1 accept", called.setup.accept({ description: answer("bob1/answer"), expires: 100 }).then((made) => called.established(made, answer("bob1/answer"))));
    await scene.deliverAll();
    for (let time = 0; time < 180_000; time += 20_000) {
      await scene.pass(20_000);
      called.decideUpdate(true);
      await raw.ask({ method: "ping", id: `ping ${time}` });
    }
    expect(raw.arrived.filter(({ method, kind }) => method === "mdisc" && kind === "request")).toMatchObject([{ cause: { reason: "expired" } }]);
    expect(scene.side("bob1").ended).toBe("expired");
  });
});
