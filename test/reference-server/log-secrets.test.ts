import { jsonLinesLog, startReferenceServer } from "@parley/reference-server";
import { expect, it, onTestFinished } from "vitest";
import { answer, candidate, offer } from "./descriptions.js";
import { rawPeer, terminal, tokenOf } from "./terminals.js";

const marked = (description: ReturnType<typeof offer>) => ({ ...description, sdp: `${description.sdp}a=note:marker-sdp\r\n` });

it("what is secret or private is never in the log: tokens, join tokens, descriptions, candidates, texts and words of peers", async () => {
  const lines: string[] = [];
  const server = await startReferenceServer({ turnSecret: "marker-turn-secret", iceServers: [{ urls: ["turn:turn.parley.example"] }], log: jsonLinesLog((line) => void lines.push(line)) });
  onTestFinished(() => server.close());
  const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];

  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${tokenOf(server, "alice")}`, "content-type": "application/json", "idempotency-key": `marker-key${path}` };
    return (await fetch(`${server.url}/conference-management/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  const { id, uri } = (await post("/conferences", { subject: "marker-subject" })) as { readonly id: string; readonly uri: string };
  const { token: joinToken } = (await post(`/conferences/${id}/join-tokens`, { displayName: "marker-name" })) as { readonly token: string };
  await alice.client.available({ device: "first-device", addresses: [uri], joinToken });
  await alice.client.available({ device: "first-device", addresses: alice.client.granted.addresses });

  const setup = alice.client.setup({ to: "acct:bob@parley.example", description: marked(offer()) });
  setup.candidate({ ufrag: "8hhY", candidates: [{ ...candidate, candidate: `${candidate.candidate} marker-candidate` }], endOfCandidates: true });
  const incoming = await bob.invited();
  const called = await incoming.accept({ description: { ...answer(), sdp: `${answer().sdp}a=note:marker-sdp\r\n` } });
  const session = await setup;
  called.onUpdate(() => ({ description: answer() }));
  await session.update({ description: marked(offer()) });
  await session.disconnect({ reason: "marker-reason", text: "marker-text" });

  const stranger = await rawPeer(server);
  stranger.send({ kind: "request", method: "auth", id: "1", token: "marker-wrong-token" });
  await stranger.receive({ method: "auth" });
  stranger.send('{ "marker-unreadable": ');
  stranger.send({ kind: "notification", method: "goaway", action: "stop", deadline: 0, cause: { reason: "marker-reason", text: "marker-text" } });
  await stranger.closed;
  await fetch(`${server.url}/marker-path?token=marker-query`);

  const log = lines.join("");
  expect(log).toContain('"event":"signed-in"');
  expect(log).toContain('"event":"ended"');
  for (const secret of ["marker-", joinToken, tokenOf(server, "alice"), tokenOf(server, "bob"), "8hhY", "v=0", "candidate:"]) expect(log).not.toContain(secret);
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  // 256 bits in base64url.
  for (const { token } of server.users) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(joinToken).toMatch(/^[A-Za-z0-9_-]{43}$/);
});
