import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createConferenceClient } from "@parley/conference";
import type { ConferenceClient, ConferenceInfo } from "@parley/conference";
import { createConferenceFunction, memoryConferenceDesk } from "@parley/reference-server";
import { isProblem, mergePartial } from "@parley/runtime";
import { expect, it, onTestFinished } from "vitest";
import type { ConferenceChange } from "../../packages/reference-server/src/conference/changes.js";
import { answerWithFetch } from "../../packages/reference-server/src/fetch-adapter.js";
import { all } from "./world.js";

const clients = 50;
const user = "acct:alice@operator.example";
const names = { users: "id", endpoints: "entity", media: "id", floors: "id", breakouts: "id" };

it("50 clients change one conference at once: no change is lost, and every listener has the state that is read", async () => {
  const world = await served();
  const { desk, alice, clientOf } = world;
  const { id: conferenceId, uri } = await alice.createConference({ body: { topology: "p2p", subject: "Marks:" } });
  const early = await listener(world, conferenceId);
  const listeners = [early];
  const participants = await Promise.all(["a", "b", "c", "d"].map((name) => join(desk, alice, { conferenceId, uri, name })));
  let conflicts = 0;
  let changes = 0;

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
        const { etag, muted = false } = await client.getMedia({ conferenceId, participantId, mediaId: "0" });
        await client.updateMedia({ conferenceId, participantId, mediaId: "0", ifMatch: etag, body: { muted: !muted } });
      });
      if (number % 10 === 5) listeners.push(await listener(world, conferenceId));
      if (number % 10 === 0) await client.createFloor({ conferenceId, body: { name: `floor${number}` } }).then(() => (changes += 1));
    }),
  );

  expect(conflicts, "of changes that met one another").toBeGreaterThan(0);
  const { subject } = await alice.getConference({ conferenceId });
  expect(marksOf(subject)).toEqual(upTo(clients));
  const shown = await all(alice.listParticipants({ conferenceId }));
  expect(shown.flatMap(({ displayName }) => marksOf(displayName)).sort((a, b) => a - b)).toEqual(upTo(clients));
  // 13, 13, 12 and 12 times muted and not.
  expect(shown.map(({ status }) => status)).toEqual(["muted-via-focus", "muted-via-focus", "connected", "connected"]);

  await alice.updateConference({ conferenceId, ifMatch: "*", body: { locked: true } });
  const last = await alice.getConferenceInfo({ conferenceId });
  expect(listeners.length).toBe(6);
  for (const { known, versions } of listeners) {
    expect(known()).toEqual(last.info);
    const heard = versions();
    expect(heard).toEqual(upTo(heard.length).map((number) => last.version - heard.length + 1 + number));
  }
  // Each change has a version of its own: those of the clients, four that came and said what they send, and the lock.
  expect(early.versions().length).toBe(changes + participants.length * 2 + 1);

  async function untilIn(change: () => Promise<void>): Promise<void> {
    for (;;) {
      try {
        await change();
        changes += 1;
        return;
      } catch (error) {
        if (!isProblem(error, "precondition-failed")) throw error;
        conflicts += 1;
      }
    }
  }
});

type Desk = ReturnType<typeof memoryConferenceDesk>;

/** A conference function behind a server of its own, on a free port. */
async function served() {
  const desk = memoryConferenceDesk({ uriBase: "https://operator.example/conferences/" });
  const faults: unknown[] = [];
  const { handle, basePath } = createConferenceFunction({ desk, userOf: () => user, log: (event, fields) => faults.push({ event, ...fields }) });
  const http = createServer((request, response) => {
    const target = new URL(request.url ?? "/", `http://${request.headers.host}`);
    answerWithFetch(handle, request, response, { target, maxBodyBytes: 65_536 }).catch((error: unknown) => faults.push(error));
  });
  await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening));
  onTestFinished(async () => {
    http.closeAllConnections();
    await new Promise((closed) => http.close(closed));
    expect(faults).toEqual([]);
  });
  const { port } = http.address() as AddressInfo;
  const clientOf = (): ConferenceClient => createConferenceClient({ baseUrl: `http://127.0.0.1:${port}${basePath}`, token: "any" });
  return { desk, alice: clientOf(), clientOf };
}

/** What one knows who reads the state once, at any time, and is told of every change. */
async function listener({ desk, alice }: Awaited<ReturnType<typeof served>>, conferenceId: string) {
  const heard: ConferenceChange[] = [];
  desk.listen((change) => void heard.push(change));
  const { conference, version, info } = await alice.getConferenceInfo({ conferenceId });
  const later = () => heard.filter((change) => change.uri === conference && change.version > version);
  return {
    versions: () => later().map((change) => change.version),
    known: () =>
      later().reduce<ConferenceInfo>((known, { state, info }) => {
        // As on the wire.
        const told = JSON.parse(JSON.stringify(info)) as ConferenceInfo;
        return mergePartial(state === "full" ? {} : known, told, names);
      }, info),
  };
}

async function join(desk: Desk, alice: ConferenceClient, { conferenceId, uri, name }: { readonly conferenceId: string; readonly uri: string; readonly name: string }): Promise<string> {
  const { token } = await alice.issueJoinToken({ conferenceId, body: {} });
  const admission = await desk.admit({ uri, joinToken: token, device: name });
  if (!admission.admitted) throw new Error(admission.problem);
  const { id } = admission.participant.value;
  await desk.setMedia(id, [{ id: "0", kind: "audio", direction: "sendrecv" }]);
  return id;
}

/** The numbers of the clients that have left their marks, in order. */
function marksOf(text = ""): readonly number[] {
  return Array.from(text.matchAll(/ (\d+)\./g), ([, number]) => Number(number)).sort((a, b) => a - b);
}

function upTo(count: number): readonly number[] {
  return Array.from({ length: count }, (_, number) => number);
}
