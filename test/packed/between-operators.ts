import { type Agreement, connectInterconnect, type Offer, serveInterconnect } from "@parley/interconnect";
import { memoryTransports, refuse } from "@parley/runtime";

const agreement: Agreement = {
  id: "ic-2026-operator-other", edition: 1, kind: "interconnect", offeredBy: "other.example", party: "operator.example",
  methods: { clause: "methods-1", methods: ["msetup", "mdisc"], media: ["audio"] },
  validity: { clause: "validity-1", from: "2026-01-01T00:00:00Z", until: "2027-01-01T00:00:00Z" },
  authentication: { clause: "authentication-1", means: ["mutual-tls"], seconds: 86400 },
};
const server = serveInterconnect<string>({
  auth: ({ operator, interconnect }) =>
    interconnect === agreement.id
      ? { subject: operator, operator: "other.example", agreement, limits: { messageBytes: 294_912 }, timers: { answer: 90, heartbeat: 25 } }
      : refuse("agreement-refused"),
  msetup: ({ description, route }) => {
    console.log(`came by: ${route.map(({ operator }) => operator).join()}`);
    return description === undefined ? refuse("capability-absent") : { description: { ...description, type: "answer" }, expires: 1800 };
  },
  mupdate: () => refuse("media-incompatible"),
  mconfirm: () => ({}), mmessage: () => ({}), mtransfer: () => refuse("declined"), mtransferStatus: () => {},
  mqos: () => refuse("forbidden"), mqosStatus: () => {}, mrate: () => {},
  mprogress: () => {}, mcandidate: () => {}, mcancel: () => {}, mdisc: ({ cause }) => console.log(`hung up: ${cause?.reason}`),
});
const [near, far] = memoryTransports();
server.accept(far, "operator.example");
const client = await connectInterconnect("wss://nni.other.example", { operator: "operator.example", interconnect: agreement.id, transport: () => near });
console.log(`agreed: ${client.granted.agreement.id}`);
const media: Offer["media"] = [{ mid: "0", kind: "audio", direction: "sendrecv" }];
const session = await client.setup({
  to: "acct:bob@other.example", from: { uri: "acct:alice@operator.example", asserted: "acct:alice@operator.example" }, hops: 6, expires: 1800,
  route: [{ operator: "operator.example", mark: "pT3xq0Jw9mLr5ZkB2vYc" }],
  description: { type: "offer", sdp: "v=0\r\n", ufrag: "8hhY", media },
});
console.log(`answered: ${session.answer.description?.type}`);
await session.disconnect({ reason: "normal" });
await client.close();
