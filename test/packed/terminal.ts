import { createConferenceClient, isConference } from "@parley/conference";
import { memoryTransports, refuse } from "@parley/runtime";
import { connectSignalling, explainMsetupRequest, type Offer, serveSignalling } from "@parley/signalling";

const server = serveSignalling<string>({
  auth: ({ token }) => (token === "secret" ? { subject: "acct:alice@operator.example", addresses: ["acct:alice@operator.example"], limits: {}, timers: { answer: 90, heartbeat: 25 }, iceServers: [] } : refuse("unauthenticated")),
  available: ({ addresses }) => ({ contact: "acct:d-1@operator.example", addresses, expires: 3600 }),
  unavailable: () => ({}),
  msetup: ({ description }) => (description === undefined ? refuse("capability-absent") : { description: { ...description, type: "answer" } }),
  mupdate: () => refuse("media-incompatible"),
  mconfirm: () => ({}), mmessage: () => ({}), mtransfer: () => refuse("declined"), mtransferStatus: () => {},
  mqos: () => refuse("forbidden"), mqoe: () => {}, csubscribe: () => refuse("forbidden"), cunsubscribe: () => ({}),
  mprogress: () => {}, mcandidate: () => {}, mcancel: () => {}, mdisc: ({ cause }) => console.log(`hung up: ${cause?.reason}`),
});
const [near, far] = memoryTransports();
server.accept(far, "alice");
const client = await connectSignalling("wss://operator.example", { token: "secret", transport: () => near });
const media: Offer["media"] = [{ mid: "0", kind: "audio", direction: "sendrecv" }];
const session = await client.setup({ to: "acct:bob@operator.example", description: { type: "offer", sdp: "v=0\r\n", ufrag: "8hhY", media } });
console.log(`answered: ${session.answer.description?.type}`);
await session.disconnect({ reason: "normal" });
await client.close();

const [issue] = explainMsetupRequest({ kind: "request", method: "msetup", id: "" });
console.log(`${issue?.pointer} ${issue?.keyword}`);
const conferences = createConferenceClient({ baseUrl: "https://operator.example/conference-management/v1", token: "t", fetch: async () => Response.json({}, { status: 200 }) });
await conferences.getConference({ conferenceId: "c1" }).catch((error: Error) => console.log(`${error.name} ${isConference({})}`));
