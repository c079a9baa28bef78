import { ConnectionError, DeadlineError, IllegalStateError, ProtocolError, refuse } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { arrive, failure, pair, signedIn } from "./peer-pair.js";

describe("a request", () => {
  test("resolves with the success message", async () => {
    const { terminal, function: server } = pair();
    server.answers["auth"] = () => ({ subject: "alice" });
    expect(await terminal.peer.request("auth", { token: "t" })).toMatchObject({ kind: "response", success: true, subject: "alice" });
    expect([terminal.peer.state, server.peer.state]).toEqual(["ready", "ready"]);
  });

  test("rejects with the problem that the handler refuses with", async () => {
    const { terminal, function: server } = await signedIn();
    server.answers["available"] = () => refuse("busy", { retryAfter: 3 });
    const error = await failure(terminal.peer.request("available", {}));
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ problem: "busy", details: { type: "https://problems.example/busy", retryAfter: 3 } });
  });

  test("is refused with the problem that the handler throws", async () => {
    const { terminal, function: server } = await signedIn();
    server.answers["available"] = async () => {
      throw new ProtocolError("busy", { type: "https://problems.example/busy", detail: "in another call" });
    };
    const error = await failure(terminal.peer.request("available", {}));
    expect(error).toMatchObject({ problem: "busy", details: { detail: "in another call" } });
    expect(server.faults).toEqual([]);
  });

  test("is answered `internal` when the handler throws, and says nothing of what was thrown", async () => {
    const { terminal, function: server } = await signedIn();
    const fault = new Error("the password of the database");
    server.answers["available"] = () => {
      throw fault;
    };
    expect(await failure(terminal.peer.request("available", {}))).toMatchObject({ problem: "internal" });
    expect(server.faults).toEqual([fault]);
    expect(JSON.stringify(server.sent)).not.toContain("password");
    expect(server.peer.counters.faults).toBe(1);
  });

  test("leaves the connection usable when its handler threw", async () => {
    const { terminal, function: server } = await signedIn();
    server.answers["available"] = () => Promise.reject(new Error("broken"));
    await failure(terminal.peer.request("available", {}));
    delete server.answers["available"];
    expect(await terminal.peer.request("available", {})).toMatchObject({ success: true });
  });

  test("rejects with a DeadlineError when its own deadline passes", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["available"] = () => new Promise(() => {});
    const call = failure(terminal.peer.request("available", {}, { deadline: 500 }));
    await clock.advance(500);
    expect(await call).toBeInstanceOf(DeadlineError);
    expect(terminal.peer.state).toBe("ready");
  });

  test("rejects with the reason of its signal", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["available"] = () => new Promise(() => {});
    const controller = new AbortController();
    const call = failure(terminal.peer.request("available", {}, { signal: controller.signal }));
    await arrive(clock);
    controller.abort("no more");
    expect(await call).toBe("no more");
  });

  test("is not sent when its signal is aborted before", async () => {
    const { terminal } = await signedIn();
    const sent = terminal.sent.length;
    expect(await failure(terminal.peer.request("available", {}, { signal: AbortSignal.abort("early") }))).toBe("early");
    expect(terminal.sent.length).toBe(sent);
  });

  test("without a response has failed; only one that asks for the connection itself ends that", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["available"] = () => new Promise(() => {});
    const call = failure(terminal.peer.request("available", {}));
    await clock.advance(10_000);
    expect(await call).toBeInstanceOf(DeadlineError);
    expect(terminal.closed).toEqual([]);
    server.transport.send = () => {};
    const ping = failure(terminal.peer.request("ping", {}));
    await clock.advance(10_000);
    expect(await ping).toBeInstanceOf(Error);
    expect(terminal.closed).toMatchObject([{ reason: "timeout" }]);
  });

  test("rejects with a ConnectionError when the connection ends first", async () => {
    const { terminal, function: server, clock } = await signedIn();
    server.answers["available"] = () => new Promise(() => {});
    const call = failure(terminal.peer.request("available", {}));
    await arrive(clock);
    server.transport.close(1001, "");
    expect(await call).toBeInstanceOf(ConnectionError);
  });

  test("that the protocol does not have is refused before it is sent", async () => {
    const { terminal } = await signedIn();
    const sent = terminal.sent.length;
    expect(await failure(terminal.peer.request("nonsense", {}))).toBeInstanceOf(IllegalStateError);
    expect(terminal.sent.length).toBe(sent);
  });

  test("names the states where it would have been legal", async () => {
    const { terminal } = pair();
    expect(await failure(terminal.peer.request("available", {}))).toMatchObject({ state: "open", legalIn: ["ready"] });
  });

  test("carries its own fields, but never another envelope", async () => {
    const { terminal, function: server } = await signedIn();
    await terminal.peer.request("available", { id: "forged", seq: 99, ack: 99, kind: "response", more: 1 });
    const message = terminal.sent.find(({ method }) => method === "available");
    expect(message).toMatchObject({ kind: "request", id: "2", seq: 1, more: 1 });
    expect(message).not.toHaveProperty("ack");
    expect(server.shown).toContain("available.request");
  });
});
