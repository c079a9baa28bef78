import { describe, expect, it } from "vitest";
import { RawTerminal } from "./raw-terminal.js";
import { Scene } from "./scene.js";

const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";

/** Both users are there, with these devices, and alice1 has called; nothing is on its way. */
async function ringing(...devices: readonly string[]): Promise<Scene> {
  const scene = new Scene();
  await scene.online("alice1", ...devices);
  await scene.play("alice1 call bob");
  await scene.deliverAll();
  return scene;
}

const reasonOf = (scene: Scene, device: string) => scene.device(device).calls.at(-1)?.ended;

describe("3: what a session is called", () => {
  it("is the matter of each hop; the tie-break and the end-to-end name travel unchanged", async () => {
    const scene = await ringing("bob1");
    const [asked] = scene.messages("alice1", "up", { method: "msetup" });
    const [offered] = scene.messages("bob1", "down", { method: "msetup" });
    expect(offered?.session).not.toBe(asked?.session);
    expect([offered?.["exclusive"], offered?.["call"]]).toEqual([asked?.["exclusive"], asked?.["call"]]);
    await scene.end();
  });

  it("each device that is rung has a session of its own, and no `leg`", async () => {
    const scene = await ringing("bob1", "bob2");
    const offered = ["bob1", "bob2"].flatMap((device) => scene.messages(device, "down", { method: "msetup", kind: "request" }));
    expect(offered).toHaveLength(2);
    expect(new Set(offered.map((each) => each.session)).size).toBe(2);
    expect(offered.map(({ leg }) => leg)).toEqual([undefined, undefined]);
    await scene.end();
  });
});

describe("3a: two users call each other at once", () => {
  it("the lower tie-break wins on all hops: one call, and nobody is refused without one", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1");
    await scene.play("alice1 call bob", "bob1 call alice");
    await scene.deliverAll();
    for (const device of scene.devices) for (const side of device.calls) if (side.setup.state === "invited") device.accept(side);
    await scene.deliverAll();
    const up = scene.devices.flatMap(({ calls }) => calls).filter(({ ended }) => ended === undefined);
    expect(up.map(({ state }) => state)).toEqual(["established", "established"]);
    expect(new Set(up.map(({ name }) => name)).size).toBe(1);
    const breaks = ["alice1", "bob1"].map((device) => scene.messages(device, "up", { method: "msetup", kind: "request" })[0]?.["exclusive"] as { readonly tieBreak: string });
    const lower = (breaks[0]?.tieBreak ?? "") < (breaks[1]?.tieBreak ?? "") ? "alice1/1" : "bob1/1";
    expect(up[0]?.name).toBe(lower);
    await scene.end();
  });
});

describe("4: a cancel is the matter of each hop", () => {
  it("before the answer: success, then `cancelled`; the called side is cancelled too", async () => {
    const scene = await ringing("bob1");
    scene.device("alice1").cancel(scene.side("alice1"));
    await scene.deliverAll();
    const answers = scene.messages("alice1", "down", { kind: "response" }).filter(({ method }) => method.startsWith("ms") || method === "mcancel");
    expect(answers.map(({ method, success }) => [method, success])).toEqual([["mcancel", true], ["msetup", false]]);
    expect([reasonOf(scene, "alice1"), reasonOf(scene, "bob1")]).toEqual(["cancelled", "cancelled"]);
    await scene.end();
  });

  it("crossing the answer on the hop of the caller: `already-answered`, and the caller ends it", async () => {
    const scene = await ringing("bob1");
    scene.device("bob1").accept(scene.side("bob1"));
    await scene.play("bob1#1 up");
    scene.device("alice1").cancel(scene.side("alice1"));
    await scene.deliverAll();
    expect(scene.outcomes.get("cancel: already-answered")).toBe(1);
    expect(scene.messages("alice1", "up", { method: "mdisc", kind: "request" })).toHaveLength(1);
    expect([reasonOf(scene, "alice1"), reasonOf(scene, "bob1")]).toEqual(["cancelled", "cancelled"]);
    await scene.end();
  });

  it("crossing the answer on the hop of the called side: the caller has its response at once, and the function ends what was answered", async () => {
    const scene = await ringing("bob1");
    scene.device("alice1").cancel(scene.side("alice1"));
    await scene.play("alice1#1 up");
    scene.device("bob1").accept(scene.side("bob1"));
    await scene.play("alice1#1 down", "alice1#1 down");
    expect(reasonOf(scene, "alice1")).toBe("cancelled");
    await scene.deliverAll();
    expect(scene.messages("bob1", "down", { method: "mdisc", kind: "request" })).toHaveLength(1);
    expect(reasonOf(scene, "bob1")).toBe("cancelled");
    await scene.end();
  });

  it("a called side that is silent does not hold up the caller, and what it answers much later is ended", async () => {
    const scene = await ringing("bob1");
    scene.device("alice1").cancel(scene.side("alice1"));
    await scene.play("alice1#1 up", "alice1#1 down", "alice1#1 down");
    expect(reasonOf(scene, "alice1")).toBe("cancelled");
    scene.device("bob1").accept(scene.side("bob1"));
    await scene.wait(12_000);
    await scene.deliverAll();
    expect(reasonOf(scene, "bob1")).toBe("cancelled");
    await scene.end();
  });

  it("an answer that comes back with a connection, after the function has given the setup up, is ended", async () => {
    const scene = await ringing("bob1");
    scene.device("bob1").accept(scene.side("bob1"));
    await scene.play("bob1#1 is cut, losing both ways", "bob1#1 up");
    scene.device("alice1").cancel(scene.side("alice1"));
    await scene.play("alice1#1 up", "alice1#1 down", "alice1#1 down");
    await scene.wait(12_000);
    await scene.pass(20_000);
    expect(reasonOf(scene, "bob1")).toBeDefined();
    await scene.end();
  });
});

describe("5: two devices answer at once", () => {
  it("the first success that the function reads wins; the other device hears `answered-elsewhere`", async () => {
    const scene = await ringing("bob1", "bob2");
    scene.device("bob1").accept(scene.side("bob1"));
    scene.device("bob2").accept(scene.side("bob2"));
    await scene.play("bob2#1 up");
    await scene.deliverAll();
    expect(scene.messages("alice1", "down", { method: "msetup", kind: "response" })).toHaveLength(1);
    expect([scene.side("alice1").ended, scene.side("bob2").ended]).toEqual([undefined, undefined]);
    expect(reasonOf(scene, "bob1")).toBe("answered-elsewhere");
    await scene.end();
  });

  it("a device that has not answered is cancelled for the same reason", async () => {
    const scene = await ringing("bob1", "bob2");
    scene.device("bob1").accept(scene.side("bob1"));
    await scene.deliverAll();
    expect(scene.messages("bob2", "down", { method: "mcancel", kind: "request" })).toMatchObject([{ cause: { reason: "answered-elsewhere" } }]);
    expect(reasonOf(scene, "bob2")).toBe("answered-elsewhere");
    await scene.end();
  });

  it("a late success is ended also where the call is over by then", async () => {
    const scene = await ringing("bob1", "bob2");
    scene.device("bob1").accept(scene.side("bob1"));
    scene.device("bob2").accept(scene.side("bob2"));
    await scene.play("bob1#1 up", "alice1#1 down");
    scene.device("alice1").hangUp(scene.side("alice1"));
    await scene.play("alice1#1 up", "alice1#1 down", "bob1#1 down");
    await scene.deliverAll();
    expect(["alice1", "bob1", "bob2"].map((device) => reasonOf(scene, device))).toEqual(["normal", "normal", "answered-elsewhere"]);
    await scene.end();
  });

  it("a refusal for everywhere ends the fork; one for the device does not", async () => {
    const everywhere = await ringing("bob1", "bob2");
    everywhere.device("bob1").refuse(everywhere.side("bob1"), "everywhere");
    await everywhere.deliverAll();
    expect([reasonOf(everywhere, "alice1"), reasonOf(everywhere, "bob2")]).toEqual(["declined", "declined"]);
    await everywhere.end();

    const device = await ringing("bob1", "bob2");
    device.device("bob1").refuse(device.side("bob1"), "device");
    await device.deliverAll();
    expect([reasonOf(device, "alice1"), reasonOf(device, "bob2")]).toEqual([undefined, undefined]);
    device.device("bob2").accept(device.side("bob2"));
    await device.deliverAll();
    expect([device.side("alice1").state, device.side("bob2").state]).toEqual(["established", "established"]);
    await device.end();
  });

  it("when nobody answers, the best refusal goes up: what a user has said before what a time has", async () => {
    const scene = await ringing("bob1", "bob2");
    scene.device("bob1").refuse(scene.side("bob1"), "device");
    await scene.pass(110_000);
    expect(reasonOf(scene, "alice1")).toBe("declined");
    await scene.end();
  });

  it("a device that has declined, and comes back while another is still asked, is not asked again", async () => {
    const scene = await ringing("bob1", "bob2");
    scene.device("bob1").refuse(scene.side("bob1"), "device");
    await scene.deliverAll();
    scene.device("bob1").close();
    await scene.deliverAll();
    await scene.online("bob1");
    expect([scene.device("bob1").calls.length, reasonOf(scene, "alice1")]).toEqual([1, undefined]);
    await scene.end();
  });

  it("nothing of another leg comes after the final response", async () => {
    const scene = await ringing("bob1", "bob2");
    scene.device("bob1").accept(scene.side("bob1"));
    scene.device("bob2").ring(scene.side("bob2"));
    await scene.play("bob1#1 up");
    await scene.deliverAll();
    expect(scene.messages("alice1", "down", { method: "mprogress" })).toEqual([]);
    await scene.end();
  });
});

describe("7: candidates", () => {
  it("b: that come before the called side is there are kept for it, in their order", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1", "bob2");
    await scene.play("alice1 call bob");
    const side = scene.side("alice1");
    for (let number = 0; number < 3; number += 1) side.candidate();
    await scene.deliverAll();
    expect([scene.side("bob1").came, scene.side("bob2").came]).toEqual([side.sent, side.sent]);
    await scene.end();
  });

  it("c: that come before the answer, or after the end, harm nobody", async () => {
    const scene = await ringing("bob1");
    const called = scene.side("bob1");
    called.candidate();
    await scene.deliverAll();
    scene.device("bob1").accept(called);
    await scene.deliverAll();
    expect(scene.side("alice1").came).toEqual(called.sent);
    scene.device("alice1").hangUp(scene.side("alice1"));
    called.candidate();
    await scene.deliverAll();
    expect([reasonOf(scene, "alice1"), reasonOf(scene, "bob1")]).toEqual(["normal", "normal"]);
    expect(scene.messages("bob1", "down", { method: "refused" })).toEqual([]);
    await scene.end();
  });
});

describe("8: the same again", () => {
  it("the same `id` is refused, in progress or done; in a new epoch a used `session` does not ring again", async () => {
    const scene = new Scene();
    await scene.online("bob1");
    const first = new RawTerminal(scene, "raw");
    await first.ask({ method: "auth", id: "1", token: "alice" });
    const setup = { method: "msetup", session, to: "acct:bob@parley.example", call: "c" };
    await first.ask({ ...setup, id: "2", seq: 1 });
    const again = await first.ask({ method: "unavailable", id: "2", seq: 2 });
    expect(again?.problemDetails?.type).toMatch(/duplicate-id$/);
    first.link.terminal.close(1001, "");
    await scene.deliverAll();
    const second = new RawTerminal(scene, "raw");
    await second.ask({ method: "auth", id: "1", token: "alice" });
    const retried = await second.ask({ ...setup, id: "2", seq: 1 });
    expect(retried?.problemDetails?.type).toMatch(/session-exists$/);
    expect(scene.messages("bob1", "down", { method: "msetup", kind: "request" })).toHaveLength(1);
  });
});

describe("10c: the caller and the function wait for the same answer", () => {
  it("the outer time is the longer: the function says `no-answer`, and no cancel crosses it", async () => {
    const scene = await ringing("bob1");
    await scene.pass(120_000);
    expect(reasonOf(scene, "alice1")).toBe("no-answer");
    expect(scene.messages("alice1", "up", { method: "mcancel" })).toEqual([]);
    await scene.end();
  });
});

describe("20: devices", () => {
  it("a: a page that is loaded again takes the place of itself; the ghost is not rung", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1");
    const [ghost] = scene.links.filter(({ name }) => name === "bob1#1");
    ghost?.cut({ up: true, down: true });
    const again = new RawTerminal(scene, "bob1");
    await again.ask({ method: "auth", id: "1", token: "bob" });
    await again.ask({ method: "available", id: "2", seq: 1, device: "device-bob1", addresses: ["acct:bob@parley.example"] });
    await scene.play("alice1 call bob", "alice1#1 up");
    expect(scene.messages("bob1", "down", { method: "msetup", kind: "request" })).toHaveLength(1);
    expect(again.link.waiting("down")).toBeGreaterThan(0);
  });

  it("a device whose connection is lost is not rung", async () => {
    const scene = new Scene();
    await scene.online("alice1", "bob1");
    scene.device("bob1").isDead = true;
    await scene.play("bob1#1 is cut, losing both ways", "bob1#1 up");
    await scene.play("alice1 call bob");
    await scene.deliverAll();
    expect(reasonOf(scene, "alice1")).toBe("unreachable");
    await scene.end();
  });
});

describe("25: addresses", () => {
  it.each([["gopher:bob", "address-unsupported"], ["acct:nobody@parley.example", "unreachable"]])("%s is %s, not malformed", async (to, problem) => {
    const scene = new Scene();
    const raw = new RawTerminal(scene, "raw");
    await raw.ask({ method: "auth", id: "1", token: "alice" });
    const answer = await raw.ask({ method: "msetup", id: "2", seq: 1, session, to });
    expect(answer?.problemDetails?.type.split(/[:/#]/).at(-1)).toBe(problem);
  });
});
