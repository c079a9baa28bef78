import type { Agreement, ControlledSession, ServiceControlClient, ServiceControlImplementation } from "@parley/service-control";
import { createServiceControlClient, createServiceControlHandler } from "@parley/service-control";
import type { Caller } from "@parley/runtime/http";
import { refuse } from "@parley/runtime/http";

export const origin = "https://operator.example";

export const agreement: Agreement = {
  id: "tp-17",
  edition: 1,
  kind: "third-party",
  offeredBy: "operator.example",
  party: "shop.example",
  methods: { clause: "methods-1", methods: ["createSession", "observeSession", "endSession", "requestQuality"], media: ["audio"] },
  sessions: { clause: "sessions-1", limit: 2, lifetime: 3600 },
  qos: { clause: "qos-1", classes: [{ name: "conversation", maxBitrate: 64_000 }] },
  validity: { clause: "validity-1", from: "2026-01-01T00:00:00Z", until: "2026-07-01T00:00:00Z" },
  authentication: { clause: "authentication-1", means: ["bearer-token"], seconds: 3600 },
  scopes: { clause: "scopes-1", scopes: ["session:create", "session:read", "session:end", "session:qos", "agreement:read"] },
};

/** A service control that judges by an agreement, and a third party with a token of some scopes. */
export function thirdParty(scopes: readonly string[]): { readonly client: ServiceControlClient; readonly stranger: ServiceControlClient } {
  const handle = createServiceControlHandler(implementation(), {
    authenticate: ({ bearerToken }): Caller | undefined => (bearerToken === "shop-token" ? { scopes } : undefined),
  });
  const clientOf = (token: string): ServiceControlClient => createServiceControlClient({ baseUrl: origin, token, fetch: handle });
  return { client: clientOf("shop-token"), stranger: clientOf("other-token") };
}

function implementation(): ServiceControlImplementation<Caller> {
  const sessions = new Map<string, ControlledSession>();
  const byKey = new Map<string, ControlledSession>();
  const clause = (name: string) => ({ clause: { agreement: agreement.id, clause: name } });
  const changed = (session: ControlledSession, more: Partial<ControlledSession>): ControlledSession => {
    const next = { ...session, ...more, edition: session.edition + 1 };
    sessions.set(next.id, next);
    return next;
  };
  return {
    discover: () => ({
      status: 200,
      headers: { cacheControl: "max-age=3600" },
      body: { endpoints: [{ interface: "uni", url: "wss://operator.example/webrtc-signalling/v1", subprotocol: "webrtc-signalling.v1", versions: ["v1"] }], serviceControl: origin },
    }),
    listSessions: () => ({ items: [...sessions.values()].reverse() }),
    createSession({ body: { sides, media = ["audio"], reference }, idempotencyKey = "" }) {
      const known = byKey.get(idempotencyKey);
      if (known !== undefined) return { status: 201, headers: { location: `/service-control/v1/sessions/${known.id}` }, body: known };
      if (media.some((kind) => agreement.methods.media?.includes(kind) !== true)) return refuse("agreement-refused", clause("methods-1"));
      const running = [...sessions.values()].filter(({ state }) => state !== "ended");
      if (running.length >= (agreement.sessions?.limit ?? 0)) return refuse("agreement-exceeded", { retryAfter: 30, ...clause("sessions-1") });
      const body: ControlledSession = {
        id: `cs-${sessions.size + 1}`,
        state: "setting-up",
        edition: 1,
        sides: sides.map((address) => ({ address, state: "setting-up" })),
        media,
        ...(reference === undefined ? {} : { reference }),
        createdAt: "2026-03-02T09:00:00Z",
      };
      sessions.set(body.id, body);
      if (idempotencyKey !== "") byKey.set(idempotencyKey, body);
      return { status: 201, headers: { location: `/service-control/v1/sessions/${body.id}` }, body };
    },
    observeSession: ({ sessionName }) => sessions.get(sessionName) ?? refuse("not-found"),
    endSession({ sessionName }) {
      const session = sessions.get(sessionName);
      if (session === undefined) return refuse("not-found");
      return session.state === "ended" ? session : changed(session, { state: "ended", endedAt: "2026-03-02T09:01:00Z", cause: { reason: "normal" } });
    },
    requestQuality({ sessionName, body }) {
      const session = sessions.get(sessionName);
      if (session === undefined) return refuse("not-found");
      if (session.state === "ended") return refuse("session-ended");
      if (body.flows.some((flow) => agreement.qos?.classes.every(({ name }) => name !== flow.class))) return refuse("agreement-refused", clause("qos-1"));
      const quality = { flows: body.flows.map((flow) => ({ media: flow.media, class: flow.class, state: "granted", maxBitrate: 64_000 })) };
      changed(session, { quality });
      return quality;
    },
    readAgreement: () => agreement,
  };
}
