import { ProtocolError } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { agreement, thirdParty } from "./third-party.js";

const sides = ["acct:alice@operator.example", "tel:+81312345678"];
const everything = ["session:create", "session:read", "session:end", "session:qos", "agreement:read"];

/** The name of the problem that a call is refused with, and the clause that it names. */
async function refusalOf(call: Promise<unknown>): Promise<readonly [string, string?]> {
  const error: unknown = await call.then(() => "none", (thrown: unknown) => thrown);
  if (!(error instanceof ProtocolError)) throw error;
  const { clause } = error.details;
  return clause === undefined ? [error.problem] : [error.problem, clause.clause];
}

describe("service control", () => {
  it("says to anybody where signalling is found", async () => {
    const { stranger } = thirdParty(everything);
    expect((await stranger.discover()).endpoints).toMatchObject([{ interface: "uni", subprotocol: "webrtc-signalling.v1" }]);
  });

  it("lets a third party create a session between others, observe it, ask for its quality and end it", async () => {
    const { client } = thirdParty(everything);
    const created = await client.createSession({ body: { sides, reference: "order-7791" }, idempotencyKey: "k-1" });
    expect(created).toMatchObject({ state: "setting-up", edition: 1, reference: "order-7791" });
    expect(await client.createSession({ body: { sides, reference: "order-7791" }, idempotencyKey: "k-1" })).toEqual(created);
    const { id: sessionName } = created;
    expect(await client.requestQuality({ sessionName, body: { flows: [{ media: "audio", class: "conversation" }] } })).toMatchObject({ flows: [{ state: "granted" }] });
    expect(await client.observeSession({ sessionName, after: 1 })).toMatchObject({ edition: 2, quality: { flows: [{ class: "conversation" }] } });
    const ended = await client.endSession({ sessionName });
    expect(ended).toMatchObject({ state: "ended", cause: { reason: "normal" } });
    expect(await client.endSession({ sessionName })).toEqual(ended);
    expect(await refusalOf(client.requestQuality({ sessionName, body: { flows: [] } }))).toEqual(["session-ended"]);
    const listed: unknown[] = [];
    for await (const session of client.listSessions()) listed.push(session);
    expect(listed).toEqual([ended]);
  });

  it("refuses by the agreement, and names the clause", async () => {
    const { client } = thirdParty(everything);
    expect(await client.readAgreement()).toEqual(agreement);
    expect(await refusalOf(client.createSession({ body: { sides, media: ["video"] } }))).toEqual(["agreement-refused", "methods-1"]);
    const { id: sessionName } = await client.createSession({ body: { sides } });
    await client.createSession({ body: { sides } });
    expect(await refusalOf(client.createSession({ body: { sides } }))).toEqual(["agreement-exceeded", "sessions-1"]);
    expect(await refusalOf(client.requestQuality({ sessionName, body: { flows: [{ media: "audio", class: "gold" }] } }))).toEqual(["agreement-refused", "qos-1"]);
  });

  it("refuses who may not, before the agreement is asked", async () => {
    const { client, stranger } = thirdParty(["session:read"]);
    expect(await refusalOf(client.createSession({ body: { sides } }))).toEqual(["forbidden"]);
    expect(await refusalOf(client.readAgreement())).toEqual(["forbidden"]);
    expect(await refusalOf(client.observeSession({ sessionName: "cs-none" }))).toEqual(["not-found"]);
    expect(await refusalOf(stranger.observeSession({ sessionName: "cs-none" }))).toEqual(["unauthenticated"]);
  });
});
