import { describe, expect, it } from "vitest";
import { RawTerminal } from "./raw-terminal.js";
import { Scene } from "./scene.js";
import type { WireMessage } from "./wire-watch.js";

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

/** What `auth` granted on the connection of a raw terminal. */
async function granted(terminal: RawTerminal, user: string, resume?: object): Promise<WireMessage> {
  const answer = await terminal.ask({ method: "auth", id: "auth", token: user, ...(resume === undefined ? {} : { resume }) });
  if (answer?.success !== true) throw new Error(JSON.stringify(answer));
  return answer;
}

function resumeOf(answer: WireMessage, received: number): object {
  const { id, secret } = answer.epoch as { readonly id: string; readonly secret: string };
  return { epoch: id, secret, received, sessions: [] };
}

describe("1b: the handshake of a resume has no number of its own", () => {
  it("and the numbers go on where they were", async () => {
    const scene = await inCall();
    await scene.play("alice1#1 is cut, losing both ways", "alice1#1 down");
    scene.side("alice1").candidate();
    await scene.pass(5_000);
    const handshake = scene.messages("alice1", "up", { method: "auth" });
    expect(handshake.map(({ seq }) => seq)).toEqual([undefined, undefined]);
    const numbers = scene.messages("alice1", "up").flatMap(({ seq }) => seq ?? []);
    expect(new Set(numbers)).toEqual(new Set(numbers.map((_, index) => index + 1).slice(0, new Set(numbers).size)));
    await scene.end();
  });
});

describe("2a: a resume needs the secret of its epoch", () => {
  it("with another one a new epoch is opened, and the named one is not touched", async () => {
    const scene = await inCall();
    const epoch = scene.messages("alice1", "down", { method: "auth" })[0]?.epoch?.id ?? "";
    const thief = new RawTerminal(scene, "thief");
    const answer = await granted(thief, "alice", { epoch, secret: "A".repeat(43), received: 0, sessions: [] });
    expect(answer).toMatchObject({ resumed: false });
    expect(answer.epoch?.id).not.toBe(epoch);
    expect([scene.side("alice1").ended, scene.side("bob1").ended]).toEqual([undefined, undefined]);
    expect(scene.device("alice1").client?.state).toBe("ready");
  });
});

describe("2b: the answer to a resume is lost", () => {
  it("the secret that the terminal still has is good again", async () => {
    const scene = new Scene();
    const first = new RawTerminal(scene, "raw");
    const opened = await granted(first, "alice");
    first.cut();
    const second = new RawTerminal(scene, "raw");
    second.link.terminal.send(JSON.stringify({ kind: "request", method: "auth", id: "2", token: "alice", resume: resumeOf(opened, 0) }));
    await scene.play("raw#2 up");
    second.cut();
    await scene.deliverAll();
    const third = new RawTerminal(scene, "raw");
    const again = await granted(third, "alice", resumeOf(opened, 0));
    expect(again).toMatchObject({ resumed: true, epoch: { id: opened.epoch?.id } });
  });

  it("but not once the new one has been used", async () => {
    const scene = new Scene();
    const first = new RawTerminal(scene, "raw");
    const opened = await granted(first, "alice");
    first.cut();
    const second = new RawTerminal(scene, "raw");
    const resumed = await granted(second, "alice", resumeOf(opened, 0));
    await second.ask({ method: "unavailable", id: "3", seq: 1 });
    second.cut();
    await scene.deliverAll();
    const third = new RawTerminal(scene, "raw");
    expect(await granted(third, "alice", resumeOf(opened, 1))).toMatchObject({ resumed: false });
    const fourth = new RawTerminal(scene, "raw");
    expect(await granted(fourth, "alice", resumeOf(resumed, 1))).toMatchObject({ resumed: true, received: 1 });
  });
});

describe("2c: what is still in the old connection", () => {
  it("is read by nobody once the new one has resumed, and taken once", async () => {
    const scene = await inCall();
    const side = scene.side("alice1");
    for (let number = 0; number < 3; number += 1) side.candidate();
    // The terminal has left; what it wrote is still on its way.
    await scene.play("alice1#1 is cut, losing nothing", "alice1#1 down");
    while (scene.links.length < 3) await scene.play("time", ...opening(scene));
    await scene.play("alice1#2 up", "alice1#2 down");
    await scene.play(...Array.from({ length: scene.links[0]?.waiting("up") ?? 0 }, () => "alice1#1 up"));
    await scene.deliverAll();
    expect(scene.side("bob1").came).toEqual(side.sent);
    await scene.end();
  });

  it("and what came in time is not sent again", async () => {
    const scene = await inCall();
    const side = scene.side("alice1");
    for (let number = 0; number < 3; number += 1) side.candidate();
    await scene.play("alice1#1 is cut, losing nothing", "alice1#1 down", "alice1#1 up", "alice1#1 up", "alice1#1 up");
    await scene.pass(5_000);
    const numbers = scene.messages("alice1", "up", { method: "mcandidate" }).map(({ seq }) => seq);
    expect(numbers).toHaveLength(3);
    expect(scene.side("bob1").came).toEqual(side.sent);
    await scene.end();
  });
});

describe("2d: somebody else names the epoch", () => {
  it("and gets an epoch of her own; the named one goes on, with its calls", async () => {
    const scene = await inCall();
    const answer = scene.messages("alice1", "down", { method: "auth" })[0] as WireMessage;
    const mallory = new RawTerminal(scene, "mallory");
    expect(await granted(mallory, "bob", resumeOf(answer, 0))).toMatchObject({ resumed: false });
    scene.side("alice1").update("offer");
    await scene.deliverAll();
    scene.side("bob1").decideUpdate(true);
    await scene.deliverAll();
    expect(scene.outcomes.get("offer: success")).toBe(1);
    await scene.end();
  });
});

describe("2e: a success says whether it resumes", () => {
  it("with what was received and which sessions are held; or with a new epoch", async () => {
    const scene = await inCall();
    await scene.play("alice1#1 is cut, losing both ways", "alice1#1 down");
    await scene.pass(5_000);
    const [first, second] = scene.messages("alice1", "down", { method: "auth" });
    expect(first).toMatchObject({ resumed: false });
    expect(first).not.toHaveProperty("received");
    expect(second).toMatchObject({ resumed: true, received: expect.any(Number), sessions: [{ session: scene.side("alice1").setup.session }] });
    await scene.end();
  });
});

describe("two resumes of one epoch", () => {
  it("the later wins, and the earlier connection is closed", async () => {
    const scene = new Scene();
    const first = new RawTerminal(scene, "raw");
    const opened = await granted(first, "alice");
    const second = new RawTerminal(scene, "raw");
    const resumed = await granted(second, "alice", resumeOf(opened, 0));
    const third = new RawTerminal(scene, "raw");
    const again = await granted(third, "alice", resumeOf(resumed, 0));
    expect([resumed, again]).toMatchObject([{ resumed: true }, { resumed: true }]);
    expect([first.closed, second.closed, third.closed]).toEqual([expect.any(Number), expect.any(Number), undefined]);
  });
});

describe("counts that cannot be", () => {
  it.each([7, 99])("%i received of nothing sent: `resume-mismatch`, and the epoch is over", async (received) => {
    const scene = new Scene();
    const first = new RawTerminal(scene, "raw");
    const opened = await granted(first, "alice");
    first.cut();
    await scene.deliverAll();
    const second = new RawTerminal(scene, "raw");
    const answer = await second.ask({ method: "auth", id: "2", token: "alice", resume: resumeOf(opened, received) });
    expect(answer?.problemDetails?.type).toMatch(/resume-mismatch$/);
    const third = new RawTerminal(scene, "raw");
    expect(await granted(third, "alice", resumeOf(opened, 0))).toMatchObject({ resumed: false });
  });
});

describe("20b: a page that is closed, and a radio that is lost", () => {
  it("closed: the other side hears at once", async () => {
    const scene = await inCall();
    scene.device("alice1").close();
    await scene.deliverAll();
    expect(scene.side("bob1").ended).toBe("connection-lost");
    await scene.end();
  });

  it("lost: the other side hears `away`, and `back` when it is back", async () => {
    const scene = await inCall();
    const states: string[] = [];
    const { session } = scene.side("bob1");
    if (session !== undefined && "onProgress" in session) session.onProgress(({ state }) => states.push(state));
    await scene.play("alice1#1 is cut, losing both ways", "alice1#1 up");
    await scene.pass(5_000);
    expect([scene.side("alice1").ended, scene.side("bob1").ended]).toEqual([undefined, undefined]);
    const told = scene.messages("bob1", "down", { method: "mprogress" }).map(({ state }) => state);
    expect(told).toEqual(["away", "back"]);
    await scene.end();
  });

  it("lost for good: it ends for the other side with the window", async () => {
    const scene = await inCall();
    scene.device("alice1").isDead = true;
    await scene.play("alice1#1 is cut, losing both ways");
    await scene.pass(29_000);
    expect(scene.side("bob1").ended).toBe(undefined);
    await scene.pass(2_000);
    expect(scene.side("bob1").ended).toBe("connection-lost");
    await scene.end();
  });
});

describe("20c: a terminal comes back without the session", () => {
  it("that session ends with `state-lost`, on both sides", async () => {
    const scene = new Scene();
    await scene.online("bob1");
    const first = new RawTerminal(scene, "raw");
    const opened = await granted(first, "alice");
    const session = "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11";
    await first.say({ kind: "request", method: "msetup", id: "2", seq: 1, session, to: "acct:bob@parley.example", call: "c" });
    const incoming = scene.side("bob1");
    scene.device("bob1").accept(incoming);
    await scene.deliverAll();
    first.cut();
    await scene.deliverAll();
    const second = new RawTerminal(scene, "raw");
    const received = Math.max(...first.arrived.map(({ seq }) => seq ?? 0));
    expect(await granted(second, "alice", resumeOf(opened, received))).toMatchObject({ resumed: true });
    await scene.deliverAll();
    expect(incoming.ended).toBe("state-lost");
  });
});

/** The labels of what opens now, if anything does. */
function opening(scene: Scene): readonly string[] {
  return scene.choices().map(({ label }) => label).filter((label) => label.endsWith(" opens"));
}
