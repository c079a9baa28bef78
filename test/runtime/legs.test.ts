import { initialPosition, step } from "@parley/runtime";
import type { Position, SessionHandle, Stimulus } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { legProtocol } from "./leg-protocol.js";
import { arrive, failure, type Pair, signedIn } from "./peer-pair.js";

const machine = legProtocol.machines["sessionInitiator"] ?? (() => { throw new Error("No machine."); })();

/** Where the machine is after these messages, all of them legal. */
function after(...passing: readonly Stimulus[]): Position {
  let at = initialPosition(legProtocol, machine);
  for (const stimulus of passing) {
    const found = step(legProtocol, machine, at, stimulus);
    if (!found.isLegal) throw new Error(`${String(stimulus.name)} is illegal in ${found.state}.`);
    at = found.position;
  }
  return at;
}

const setup: Stimulus = { on: "send", name: "msetup.request", message: { description: "offer" } };
const answerOf = (leg: string): Stimulus => ({ on: "receive", name: "mprogress.notification", message: { leg, description: "answer" } });
const accepted = (fields: object): Stimulus => ({ on: "receive", name: "msetup.response", message: { success: true, ...fields }, request: {} });
const update = (fields: object): Stimulus => ({ on: "send", name: "mupdate.request", message: { description: "offer", ...fields } });
const talkOf = (at: Position) => at.children["initiatorTalk"];

describe("a step", () => {
  test("of a new leg begins where the main one is, and leaves that where it is", () => {
    const at = after(setup, answerOf("b"));
    expect(talkOf(at)).toMatchObject({ main: { state: "offered" }, others: { b: { state: "stable" } } });
  });

  test("changes nothing where it starts from", () => {
    const at = after(setup);
    const before = structuredClone(at);
    step(legProtocol, machine, at, answerOf("b"));
    expect(at).toEqual(before);
  });

  test("of a response is the one of its request's leg, though the response does not say", () => {
    const at = after(setup, answerOf("b"), update({ leg: "b" }), { on: "receive", name: "mupdate.response", message: { success: true }, request: { leg: "b" } });
    expect(talkOf(at)).toMatchObject({ main: { state: "offered" }, others: { b: { state: "stable" } } });
  });

  test("by the success that names a leg makes that the main one, and the only one", () => {
    const at = after(setup, answerOf("b"), answerOf("c"), accepted({ leg: "b" }));
    expect(talkOf(at)).toMatchObject({ main: { state: "stable" }, others: {}, chosen: "b" });
    expect(step(legProtocol, machine, at, update({ leg: "b" })).isLegal).toBe(true);
    expect(step(legProtocol, machine, at, update({})).isLegal).toBe(true);
    expect(step(legProtocol, machine, at, update({ leg: "c" }))).toMatchObject({ isLegal: false, child: "initiatorTalk", legalIn: [] });
  });

  test("by a success that names none leaves the main one alone", () => {
    const at = after(setup, answerOf("b"), accepted({ description: "answer" }));
    expect(talkOf(at)).toMatchObject({ main: { state: "stable" }, others: {}, chosen: "" });
  });

  test("that a child does not take is none, and says where it would be", () => {
    expect(step(legProtocol, machine, after(setup), update({}))).toEqual({
      isLegal: false,
      child: "initiatorTalk",
      state: "offered",
      legalIn: ["stable"],
    });
  });

  test("that no child sees is the machine's alone", () => {
    const at = after(setup, { on: "send", name: "mupdate.request", message: { note: "no offer" } });
    expect(talkOf(at)).toMatchObject({ main: { state: "offered" } });
  });

  test("to the end is not asked of the children", () => {
    expect(after(setup, { on: "receive", name: "msetup.response", message: { success: false }, request: {} }).state).toBe("ended");
  });

  test("makes no more legs than may be", () => {
    const at = after(setup, ...["a", "b", "c"].map(answerOf));
    expect(step(legProtocol, machine, at, answerOf("d"))).toMatchObject({ isLegal: false, child: "initiatorTalk" });
    expect(Object.keys(talkOf(at)?.others ?? {})).toEqual(["a", "b", "c"]);
  });

  test.each(["__proto__", "constructor", "toString"])("takes a leg of the name %s for any other", (leg) => {
    expect(step(legProtocol, machine, after(setup, answerOf(leg)), update({ leg }))).toMatchObject({ isLegal: true });
    expect(step(legProtocol, machine, after(setup), update({ leg }))).toMatchObject({ isLegal: false, state: "offered" });
  });
});

/** A terminal whose setup waits at the function. */
async function waiting(): Promise<Pair & { readonly mine: SessionHandle; readonly setup: Promise<object>; readonly theirs: SessionHandle }> {
  const made = await signedIn({ protocol: legProtocol });
  made.function.answers["msetup"] = (_message, call) => {
    call.signal.addEventListener("abort", () => {});
    return undefined;
  };
  const mine = made.terminal.peer.session("sessionInitiator", { session: "s1" });
  const pending = mine.request("msetup", { to: "bob", description: "offer" });
  pending.catch(() => {});
  await arrive(made.clock);
  return { ...made, mine, setup: pending, theirs: made.function.peer.session("sessionResponder", { session: "s1" }) };
}

describe("the program", () => {
  test("is told before anything is sent, with the states of the child", async () => {
    const { terminal, mine } = await waiting();
    const before = terminal.sent.length;
    const error = await failure(mine.request("mupdate", { description: "offer" }));
    expect(error).toMatchObject({ name: "IllegalStateError", state: "settingUp", legalIn: ["stable"] });
    expect(String(error)).toContain(`its "initiatorTalk" is in state "offered", and it is legal in "stable"`);
    expect(terminal.sent).toHaveLength(before);
  });

  test("updates a leg before the answer, once its offer has one", async () => {
    const { mine, theirs, clock } = await waiting();
    theirs.notify("mprogress", { state: "early", leg: "b", description: "answer" });
    await arrive(clock);
    expect(await mine.request("mupdate", { leg: "b", description: "offer" })).toMatchObject({ success: true });
    expect(await failure(mine.request("mupdate", { description: "offer" }))).toMatchObject({ name: "IllegalStateError" });
  });

  test("cannot answer what its offer and answer do not allow", async () => {
    const { mine, theirs, function: server, clock } = await waiting();
    const wrong: unknown[] = [];
    server.answers["mupdate"] = () => ({});
    theirs.notify("mprogress", { state: "early", description: "answer" });
    await arrive(clock);
    await mine.request("mupdate", { description: "offer" });
    try {
      theirs.notify("mprogress", { state: "early", description: "answer" });
    } catch (error) {
      wrong.push(error);
    }
    expect(wrong).toMatchObject([{ name: "IllegalStateError", legalIn: ["offered"] }]);
  });
});

describe("the peer", () => {
  const raw = (pair: Pair, from: "terminal" | "function", message: object) => pair[from].transport.send(JSON.stringify(message));

  test("is refused a request that a child does not take", async () => {
    const pair = await waiting();
    raw(pair, "terminal", { kind: "request", method: "mupdate", id: "x", seq: 2, session: "s1", description: "offer" });
    await arrive(pair.clock);
    expect(pair.function.sent.at(-1)).toMatchObject({ method: "mupdate", id: "x", success: false, problemDetails: { title: "illegal-state" } });
    expect(pair.function.shown).not.toContain("mupdate.request");
  });

  test("is refused as the child says, and the program sees nothing of it", async () => {
    const pair = await waiting();
    const { mine, theirs, clock } = pair;
    theirs.notify("mprogress", { state: "early", description: "answer" });
    await arrive(clock);
    pair.function.answers["mupdate"] = () => new Promise(() => {});
    mine.request("mupdate", { description: "offer" }).catch(() => {});
    raw(pair, "function", { kind: "request", method: "mupdate", id: "y", seq: 2, session: "s1", description: "offer" });
    await arrive(clock);
    expect(pair.terminal.sent.at(-1)).toMatchObject({ method: "mupdate", id: "y", problemDetails: { title: "glare" } });
    expect(pair.terminal.shown).not.toContain("mupdate.request");
  });

  test("answers what may not come: a bad response, and the end of the session", async () => {
    const pair = await waiting();
    const { id } = pair.terminal.sent.find(({ method }) => method === "msetup") ?? {};
    raw(pair, "function", { kind: "response", method: "msetup", id, seq: 1, success: true, session: "s1", answer: "yes" });
    await arrive(pair.clock);
    expect(await failure(pair.setup)).toMatchObject({ problem: "bad-response", details: { detail: 'The response to "msetup" is not what may come now.' } });
    expect(pair.terminal.peer.counters.badResponses).toBe(1);
    expect(pair.terminal.sent.filter(({ method }) => method === "mdisc")).toMatchObject([{ cause: { reason: "bad-response" } }]);
  });

  test("notifies of what may not come: dropped", async () => {
    const pair = await waiting();
    pair.theirs.notify("mprogress", { state: "early", description: "answer" });
    await arrive(pair.clock);
    const before = pair.terminal.peer.counters.dropped;
    raw(pair, "function", { kind: "notification", method: "mprogress", seq: 2, session: "s1", state: "early", description: "answer" });
    await arrive(pair.clock);
    expect([pair.terminal.peer.counters.dropped - before, pair.terminal.shown.length]).toEqual([1, 1]);
  });
});
