import { conferenceBasePath, createConferenceClient, problemOf } from "@parley/conference";
import { connectWs } from "@parley/runtime/ws";
import { connectSignalling } from "@parley/signalling";
import { server, tokens } from "./server.js";

const conferences = createConferenceClient({ baseUrl: server + conferenceBasePath, token: tokens.alice });
const created = await conferences.createConference({ body: { subject: "Weekly", topology: "p2p", maxParticipants: 4 } });
const conferenceId = created.id;
const { token: joinToken } = await conferences.issueJoinToken({ conferenceId, body: { role: "moderator" } });

const { signalling } = await conferences.getCapabilities();
const terminal = await connectSignalling(signalling[0]?.url ?? "", { token: tokens.bob, transport: connectWs });
const place = await terminal.subscribe({ conference: created.uri, participate: true, joinToken, displayName: "Bob" });
for await (const { displayName, role, status } of conferences.listParticipants({ conferenceId })) {
  console.log(`${displayName}: ${role}, ${status}`);
}

const locked = await conferences.updateConference({ conferenceId, body: { locked: true }, ifMatch: created.etag });
console.log(`locked: ${locked.locked}, ${locked.subject}`);
await conferences.updateConference({ conferenceId, body: { subject: "Daily" }, ifMatch: created.etag }).catch((error: unknown) => {
  const problem = problemOf(error, "updateConference");
  switch (problem?.type) {
    case "https://parley.example/problems/precondition-failed":
      return console.log(`${problem.name}: ${problem.title}`);
    case "https://parley.example/problems/conference-ended":
      return console.log("too late");
    default:
      throw error;
  }
});
await place.unsubscribe();
await conferences.endConference({ conferenceId });
await terminal.close();
