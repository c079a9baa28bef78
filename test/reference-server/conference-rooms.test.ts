import { createConferenceClient } from "@parley/conference";
import type { ConferenceClient } from "@parley/conference";
import type { ReferenceServer } from "@parley/reference-server";
import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { serve, terminal, tokenOf } from "./terminals.js";
import type { Terminal } from "./terminals.js";

function conferencesOf(server: ReferenceServer, user: string): ConferenceClient {
  return createConferenceClient({ baseUrl: `${server.url}/conference-management/v1`, token: tokenOf(server, user) });
}

async function meeting() {
  const server = await serve({ users: ["alice", "bob", "carol"] });
  const conferences = conferencesOf(server, "alice");
  const { id, uri } = await conferences.createConference({ body: { maxParticipants: 2 } });
  const joinToken = async () => (await conferences.issueJoinToken({ conferenceId: id, body: {} })).token;
  const [alice, bob, carol] = [await terminal(server, "alice"), await terminal(server, "bob"), await terminal(server, "carol")];
  const participants = async () => {
    const addresses: (string | undefined)[] = [];
    for await (const participant of conferences.listParticipants({ conferenceId: id })) addresses.push(participant.address);
    return addresses;
  };
  return { conferences, id, uri, joinToken, participants, alice, bob, carol };
}

describe("a conference for two", () => {
  it("is entered by a join token; the newcomer calls the one who was there before", async () => {
    const { uri, joinToken, participants, alice, bob } = await meeting();
    expect((await alice.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() })).occupied).toBeUndefined();
    expect((await bob.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() })).occupied).toEqual([uri]);
    expect(await participants()).toEqual(["acct:alice@parley.example", "acct:bob@parley.example"]);
    const setup = bob.client.setup({ to: uri, description: offer() });
    const incoming = await alice.invited();
    expect(incoming.to).toBe(uri);
    expect(incoming.from?.uri).toBe("acct:bob@parley.example");
    await incoming.accept({ description: answer() });
    await (await setup).disconnect({ reason: "normal" });
    // Both are in until they say otherwise.
    expect(await participants()).toHaveLength(2);
    await bob.client.available({ device: "first-device", addresses: bob.client.granted.addresses });
    await alice.client.unavailable({});
    expect(await participants()).toEqual([]);
  });

  it("is entered by a setup that carries the token, and left with the call", async () => {
    const { uri, joinToken, participants, alice, bob } = await meeting();
    const token = await joinToken();
    await expect(bob.client.setup({ to: uri, joinToken: token, description: offer() })).rejects.toMatchObject({ problem: "unreachable" });
    expect(await participants()).toEqual([]);
    await alice.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() });
    const setup = bob.client.setup({ to: uri, joinToken: token, description: offer() });
    const incoming = await (await alice.invited()).accept({ description: answer() });
    expect(await participants()).toHaveLength(2);
    const ended = new Promise((over) => incoming.onEnded(over));
    await (await setup).disconnect({ reason: "normal" });
    await ended;
    expect(await participants()).toEqual(["acct:alice@parley.example"]);
  });

  it("admits no third, no stranger, and nobody after its end", async () => {
    const { conferences, id, uri, joinToken, alice, bob, carol } = await meeting();
    await alice.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() });
    const used = await joinToken();
    await bob.client.available({ device: "first-device", addresses: [uri], joinToken: used });
    await expect(carol.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() })).rejects.toMatchObject({ problem: "conference-full" });
    await expect(carol.client.available({ device: "first-device", addresses: [uri], joinToken: used })).rejects.toMatchObject({ problem: "forbidden" });
    await expect(carol.client.available({ device: "first-device", addresses: [uri] })).rejects.toMatchObject({ problem: "forbidden" });
    const late = await joinToken();
    await conferences.endConference({ conferenceId: id });
    await expect(carol.client.available({ device: "first-device", addresses: [uri], joinToken: late })).rejects.toMatchObject({ problem: "conference-ended" });
  });

  it("tells a setup that it is over only to one who was in it or has shown a token of it", async () => {
    const { conferences, id, uri, joinToken, alice, bob, carol } = await meeting();
    const call = ({ client }: Terminal, token?: string) => client.setup({ to: uri, description: offer(), ...(token === undefined ? {} : { joinToken: token }) });
    await alice.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() });
    const late = await joinToken();
    await conferences.endConference({ conferenceId: id });
    await expect(call(alice)).rejects.toMatchObject({ problem: "conference-ended" });
    await expect(call(bob, late)).rejects.toMatchObject({ problem: "conference-ended" });
    await expect(call(bob)).rejects.toMatchObject({ problem: "conference-ended" });
    await expect(call(carol)).rejects.toMatchObject({ problem: "forbidden" });
    await expect(call(carol, "guessed".repeat(8))).rejects.toMatchObject({ problem: "forbidden" });
  });

  it("disconnects the participant that is removed, and everybody at its end", async () => {
    const { conferences, id, uri, joinToken, participants, alice, bob } = await meeting();
    const call = async () => {
      await alice.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() });
      await bob.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() });
      const setup = bob.client.setup({ to: uri, description: offer() });
      const incoming = await (await alice.invited()).accept({ description: answer() });
      const outgoing = await setup;
      const ends = [incoming, outgoing].map((session) => new Promise<string>((heard) => session.onEnded(({ reason }) => heard(reason))));
      return { ends: Promise.all(ends) };
    };
    const removed = await call();
    for await (const participant of conferences.listParticipants({ conferenceId: id })) {
      if (participant.address === "acct:bob@parley.example") await conferences.removeParticipant({ conferenceId: id, participantId: participant.id, ifMatch: "*" });
    }
    expect(await removed.ends).toEqual(["removed", "removed"]);
    expect(await participants()).toEqual(["acct:alice@parley.example"]);
    const over = await call();
    await conferences.endConference({ conferenceId: id });
    expect(await over.ends).toEqual(["conference-ended", "conference-ended"]);
  });

  it("is left by a connection that is lost", async () => {
    const { uri, joinToken, participants, alice } = await meeting();
    await alice.client.available({ device: "first-device", addresses: [uri], joinToken: await joinToken() });
    alice.socket.terminate();
    await waitFor(async () => ((await participants()).length === 0 ? true : undefined));
  });
});

async function waitFor<Value>(ask: () => Promise<Value | undefined>): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (value !== undefined) return value;
    await new Promise((next) => setTimeout(next, 10));
  }
}
