import { refuse } from "@parley/runtime/http";
import { createServiceControlClient, createServiceControlHandler, isAgreement } from "@parley/service-control";

const handle = createServiceControlHandler(
  {
    discover: () => ({ status: 200, headers: {}, body: { endpoints: [{ interface: "uni", url: "wss://operator.example/webrtc-signalling/v1", subprotocol: "webrtc-signalling.v1", versions: ["v1"] }] } }),
    listSessions: () => ({ items: [] }),
    createSession: () => refuse("forbidden"), observeSession: () => refuse("not-found"), endSession: () => refuse("not-found"),
    requestQuality: () => refuse("not-found"), readAgreement: () => refuse("not-found"),
  },
  { authenticate: ({ bearerToken }) => (bearerToken === "shop" ? { scopes: ["session:read"] } : undefined) },
);
const client = createServiceControlClient({ baseUrl: "https://operator.example", token: "shop", fetch: handle });
const { endpoints } = await client.discover();
console.log(`found: ${endpoints.map(({ url }) => url).join()}`);
await client.observeSession({ sessionName: "cs-none" }).catch((error: Error) => console.log(`${error.name} ${isAgreement({})}`));
