import { IllegalStateError, isProblem, refuse } from "@parley/runtime";
import type { IncomingSession, IncomingSetup, OutgoingSession } from "@parley/signalling";
import { describe, expect, it } from "vitest";
import { answer, candidate, offer } from "./descriptions.js";
import { serve, terminal } from "./terminals.js";
import type { Terminal } from "./terminals.js";

const bobsAddress = "acct:bob@parley.example";

/** A server with both users signed in. */
async function pair(): Promise<{ readonly alice: Terminal; readonly bob: Terminal }> {
  const server = await serve();
  return { alice: await terminal(server, "alice"), bob: await terminal(server, "bob") };
}

async function connected(alice: Terminal, bob: Terminal): Promise<{ readonly outgoing: OutgoingSession; readonly incoming: IncomingSession }> {
  const setup = alice.client.setup({ to: bobsAddress, description: offer() });
  const incoming = await (await bob.invited()).accept({ description: answer() });
  return { outgoing: await setup, incoming };
}

/** Why a session ended. */
function endOf(session: OutgoingSession | IncomingSession): Promise<string> {
  return new Promise((ended) => session.onEnded(({ reason }) => ended(reason)));
}

describe("a call through the signalling function", () => {
  it("is offered with the caller's address as the function knows it, under a session id of the function", async () => {
    const { alice, bob } = await pair();
    const setup = alice.client.setup({ to: bobsAddress, from: { uri: "acct:mallory@elsewhere.example", display: "Bank" }, description: offer() });
    const incoming = await bob.invited();
    expect(incoming.from).toEqual({ uri: "acct:alice@parley.example", display: "alice", asserted: "acct:alice@parley.example" });
    expect(incoming.session).not.toBe(setup.session);
    expect(incoming.description).toEqual(offer());
    await incoming.accept({ description: answer() });
    expect((await setup).answer.description).toEqual(answer());
  });

  it("passes ringing, and candidates in their order, those before the answer too", async () => {
    const { alice, bob } = await pair();
    const setup = alice.client.setup({ to: bobsAddress, description: offer() });
    const numbered = (number: number) => ({ ...candidate, candidate: candidate.candidate.replace("40000", String(40_000 + number)) });
    for (let number = 0; number < 20; number += 1) setup.candidate({ ufrag: "8hhY", candidates: [numbered(number)] });
    setup.candidate({ ufrag: "8hhY", candidates: [], endOfCandidates: true });
    const ringing = new Promise<string>((heard) => setup.onProgress(({ state }) => heard(state)));

    const incoming = await bob.invited();
    incoming.progress({ state: "ringing" });
    const arrived: string[] = [];
    const all = new Promise<void>((done) => incoming.onCandidate(({ candidates, endOfCandidates }) => {
      arrived.push(...candidates.map((each) => each.candidate));
      if (endOfCandidates === true) done();
    }));
    await all;
    expect(arrived).toEqual(Array.from({ length: 20 }, (_, number) => numbered(number).candidate));
    expect(await ringing).toBe("ringing");

    const session = await incoming.accept({ description: answer() });
    session.candidate({ ufrag: "Wq3k", candidates: [candidate], endOfCandidates: true });
    const outgoing = await setup;
    const back = await new Promise<readonly unknown[]>((heard) => outgoing.onCandidate(({ candidates }) => heard(candidates)));
    expect(back).toEqual([candidate]);
  });

  it("is ended by either side, and the other side hears why", async () => {
    const { alice, bob } = await pair();
    const first = await connected(alice, bob);
    const heardByBob = endOf(first.incoming);
    await first.outgoing.disconnect({ reason: "normal" });
    expect(await heardByBob).toBe("normal");
    const second = await connected(alice, bob);
    const heardByAlice = endOf(second.outgoing);
    await second.incoming.disconnect({ reason: "media-failed" });
    expect(await heardByAlice).toBe("media-failed");
  });

  it("is refused as the called user says, and as the function knows", async () => {
    const { alice, bob } = await pair();
    const refusedBy = async (refusal: (incoming: IncomingSetup) => void) => {
      const setup = alice.client.setup({ to: bobsAddress, description: offer() });
      refusal(await bob.invited());
      return setup.then(() => "accepted", (error: unknown) => error);
    };
    expect(await refusedBy((incoming) => incoming.refuse("declined", { scope: "everywhere" }))).toMatchObject({ problem: "declined", details: { scope: "everywhere" } });
    expect(await refusedBy((incoming) => incoming.refuse("busy"))).toMatchObject({ problem: "busy" });

    const to = async (address: string) => alice.client.setup({ to: address, description: offer() }).then(() => "accepted", (error: unknown) => error);
    expect(await to("acct:nobody@parley.example")).toMatchObject({ problem: "unreachable" });
    expect(await to("tel:+81312345678")).toMatchObject({ problem: "address-unsupported" });
    expect(await to("acct:alice@parley.example")).toMatchObject({ problem: "busy" });
    expect(await to("https://parley.example/conferences/none")).toMatchObject({ problem: "forbidden" });
    await bob.client.unavailable({});
    expect(await to(bobsAddress)).toMatchObject({ problem: "unreachable" });
  });

  it("is compared by address as the specification says: scheme and host in lower case, the rest as it is", async () => {
    const { alice, bob } = await pair();
    const setup = alice.client.setup({ to: "ACCT:bob@PARLEY.example", description: offer() });
    (await bob.invited()).refuse("busy");
    await expect(setup).rejects.toMatchObject({ problem: "busy" });
    await expect(alice.client.setup({ to: "acct:BOB@parley.example", description: offer() })).rejects.toMatchObject({ problem: "unreachable" });
  });

  it("can be cancelled while it rings; an answer that crosses is ended again", async () => {
    const { alice, bob } = await pair();
    const setup = alice.client.setup({ to: bobsAddress, description: offer() });
    const incoming = await bob.invited();
    const cancelled = new Promise<void>((heard) => incoming.onCancel(() => heard()));
    await setup.cancel();
    await expect(setup).rejects.toMatchObject({ problem: "cancelled" });
    await cancelled;
    await expect(incoming.accept({ description: answer() })).rejects.toBeInstanceOf(IllegalStateError);

    // Both at once: whoever wins on each hop, nobody is left with a session.
    const crossing = alice.client.setup({ to: bobsAddress, description: offer() });
    const second = await bob.invited();
    const accepted = second.accept({ description: answer() });
    const cancelling = crossing.cancel().catch(() => undefined);
    await crossing.then(endOf, (error: unknown) => expect(error).toMatchObject({ problem: "cancelled" }));
    await cancelling;
    expect(["cancelled", "normal"]).toContain(await endOf(await accepted));
  });

  it("passes updates of both kinds with their answers; a refused one leaves the call as it was", async () => {
    const { alice, bob } = await pair();
    const { outgoing, incoming } = await connected(alice, bob);
    const heard: unknown[] = [];
    const unsubscribe = incoming.onUpdate((update) => {
      heard.push(update.media ?? update.description?.media);
      return update.description === undefined ? {} : { description: answer("recvonly") };
    });
    expect((await outgoing.update({ media: [{ mid: "0", muted: true }] })).description).toBeUndefined();
    expect((await outgoing.update({ description: offer("sendonly") })).description).toEqual(answer("recvonly"));
    expect(heard).toEqual([[{ mid: "0", muted: true }], offer("sendonly").media]);
    unsubscribe();
    incoming.onUpdate(() => refuse("declined"));
    await expect(outgoing.update({ description: offer() })).rejects.toMatchObject({ problem: "declined" });
    incoming.onUpdate(() => {
      throw new Error("a fault of the program");
    });
    await expect(outgoing.update({ description: offer() })).rejects.toMatchObject({ problem: "internal" });
    await outgoing.disconnect({ reason: "normal" });
  });

  it("refuses both of two offers that cross, and goes on", async () => {
    const { alice, bob } = await pair();
    const { outgoing, incoming } = await connected(alice, bob);
    outgoing.onUpdate(() => ({ description: answer() }));
    incoming.onUpdate(() => ({ description: answer() }));
    const both = await Promise.allSettled([outgoing.update({ description: offer() }), incoming.update({ description: offer() })]);
    const refused = both.filter((result) => result.status === "rejected").map(({ reason }) => reason as unknown);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((error) => isProblem(error, "glare"))).toBe(true);
    await outgoing.update({ description: offer() });
    await incoming.update({ description: offer() });
  });

  it("refuses keys in the clear and a list of media that is not that of the SDP, without ringing anybody", async () => {
    const { alice } = await pair();
    const call = (description: ReturnType<typeof offer>) => alice.client.setup({ to: bobsAddress, description }).then(() => "accepted", (error: unknown) => error);
    const { sdp } = offer();
    expect(await call({ ...offer(), sdp: `${sdp}a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj\r\n` })).toMatchObject({ problem: "insecure-media" });
    for (const media of [[], [{ mid: "1", kind: "audio", direction: "sendrecv" }], [{ mid: "0", kind: "video", direction: "sendrecv" }], [{ mid: "0", kind: "audio", direction: "inactive" }]]) {
      expect(await call({ ...offer(), media: media.length === 0 ? [...offer().media, ...offer().media] : media })).toMatchObject({ problem: "description-mismatch" });
    }
  });
});
