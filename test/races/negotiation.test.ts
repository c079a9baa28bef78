import { describe, expect, it } from "vitest";
import { answer, offer } from "./media.js";
import { Scene } from "./scene.js";

/** alice1 and bob1 in a call. */
async function inCall(): Promise<Scene> {
  const scene = new Scene();
  await scene.online("alice1", "bob1");
  await scene.play("alice1 call bob");
  await scene.deliverAll();
  scene.device("bob1").accept(scene.side("bob1"));
  await scene.deliverAll();
  return scene;
}

/** alice1 has called without an offer; bob1 is rung. */
async function rungWithoutOffer(): Promise<Scene> {
  const scene = new Scene();
  await scene.online("alice1", "bob1");
  await scene.play("alice1 call bob offerless");
  await scene.deliverAll();
  return scene;
}

const agreed = (scene: Scene) => [scene.side("alice1").agreed, scene.side("bob1").agreed];

describe("6: a setup without an offer", () => {
  it("gets it in the answer, and `mconfirm` brings the answer to it", async () => {
    const scene = await rungWithoutOffer();
    await scene.play("bob1 alice1/1 accept");
    await scene.deliverAll();
    expect([scene.side("alice1").state, scene.side("bob1").state]).toEqual(["confirming", "confirming"]);
    scene.side("alice1").confirm();
    await scene.deliverAll();
    expect([scene.side("alice1").state, scene.side("bob1").state]).toEqual(["established", "established"]);
    expect(new Set(agreed(scene)).size).toBe(1);
    await scene.end();
  });

  it("a: may get it before the answer, which then needs no description", async () => {
    const scene = await rungWithoutOffer();
    const [caller, called] = [scene.side("alice1"), scene.side("bob1")];
    if (!("progress" in called.setup) || !("confirm" in caller.setup)) throw new Error("wrong sides");
    called.setup.onConfirm(() => ({}));
    called.setup.progress({ state: "early-media", description: offer("bobs/early") });
    await scene.deliverAll();
    const [early] = scene.messages("alice1", "down", { method: "mprogress" });
    expect(early).toMatchObject({ description: { type: "offer" } });
    const leg = early?.leg === undefined ? {} : { leg: early.leg };
    scene.expect("alice1 confirm early", caller.setup.confirm({ ...leg, description: answer("alices/early") }));
    await scene.deliverAll();
    expect(scene.outcomes.get("confirm early: success")).toBe(1);
    scene.expect("bob1 accept", called.setup.accept());
    await scene.deliverAll();
    expect([caller.state, called.state]).toEqual(["established", "established"]);
  });

  it("d: that is never confirmed ends on both sides with `no-confirmation`", async () => {
    const scene = await rungWithoutOffer();
    await scene.play("bob1 alice1/1 accept");
    await scene.deliverAll();
    await scene.pass(45_000);
    expect([scene.side("alice1").ended, scene.side("bob1").ended]).toEqual(["no-confirmation", "no-confirmation"]);
    await scene.end();
  });

  it("whose confirmation crosses the end of its time ends on both sides", async () => {
    const scene = await rungWithoutOffer();
    await scene.play("bob1 alice1/1 accept");
    await scene.deliverAll();
    await scene.pass(31_990);
    scene.side("alice1").confirm();
    await scene.play("alice1#1 up");
    await scene.wait(100);
    await scene.pass(45_000);
    expect([scene.side("alice1").ended, scene.side("bob1").ended]).toEqual([expect.any(String), "no-confirmation"]);
    await scene.end();
  });
});

describe("6b: an answer before the final response", () => {
  it("is the answer, where that has none", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1");
    await scene.play("alice1 call bob");
    await scene.deliverAll();
    const called = scene.side("bob1");
    if (!("progress" in called.setup)) throw new Error("not the called side");
    called.setup.progress({ state: "early-media", description: answer("bobs/early") });
    scene.expect("bob1 accept", called.setup.accept());
    await scene.deliverAll();
    expect([scene.side("alice1").state, called.state]).toEqual(["established", "established"]);
  });
});

describe("9: two offers cross", () => {
  it("the initiator's holds; the responder rolls back, and hears `glare`", async () => {
    const scene = await inCall();
    scene.side("alice1").update("offer");
    scene.side("bob1").update("offer");
    await scene.deliverAll();
    for (const device of ["alice1", "bob1"]) while (scene.side(device).undecided.length > 0) {
      scene.side(device).decideUpdate(true);
      await scene.deliverAll();
    }
    expect(scene.outcomes.get("offer: success") ?? 0).toBeLessThanOrEqual(1);
    expect(scene.outcomes.get("offer: glare") ?? 0).toBeGreaterThanOrEqual(1);
    expect(new Set(agreed(scene)).size).toBe(1);
    await scene.end();
  });

  it("one offer at a time goes through the function: the second is refused by it, whoever sent the first", async () => {
    const scene = await inCall();
    scene.side("alice1").update("offer");
    await scene.play("alice1#1 up");
    scene.side("bob1").update("offer");
    await scene.play("bob1#1 up");
    expect(scene.messages("alice1", "down", { method: "mupdate", kind: "request" })).toEqual([]);
    await scene.deliverAll();
    scene.side("bob1").decideUpdate(true);
    await scene.deliverAll();
    expect([scene.outcomes.get("offer: success"), scene.outcomes.get("offer: glare")]).toEqual([1, 1]);
    expect(new Set(agreed(scene)).size).toBe(1);
    await scene.end();
  });

  it("an update without an offer takes no part", async () => {
    const scene = await inCall();
    scene.side("alice1").update("offer");
    scene.side("bob1").update("refresh");
    await scene.deliverAll();
    scene.side("alice1").decideUpdate(true);
    scene.side("bob1").decideUpdate(true);
    await scene.deliverAll();
    expect([scene.outcomes.get("offer: success"), scene.outcomes.get("refresh: success")]).toEqual([1, 1]);
    await scene.end();
  });
});

describe("10: an update ends", () => {
  it("a: at its deadline with the session, on both sides, also where the answer is on its way", async () => {
    const scene = await inCall();
    scene.side("alice1").update("offer");
    await scene.deliverAll();
    await scene.pass(29_000);
    scene.side("bob1").decideUpdate(true);
    await scene.wait(15_000);
    await scene.pass(20_000);
    const ends = [scene.side("alice1").ended, scene.side("bob1").ended];
    if (ends.every((end) => end === undefined)) expect(new Set(agreed(scene)).size).toBe(1);
    else expect(ends).toEqual(["timeout", "timeout"]);
    await scene.end();
  });

  it("b: with `session-ended` where the session is ended meanwhile, before that is answered", async () => {
    const scene = await inCall();
    scene.side("alice1").update("offer");
    await scene.deliverAll();
    scene.device("bob1").hangUp(scene.side("bob1"));
    await scene.deliverAll();
    expect(scene.outcomes.get("offer: session-ended")).toBe(1);
    const [refused, ended] = scene.messages("bob1", "down", { kind: "response" }).slice(-2).map(({ method }) => method);
    expect([refused, ended]).toContain("mdisc");
    const toCaller = scene.messages("alice1", "down").slice(-3).map(({ method, kind }) => `${method} ${kind}`);
    expect(toCaller.indexOf("mupdate response")).toBeLessThan(toCaller.indexOf("mdisc request"));
    await scene.end();
  });

  it("two that cross in `mdisc` both succeed, and each side hears one end", async () => {
    const scene = await inCall();
    scene.device("alice1").hangUp(scene.side("alice1"));
    scene.device("bob1").hangUp(scene.side("bob1"));
    await scene.deliverAll();
    expect(scene.outcomes.get("hang up: success")).toBe(2);
    expect([scene.side("alice1").ended, scene.side("bob1").ended]).toEqual(["normal", "normal"]);
    await scene.end();
  });
});

describe("23: early media of several devices", () => {
  it("one leg has it at a time, and each message says which", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1", "bob2");
    await scene.play("alice1 call bob");
    await scene.deliverAll();
    for (const device of ["bob1", "bob2"]) {
      const { setup } = scene.side(device);
      if ("progress" in setup) setup.progress({ state: "early-media", description: { ...answer(`${device}/early`), type: "provisional" } });
      await scene.deliverAll();
    }
    const early = scene.messages("alice1", "down", { method: "mprogress" }).filter(({ description }) => description !== undefined);
    expect(new Set(early.map(({ leg }) => leg)).size).toBe(early.length);
    expect(early.every(({ leg }) => leg !== undefined)).toBe(true);
    scene.device("bob2").accept(scene.side("bob2"));
    await scene.deliverAll();
    const [answered] = scene.messages("alice1", "down", { method: "msetup", kind: "response" });
    expect(answered?.leg).toBe(early.at(-1)?.leg);
    await scene.end();
  });

  it("a leg that ends is told as ended, and the others go on", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1", "bob2");
    await scene.play("alice1 call bob");
    await scene.deliverAll();
    scene.device("bob1").ring(scene.side("bob1"));
    await scene.deliverAll();
    scene.device("bob1").refuse(scene.side("bob1"), "device");
    await scene.deliverAll();
    const states = scene.messages("alice1", "down", { method: "mprogress" });
    expect(states.map(({ state }) => state)).toEqual(["ringing", "leg-ended"]);
    expect(states[0]?.leg).toBe(states[1]?.leg);
    await scene.end();
  });
});
