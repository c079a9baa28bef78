import { execFile } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { runServer } from "./running-server.js";

const program = fileURLToPath(new URL("../../packages/reference-server/dist/main.js", import.meta.url));

/** What it says on its way out. */
async function failureOf(...options: readonly string[]): Promise<string> {
  const { stderr } = await promisify(execFile)(process.execPath, [program, "--store", "memory", ...options]).catch((error: unknown) => error as { readonly stderr: string });
  return stderr;
}

describe("the reference server as a program", () => {
  it("prints the links, and what to do with them", async () => {
    const server = await runServer("the program");
    onTestFinished(() => server.stop());
    expect(server.printed()).toMatch(/^Listening on http:\/\/127\.0\.0\.1:\d+\nalice: http:\S+\nbob: http:\S+\nOpen each link in a tab of its own; Ctrl-C stops everything\.\n$/);
  });

  it("says in one sentence what to do about a port in use", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void taken.close());
    await new Promise((listening) => taken.once("listening", listening));
    const { port } = taken.address() as AddressInfo;
    expect(await failureOf("--port", String(port))).toBe(`Port ${port} is in use: stop what listens there, or name another port; --port 0 takes a free one.\n`);
  });

  it("listens on loopback addresses only, and shows how it is used where it was misused", async () => {
    expect(await failureOf("--host", "0.0.0.0")).toMatch(/^"0\.0\.0\.0" is not a loopback address; .*127\.0\.0\.1.*\nusage: /);
    expect(await failureOf("--port", "many")).toMatch(/^--port "many" is not a port\.\nusage: /);
  });
});
