import { createConferenceClient } from "@parley/conference";
import type { ConferenceSnapshot } from "@parley/conference";
import { isProblem } from "@parley/runtime";
import { connectWs } from "@parley/runtime/ws";
import { connectSignalling } from "@parley/signalling";
import { expect, it, onTestFinished } from "vitest";
import { startCutProxy } from "../e2e/cut-proxy.js";
import { answer, offer } from "../reference-server/descriptions.js";
import { serve, terminal, tokenOf } from "../reference-server/terminals.js";
import type { Terminal } from "../reference-server/terminals.js";
import { followConference } from "./follower.js";
import type { Follower } from "./follower.js";
import { all } from "./world.js";

const clients = 50;

it("50 clients change one conference at once: no change is lost, and all who follow it by events come to the state that is read", async () => {
  const server = await serve({ users: ["alice", "bob", "carol", "dave", "erin"], requestsPerMinute: 1_000_000 });
  const alice = clientOf();
  const { id: conferenceId, uri } = await alice.createConference({ body: { topology: "p2p", subject: "Marks:" } });
  const watch = async () => followConference((await terminal(server, "alice")).client, { conference: uri });
  const resuming = await followOverProxy();
  const [early, missing] = [await watch(), await watch()];
  const members = [await join("bob"), await join("carol"), await join("dave"), await join("erin")] as const;
  await Promise.all([call(members[1], members[0]), call(members[3], members[2])]);
  const participants = members.map(({ participant }) => participant);
  const late: Follower[] = [];

  const before = (await alice.getConferenceInfo({ conferenceId })).version;
  let [changes, conflicts] = [0, 0];
  const read: Pick<ConferenceSnapshot, "version" | "info">[] = [];
  // After so many changes, in the midst of the others.
  const meanwhile = new Map<number, () => void>([
    [20, () => resuming.cut()],
    [45, () => missing.missOne()],
    [60, () => resuming.cut()],
  ]);
  await Promise.all(
    Array.from({ length: clients }, async (_, number) => {
      const client = clientOf();
      const participantId = participants[number % participants.length] ?? "";
      const mark = ` ${number}.`;
      await untilIn(async () => {
        const { etag, subject = "" } = await client.getConference({ conferenceId });
        await client.updateConference({ conferenceId, ifMatch: etag, body: { subject: subject + mark } });
      });
      await untilIn(async () => {
        const { etag, displayName = "" } = await client.getParticipant({ conferenceId, participantId });
        await client.updateParticipant({ conferenceId, participantId, ifMatch: etag, body: { displayName: displayName + mark } });
      });
      await untilIn(async () => {
        const { etag, muted = false } = await client.getMedia({ conferenceId, participantId, mediaId: "audio" });
        await client.updateMedia({ conferenceId, participantId, mediaId: "audio", ifMatch: etag, body: { muted: !muted } });
      });
      if (number % 10 === 0) await client.createFloor({ conferenceId, body: { name: `floor${number}` } }).then(() => (changes += 1));
      if (number % 20 === 7) late.push(await watch());
    }),
  );

  expect(marksOf((await alice.getConference({ conferenceId })).subject)).toEqual(upTo(clients));
  const shown = await all(alice.listParticipants({ conferenceId }));
  expect(shown.flatMap(({ displayName }) => marksOf(displayName)).sort((a, b) => a - b)).toEqual(upTo(clients));
  // 13, 13, 12 and 12 times muted and not.
  expect(shown.map(({ status }) => status)).toEqual(["muted-via-focus", "muted-via-focus", "connected", "connected"]);

  expect(conflicts, "changes that met one another").toBeGreaterThan(0);

  await alice.updateConference({ conferenceId, ifMatch: "*", body: { locked: true } });
  const { version, info } = await alice.getConferenceInfo({ conferenceId });
  expect(version - before, "each change has a version of its own").toBe(changes + 1);
  const followers = { resuming, early, missing, ...Object.fromEntries([...members, ...late].map((follower, at) => [at, follower])) };
  expect(Object.keys(followers)).toHaveLength(3 + 4 + 3);
  for (const [name, follower] of Object.entries(followers)) {
    await expect.poll(() => follower.known()?.version, { timeout: 20_000, message: `${name} hears the last change` }).toBe(version);
    expect(follower.known()?.info, name).toEqual(info);
    for (const shot of read) expect(follower.history.get(shot.version) ?? shot.info, `version ${shot.version} as ${name} knew it`).toEqual(shot.info);
    expect(follower.gaps(), `events that ${name} did not get`).toBe(follower === missing ? 1 : 0);
  }
  expect(read.filter((shot) => early.history.has(shot.version)).length).toBeGreaterThan(clients);
  expect(early.deltas()).toBeGreaterThan(clients);
  expect(resuming.states).toContain("lost");
  expect(resuming.states).not.toContain("a new epoch");

  function clientOf() {
    return createConferenceClient({ baseUrl: `${server.url}/conference-management/v1`, token: tokenOf(server, "alice") });
  }

  async function untilIn(change: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await change();
        changes += 1;
        meanwhile.get(changes)?.();
        return void read.push(await alice.getConferenceInfo({ conferenceId }));
      } catch (error) {
        if (!isProblem(error, "precondition-failed")) throw error;
        conflicts += 1;
      }
    }
  }

  async function join(user: string): Promise<Follower & { readonly terminal: Terminal }> {
    const made = await terminal(server, user);
    const { token } = await alice.issueJoinToken({ conferenceId, body: {} });
    return { terminal: made, ...(await followConference(made.client, { conference: uri, participate: true, joinToken: token })) };
  }

  /** Two participants have a session, by which the conference knows what they send. */
  async function call(from: Follower & { readonly terminal: Terminal }, to: Follower & { readonly terminal: Terminal }): Promise<void> {
    const setup = from.terminal.client.setup({ to: `${uri}/participants/${to.participant}`, description: offer() });
    await (await to.terminal.invited()).accept({ description: answer() });
    await setup;
    await expect.poll(() => from.known()?.info.users?.find(({ id }) => id === to.participant)?.endpoints?.[0]?.media?.length).toBe(1);
  }

  /** One whose connection can be cut: it comes back by itself, and its epoch goes on. */
  async function followOverProxy() {
    const proxy = await startCutProxy(server.url);
    const client = await connectSignalling(server.signallingUrl.replace(/:\d+/, `:${new URL(proxy.url).port}`), {
      token: tokenOf(server, "alice"), transport: connectWs, reconnect: { first: 20, most: 20 },
    });
    onTestFinished(async () => {
      await client.close();
      await proxy.stop();
    });
    const states: string[] = [];
    client.onState((state) => states.push(state));
    client.onReconnected(() => states.push("a new epoch"));
    const cut = () => {
      proxy.cut();
      proxy.mend();
    };
    return { ...(await followConference(client, { conference: uri })), states, cut };
  }
});

/** The numbers of the clients that have left their marks, in order. */
function marksOf(text = ""): readonly number[] {
  return Array.from(text.matchAll(/ (\d+)\./g), ([, number]) => Number(number)).sort((a, b) => a - b);
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, number) => number);
}
