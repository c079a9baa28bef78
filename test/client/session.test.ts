import { DeadlineError, IllegalStateError, isProblem, refuse } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { answer, bob, candidate, endsOf, nextSetup, offer, pair, refusal, sessionId, settled } from "./pair.js";

const priorities = (seen: readonly { readonly candidates: readonly { readonly candidate: string }[] }[]) =>
  seen.flatMap(({ candidates }) => candidates.map((each) => Number(each.candidate.split(" ")[3])));

describe("candidates are not lost", () => {
  test("those that come before the answer, for a caller that listens after it", async () => {
    const { client } = await pair({
      msetup: async ({ session }, from) => {
        from.mcandidate({ session, ...candidate(1) });
        from.mcandidate({ session, ...candidate(2) });
        return { description: answer };
      },
    });
    const session = await client.setup(bob);
    await settled();
    const seen: Parameters<Parameters<typeof session.onCandidate>[0]>[0][] = [];
    session.onCandidate((each) => seen.push(each));
    expect(priorities(seen)).toEqual([1, 2]);
  });

  test("those that come while a called program decides, in order, then those that come later", async () => {
    const { client, connection } = await pair();
    void connection.msetup({ session: sessionId, ...bob });
    connection.mcandidate({ session: sessionId, ...candidate(1) });
    const incoming = await nextSetup(client);
    const session = await incoming.accept({ description: answer });
    connection.mcandidate({ session: sessionId, ...candidate(2) });
    await settled();
    const seen: Parameters<Parameters<typeof session.onCandidate>[0]>[0][] = [];
    session.onCandidate((each) => seen.push(each));
    connection.mcandidate({ session: sessionId, ...candidate(3) });
    await settled();
    expect(priorities(seen)).toEqual([1, 2, 3]);
  });
});

describe("a setup", () => {
  test("is given up by its signal: the other side gets mcancel, the caller the signal's reason", async () => {
    const causes: unknown[] = [];
    const { client, sent } = await pair({ mcancel: ({ cause }) => causes.push(cause) });
    const controller = new AbortController();
    const setup = client.setup(bob, { signal: controller.signal });
    const ends = endsOf(setup);
    await settled();
    controller.abort();
    await expect(setup).rejects.toMatchObject({ name: "AbortError" });
    await settled();
    expect(sent.slice(1)).toEqual(["msetup request", "mcancel request"]);
    expect(causes).toEqual([{ reason: "cancelled" }]);
    expect(ends).toEqual(["cancelled"]);
  });

  test("has a deadline of its caller's", async () => {
    const causes: unknown[] = [];
    const { client, clock } = await pair({ mcancel: ({ cause }) => causes.push(cause) });
    const setup = client.setup(bob, { deadline: 5_000 });
    const ends = endsOf(setup);
    const refused = expect(setup).rejects.toBeInstanceOf(DeadlineError);
    await clock.advance(5_000);
    await refused;
    await settled();
    expect(causes).toEqual([{ reason: "timeout" }]);
    expect(ends).toEqual(["timeout"]);
  });

  test("is cancelled by name, with a cause", async () => {
    const causes: unknown[] = [];
    const { client } = await pair({ mcancel: ({ cause }) => causes.push(cause) });
    const setup = client.setup(bob);
    const ends = endsOf(setup);
    const refused = expect(setup).rejects.toEqual(refusal("cancelled"));
    await settled();
    await setup.cancel({ reason: "cancelled", text: "changed my mind" });
    await refused;
    expect(causes).toEqual([{ reason: "cancelled", text: "changed my mind" }]);
    expect(ends).toEqual(["cancelled"]);
  });

  test("hears progress before the answer", async () => {
    const { client } = await pair({
      msetup: async ({ session }, from) => {
        from.mprogress({ session, state: "ringing" });
        return { description: answer };
      },
    });
    const setup = client.setup(bob);
    const progress: string[] = [];
    setup.onProgress(({ state }) => progress.push(state));
    const session = await setup;
    expect(progress).toEqual(["ringing"]);
    expect(session.answer.description).toEqual(answer);
    expect(session.session).toBe(setup.session);
  });

  test("that is refused names the problem, and leaves no unhandled rejection when nobody awaits it", async () => {
    const { client } = await pair({ msetup: () => refuse("busy", { scope: "device" }) });
    const setup = client.setup(bob);
    const ends = endsOf(setup);
    await settled();
    expect(ends).toEqual(["busy"]);
    const error: unknown = await Promise.resolve(setup).catch((refused: unknown) => refused);
    expect(isProblem(error, "busy") && error.details.scope).toBe("device");
  });
});

describe("a call that is illegal", () => {
  test("is refused before anything is sent, and says where it is legal", async () => {
    const { client, sent } = await pair({ msetup: () => ({ description: answer }) });
    const session = await client.setup(bob);
    await session.disconnect({ reason: "normal" });
    const before = sent.length;
    const error: unknown = await session.update({ description: offer }).catch((refused: unknown) => refused);
    expect(error).toBeInstanceOf(IllegalStateError);
    expect(error).toMatchObject({ state: "ended", legalIn: ["settingUp", "established"] });
    expect(() => session.candidate(candidate(1))).toThrow(IllegalStateError);
    await settled();
    expect(sent.slice(before)).toEqual([]);
  });

  test("a setup is decided once", async () => {
    const { client, connection } = await pair();
    const answered = connection.msetup({ session: sessionId, ...bob });
    const incoming = await nextSetup(client);
    await incoming.accept({ description: answer });
    await answered;
    expect(() => incoming.refuse("busy")).toThrow(IllegalStateError);
    await expect(incoming.accept({ description: answer })).rejects.toBeInstanceOf(IllegalStateError);
  });
});

describe("a session says once that it has ended", () => {
  test("when this side hangs up", async () => {
    const { client } = await pair({ msetup: () => ({ description: answer }) });
    const session = await client.setup(bob);
    const ends = endsOf(session);
    await session.disconnect({ reason: "normal" });
    await client.close();
    expect(ends).toEqual(["normal"]);
  });

  test("when the other side hangs up", async () => {
    const { client, connection } = await pair({ msetup: () => ({ description: answer }) });
    const session = await client.setup(bob);
    const ends = endsOf(session);
    const causes: unknown[] = [];
    session.onDisconnect((cause) => causes.push(cause));
    await connection.mdisc({ session: session.session, cause: { reason: "media-failed", text: "no packets" } });
    await client.close();
    expect(ends).toEqual(["media-failed"]);
    expect(causes).toEqual([{ reason: "media-failed", text: "no packets" }]);
  });

  test("when the connection is lost and does not come back in time, in a call and before the answer", async () => {
    const { client, connection, clock, lose } = await pair({ msetup: () => ({ description: answer }) });
    const session = await client.setup(bob);
    void connection.msetup({ session: sessionId, ...bob }).catch(() => {});
    const incoming = await nextSetup(client);
    const ends = [endsOf(session), endsOf(incoming)];
    const closed: string[] = [];
    client.onClosed(({ reason }) => closed.push(reason));
    lose(true);
    await clock.advance(29_000);
    expect(ends).toEqual([[], []]);
    await clock.advance(1_000);
    expect([ends, closed]).toEqual([[["connection-lost"], ["connection-lost"]], []]);
    await clock.advance(700_000);
    expect([closed, client.state]).toEqual([["connection-lost"], "closed"]);
  });

  test("when the caller cancels, and then its called side can decide nothing", async () => {
    const { client, connection } = await pair();
    const controller = new AbortController();
    const answered = connection.msetup({ session: sessionId, ...bob }, { signal: controller.signal });
    answered.catch(() => {});
    const incoming = await nextSetup(client);
    const ends = endsOf(incoming);
    const cancels: unknown[] = [];
    incoming.onCancel((cause) => cancels.push(cause?.reason));
    controller.abort();
    await settled();
    expect(ends).toEqual(["cancelled"]);
    expect(cancels).toEqual(["cancelled"]);
    await expect(incoming.accept({ description: answer })).rejects.toBeInstanceOf(IllegalStateError);
  });

  test("when this side refuses", async () => {
    const { client, connection } = await pair();
    const answered = connection.msetup({ session: sessionId, ...bob });
    const incoming = await nextSetup(client);
    const ends = endsOf(incoming);
    incoming.refuse("declined", { scope: "everywhere" });
    await expect(answered).rejects.toEqual(refusal("declined"));
    expect(ends).toEqual(["declined"]);
  });

  test("also to one who asks after the end", async () => {
    const { client } = await pair({ msetup: () => ({ description: answer }) });
    const session = await client.setup(bob);
    await session.disconnect({ reason: "normal" });
    expect(endsOf(session)).toEqual(["normal"]);
  });
});

describe("an update", () => {
  test("waits for the handler of a program that has just answered", async () => {
    const { client, connection } = await pair();
    const answered = connection.msetup({ session: sessionId, ...bob });
    const incoming = await nextSetup(client);
    const session = await incoming.accept({ description: answer });
    await answered;
    const updated = connection.mupdate({ session: sessionId, description: offer });
    await settled();
    session.onUpdate(() => ({ description: answer }));
    await expect(updated).resolves.toMatchObject({ success: true, description: answer });
  });

  test("may be refused", async () => {
    const { client, connection } = await pair({ msetup: () => ({ description: answer }) });
    const session = await client.setup(bob);
    session.onUpdate(async () => refuse("declined"));
    await expect(connection.mupdate({ session: session.session, description: offer })).rejects.toEqual(refusal("declined"));
    expect(session.state).toBe("established");
  });

  test("that no handler ever answers is refused, and the program is told; the session goes on", async () => {
    const { client, connection, clock, faults } = await pair({ msetup: () => ({ description: answer }) });
    const session = await client.setup(bob);
    const updated = connection.mupdate({ session: session.session, description: offer });
    const refused = expect(updated).rejects.toEqual(refusal("internal"));
    await clock.advance(5_000);
    await refused;
    expect(faults).toEqual([expect.objectContaining({ message: expect.stringContaining('"mupdate"') })]);
    expect(session.state).toBe("established");
  });
});
