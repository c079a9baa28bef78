import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { connectWs } from "@parley/runtime/ws";
import { connectSignalling } from "@parley/signalling";
import { describe, expect, it, onTestFinished } from "vitest";
import { answer, offer } from "../reference-server/descriptions.js";

const program = fileURLToPath(new URL("../../packages/reference-server/dist/main.js", import.meta.url));

/** The program with a call on: Alice has called Bob. */
async function talking() {
  const server = spawn(process.execPath, [program, "--port", "0", "--store", "memory", "--drain", "60"], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void server.kill("SIGKILL"));
  const ended = new Promise<number | null>((heard) => server.once("exit", heard));
  let printed = "";
  const links = await new Promise<readonly RegExpMatchArray[]>((found) => {
    server.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const all = [...printed.matchAll(/(http:\/\/\S+?)\/#user=[a-z]+&token=([A-Za-z0-9_-]+)\s/g)];
      if (all.length >= 2) found(all);
    });
  });
  const connected = async ([, origin = "", token = ""]: RegExpMatchArray) => {
    const client = await connectSignalling(`${origin.replace("http", "ws")}/webrtc-signalling/v1`, { token, transport: connectWs, reconnect: false });
    onTestFinished(() => client.close());
    return client;
  };
  const [alice, bob] = await Promise.all(links.map(connected));
  if (alice === undefined || bob === undefined) throw new Error("both have connected");
  await bob.available({ device: "first-device", addresses: bob.granted.addresses });
  bob.onSetup((incoming) => void incoming.accept({ description: answer() }));
  const session = await alice.setup({ to: bob.granted.subject, description: offer() });
  return { server, alice, session, ended };
}

describe("the program at SIGTERM", () => {
  it("lets the call that is on come to its end, and ends with it", async () => {
    const { server, alice, session, ended } = await talking();
    const told = new Promise<unknown>((heard) => alice.onGoaway(heard));
    server.kill("SIGTERM");
    expect(await told).toMatchObject({ action: "reconnect", deadline: 60, cause: { reason: "shutdown" } });
    expect(server.exitCode).toBeNull();
    await session.disconnect({ reason: "normal" });
    expect(await ended).toBe(0);
  });

  it("a second time ends at once", async () => {
    const { server, alice, ended } = await talking();
    const told = new Promise<unknown>((heard) => alice.onGoaway(heard));
    server.kill("SIGTERM");
    await told;
    server.kill("SIGTERM");
    expect(await ended).toBe(1);
  });
});
