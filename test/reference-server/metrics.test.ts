import { describe, expect, it } from "vitest";
import { answer, offer } from "./descriptions.js";
import { readOpenMetrics, sampleOf } from "./open-metrics.js";
import { rawPeer, serve, terminal } from "./terminals.js";

async function metricsOf(url: string) {
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get("content-type")).toBe("application/openmetrics-text; version=1.0.0; charset=utf-8");
  return readOpenMetrics(await response.text());
}

describe("metrics", () => {
  it("are OpenMetrics, from the first moment on", async () => {
    const { url } = await serve();
    const families = await metricsOf(url);
    expect(families.get("parley_messages")?.type).toBe("counter");
    expect(families.get("parley_round_trip_seconds")).toMatchObject({ type: "histogram", unit: "seconds" });
    expect(sampleOf(families, "process_resident_memory_bytes")).toBeGreaterThan(1_000_000);
  });

  it("count connections, sessions, messages by method and direction, refusals by problem and round trips", async () => {
    const server = await serve();
    const [alice, bob] = [await terminal(server, "alice"), await terminal(server, "bob")];
    const setup = alice.client.setup({ to: "acct:bob@parley.example", description: offer() });
    const session = await (await bob.invited()).accept({ description: answer() });
    await setup;
    await alice.client.setup({ to: "acct:nobody@parley.example", description: offer() }).then(undefined, () => undefined);
    const families = await metricsOf(server.url);
    expect(sampleOf(families, "parley_connections_opened", "", "_total")).toBe(2);
    expect(sampleOf(families, "parley_connections", 'state="ready"')).toBe(2);
    expect(sampleOf(families, "parley_sessions", 'state="established"')).toBe(1);
    expect(sampleOf(families, "parley_devices")).toBe(2);
    expect(sampleOf(families, "parley_messages", 'method="auth",direction="received"', "_total")).toBe(2);
    expect(sampleOf(families, "parley_messages", 'method="msetup",direction="received"', "_total")).toBe(3);
    expect(sampleOf(families, "parley_refusals", 'problem="unreachable",direction="sent"', "_total")).toBe(1);
    await session.disconnect({ reason: "normal" });
    expect(sampleOf(await metricsOf(server.url), "parley_sessions", 'state="established"')).toBe(0);
  });

  it("have no more methods and reasons than there are, whatever peers send", async () => {
    const server = await serve();
    const peer = await rawPeer(server, "alice");
    for (const method of ["levitate", 'x"}\nparley_draining 1', "levitate2"]) peer.send({ kind: "request", method, id: method });
    await peer.receive({ id: "levitate2" });
    const families = await metricsOf(server.url);
    expect(sampleOf(families, "parley_messages", 'method="other",direction="received"', "_total")).toBeGreaterThan(0);
    expect(sampleOf(families, "parley_draining")).toBe(0);
  });
});
