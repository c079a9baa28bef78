import { ConnectionError, memoryTransports, type ProtocolError, refuse } from "@parley/runtime";
import { connectSignalling, serveSignalling } from "@parley/signalling";
import { expect, test } from "vitest";
import { answer, bob, candidate, granted, type Handlers, nextSetup, pair, refusal, sessionId, settled, silent } from "./pair.js";

/** Connects to a function with these handlers. */
function attempt(handlers: Partial<Handlers>, options: { readonly retry?: (error: ProtocolError) => { readonly token: string } | undefined; readonly signal?: AbortSignal } = {}) {
  const [terminal, serverSide] = memoryTransports();
  const tokens: string[] = [];
  const closed: string[] = [];
  const auth = handlers.auth ?? silent.auth;
  const server = serveSignalling<undefined>({
    ...silent,
    ...handlers,
    auth: (request, from, call) => {
      tokens.push(request.token);
      return auth(request, from, call);
    },
    closed: (_from, { reason }) => void closed.push(reason),
  });
  server.accept(serverSide, undefined);
  return { tokens, closed, connected: connectSignalling("wss://operator.example/", { token: "first", transport: () => terminal, ...options }) };
}

test("a refused token rejects the connection with the problem, and closes it", async () => {
  const { connected, closed } = attempt({ auth: () => refuse("unauthenticated", { detail: "The token has expired." }) });
  await expect(connected).rejects.toMatchObject({ name: "ProtocolError", problem: "unauthenticated", details: { status: 401, detail: "The token has expired." } });
  await settled();
  expect(closed).toEqual(["closed-by-peer"]);
});

test("a refused token may be followed by another on the same connection", async () => {
  const { connected, tokens } = attempt(
    { auth: ({ token }) => (token === "second" ? granted : refuse("unauthenticated")) },
    { retry: ({ problem }) => (problem === "unauthenticated" ? { token: "second" } : undefined) },
  );
  const client = await connected;
  expect(tokens).toEqual(["first", "second"]);
  expect(client.state).toBe("ready");
  expect(client.granted).toMatchObject({ subject: granted.subject });
  await client.close();
});

test("connecting is given up by its signal", async () => {
  const controller = new AbortController();
  const { connected } = attempt({ auth: () => new Promise(() => {}) }, { signal: controller.signal });
  await settled();
  controller.abort();
  await expect(connected).rejects.toMatchObject({ name: "AbortError" });
});

test("calls of the connection give the message that answers them", async () => {
  const { client, connection } = await pair();
  await expect(client.available({ device: "first-device", addresses: [granted.subject] })).resolves.toMatchObject({ success: true, addresses: [granted.subject], expires: 3600 });
  await expect(client.ping()).resolves.toBeDefined();
  await expect(connection.ping()).resolves.toBeDefined();
  await expect(client.unavailable()).resolves.toBeDefined();
});

test("handlers that are set late get what came early", async () => {
  const { client, connection } = await pair();
  void connection.msetup({ session: sessionId, ...bob }).catch(() => {});
  connection.goaway({ action: "stop", deadline: 30, cause: { reason: "shutdown" } });
  await settled();
  const incoming = await nextSetup(client);
  expect(incoming).toMatchObject({ session: sessionId, to: bob.to, description: bob.description, state: "invited" });
  expect(Object.keys(incoming)).not.toEqual(expect.arrayContaining(["seq"]));
  const reasons: string[] = [];
  client.onGoaway(({ cause }) => reasons.push(cause.reason));
  expect(reasons).toEqual(["shutdown"]);
});

test("a listener that is taken away hears nothing more", async () => {
  const { client, connection } = await pair();
  const heard: string[] = [];
  const off = client.onSetup(({ session }) => heard.push(session));
  void connection.msetup({ session: sessionId, ...bob }).catch(() => {});
  await settled();
  off();
  void connection.msetup({ session: "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11", ...bob }).catch(() => {});
  await settled();
  expect(heard).toEqual([sessionId]);
});

test("a handler that throws before it has decided refuses the setup; the client goes on", async () => {
  const { client, connection, faults } = await pair();
  let throws = true;
  client.onSetup(async (incoming) => {
    if (throws) throw new Error("no camera");
    await incoming.accept({ description: answer });
  });
  await expect(connection.msetup({ session: sessionId, ...bob })).rejects.toEqual(refusal("internal"));
  expect(faults).toEqual([expect.objectContaining({ message: "no camera" })]);
  throws = false;
  await expect(connection.msetup({ session: "5f0c7d1e-8a41-4b62-9c1d-0e7a2b8f4c11", ...bob })).resolves.toMatchObject({ description: answer });
});

test("a listener that throws does not keep the message from the others", async () => {
  const { client, connection, faults } = await pair();
  const heard: string[] = [];
  client.onGoaway(() => {
    throw new Error("not me");
  });
  client.onGoaway(({ cause }) => heard.push(cause.reason));
  connection.goaway({ action: "stop", deadline: 30, cause: { reason: "overload" } });
  await settled();
  expect(heard).toEqual(["overload"]);
  expect(faults).toEqual([expect.objectContaining({ message: "not me" })]);
});

test("closing ends the sessions, then the connection, and is heard once", async () => {
  const { client } = await pair({ msetup: () => ({ description: answer }) });
  const order: string[] = [];
  {
    await using closing = client;
    const session = await closing.setup(bob);
    session.onEnded(({ reason }) => order.push(`session: ${reason}`));
    closing.onClosed(({ reason }) => order.push(`connection: ${reason}`));
  }
  expect(order).toEqual(["session: connection-lost", "connection: closed"]);
  expect(client.state).toBe("closed");
  const again: string[] = [];
  client.onClosed(({ reason }) => again.push(reason));
  expect(again).toEqual(["closed"]);
  await expect(client.ping()).rejects.toMatchObject({ name: "ConnectionError" });
  expect(() => client.setup(bob)).toThrow(ConnectionError);
});

test("a request with a sequence number that is none is malformed; an old one is dropped and acknowledged again", async () => {
  const [near, far] = memoryTransports();
  const server = serveSignalling<undefined>(silent);
  server.accept(far, undefined);
  const heard: { readonly method: string; readonly success?: boolean; readonly ack?: number; readonly problemDetails?: { readonly issues: unknown } }[] = [];
  near.open({ message: (data) => void heard.push(JSON.parse(String(data))), closed: () => {} });
  const say = async (message: object) => {
    heard.length = 0;
    near.send(JSON.stringify({ kind: "request", ...message }));
    await settled();
    return [...heard];
  };
  await say({ method: "auth", id: "1", token: "good" });
  expect(await say({ method: "unavailable", id: "2", seq: 0 })).toMatchObject([{ success: false, problemDetails: { issues: [{ pointer: "/seq" }] } }]);
  expect(await say({ method: "unavailable", id: "3", seq: 1 })).toMatchObject([{ success: true }]);
  expect(await say({ method: "unavailable", id: "4", seq: 1 })).toMatchObject([{ method: "ack", ack: 1 }]);
  await server.close();
});

test("connecting without what opens the connection says so", async () => {
  const { [0]: transport } = memoryTransports();
  const connectPlainly = connectSignalling as unknown as (url: string, options?: object) => Promise<unknown>;
  await expect(connectPlainly("wss://operator.example/")).rejects.toThrow(new TypeError('Connecting takes options: what "auth" says, and how to connect.'));
  await expect(connectPlainly("wss://operator.example/", { transport: () => transport })).rejects.toMatchObject({
    name: "InvalidMessageError", issues: [{ pointer: "/token" }],
  });
});

test("after the last refused token the reason is kept", async () => {
  const { connected } = attempt({ auth: () => refuse("unauthenticated") }, { retry: () => ({ token: "again" }) });
  await expect(connected).rejects.toMatchObject({ name: "ConnectionError", reason: "unauthenticated" });
});

test("a connection that is lost comes back: the call goes on, and both programs hear of it", async () => {
  const heard: string[] = [];
  const contexts: unknown[] = [];
  const { client, connection, clock, lose, sent } = await pair({
    msetup: () => ({ description: answer }),
    mcandidate: ({ ufrag }) => void heard.push(`candidate of ${ufrag}`),
    lost: () => void heard.push("lost"),
    resumed: (from, by) => {
      heard.push("resumed");
      contexts.push(from === connection, by === connection);
    },
    closed: () => void heard.push("closed"),
  });
  const states: string[] = [];
  client.onState((state) => states.push(state));
  client.onReconnected(() => states.push("new"));
  const session = await client.setup(bob);
  lose();
  await clock.advance(0);
  session.candidate(candidate(1));
  await clock.advance(1_000);
  expect(states).toEqual(["lost", "resuming", "ready"]);
  expect(heard).toEqual(["lost", "resumed", "candidate of 8hhY"]);
  expect(contexts).toEqual([true, false]);
  expect([client.state, session.state, sent.filter((each) => each === "mcandidate notification").length]).toEqual(["ready", "established", 1]);
});

test("what the runtime needs to bring a connection back is for nobody else", async () => {
  const asked: object[] = [];
  const { client, clock, lose } = await pair({
    auth: (request) => {
      asked.push(request);
      return granted;
    },
  });
  expect(Object.keys(client.granted)).toEqual(expect.arrayContaining(["subject", "addresses", "iceServers"]));
  expect(client.granted).not.toHaveProperty("epoch");
  lose();
  await clock.advance(1_000);
  expect([client.state, asked.length]).toEqual(["ready", 2]);
  expect(asked[1]).not.toHaveProperty("resume");
});

test("both sides know how long a sign of life takes", async () => {
  const { client, connection } = await pair();
  expect([client.roundTrip, connection.roundTrip]).toEqual([undefined, undefined]);
  await client.ping();
  await client.ping();
  await settled();
  expect([client.roundTrip, connection.roundTrip]).toEqual([0, 0]);
});
