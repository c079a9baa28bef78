import { readFileSync } from "node:fs";
import { printableLines } from "@parley/compiler";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { run } from "./run.js";
import type { Terminal } from "./terminal.js";

const stopped = new AbortController();

/** The process of the command line. Nothing else touches it. */
async function main(): Promise<ExitStatus> {
  // Whoever reads may stop reading, as `head` does: that is no fault, and a command that waits for changes ends.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      stopped.abort();
    });
  }
  try {
    return await run(process.argv.slice(2), terminal, versionOf());
  } catch (error) {
    process.stderr.write(`${printableLines(faultText(error))}\n`);
    return exitStatus.fault;
  }
}

async function standardInput(): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of process.stdin) parts.push(part);
  return Buffer.concat(parts);
}

function stopSignal(): AbortSignal {
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopped.abort());
  return stopped.signal;
}

function isUnset(variable: string | undefined): boolean {
  return variable === undefined || variable === "";
}

function versionOf(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return typeof manifest === "object" && manifest !== null && "version" in manifest ? String(manifest.version) : "0";
}

function faultText(error: unknown): string {
  const what = error instanceof Error ? error.message : String(error);
  const debug = !isUnset(process.env.PARLEY_DEBUG);
  const stack = debug && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  const how = debug ? "" : " PARLEY_DEBUG=1 shows where it happened.";
  return `parley: ${what}\nThis is a fault of Parley, not of your specification. Please report it with the command and the specification.${how}${stack}`;
}

const terminal: Terminal = {
  workingFolder: process.cwd(),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colour: process.stdout.isTTY && isUnset(process.env.NO_COLOR) && process.env.TERM !== "dumb",
  watched: process.stderr.isTTY && process.env.TERM !== "dumb",
  typed: process.stdin.isTTY,
  input: standardInput,
  stopSignal,
};

process.exitCode = await main();
