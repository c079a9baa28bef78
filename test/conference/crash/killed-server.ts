import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const program = fileURLToPath(new URL("../../../packages/reference-server/dist/main.js", import.meta.url));

/** The reference server on a store, to be killed. */
export interface KilledServer {
  /** Where it listens and how Alice signs in; undefined where it ended before it said so. */
  readonly ready: Promise<{ readonly url: string; readonly token: string } | undefined>;
  /** Ends it without warning; fulfilled when it is gone. Throws what it said where it has ended by itself. */
  kill(): Promise<void>;
}

export function startServer(store: string): KilledServer {
  const child = spawn(process.execPath, [program, "--port", "0", "--user", "alice", "--store", store, "--log", "-"], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<NodeJS.Signals | null>((heard) => { child.once("close", (_, signal) => heard(signal)); });
  const complaints: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => { if (!line.startsWith("{") || line.includes("fault")) complaints.push(line); });
  const ready = new Promise<{ readonly url: string; readonly token: string } | undefined>((found) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, url, token] = /(http:\/\/\S+?)\/#user=alice&token=([A-Za-z0-9_-]+)/.exec(line) ?? [];
      if (url !== undefined && token !== undefined) found({ url, token });
    });
    void ended.then(() => found(undefined));
  });
  return {
    ready,
    async kill() {
      child.kill("SIGKILL");
      const signal = await ended;
      if (signal !== "SIGKILL") throw new Error(`the server ended by itself: ${complaints.join("\n")}`);
      if (complaints.length > 0) throw new Error(`the server complained: ${complaints.join("\n")}`);
    },
  };
}
