import { spawn } from "node:child_process";
import type { ChildProcessByStdio } from "node:child_process";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** The server as `npm start` runs it, on a port of its own. */
export interface RunningServer {
  readonly url: string;
  /** The link that signs a user in. */
  link(user: string): string;
  /** All that it has written to its output so far. */
  printed(): string;
  stop(): Promise<void>;
}

/**
 * Starts it and waits until it has printed a link for each user.
 * `npm start` compiles and builds first; the program it then starts is enough where another test has gone that way.
 */
export async function runServer(by: "npm start" | "the program", users: readonly string[] = ["alice", "bob"]): Promise<RunningServer> {
  const script = by === "npm start" ? "scripts/start.mjs" : "packages/reference-server/dist/main.js";
  const program = spawn(process.execPath, [script, "--port", "0", "--store", "memory", ...users.flatMap((user) => ["--user", user])], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let printed = "";
  program.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
  const links = await linksOf(program, users);
  const first = links.get(users[0] ?? "") ?? "";
  return {
    url: new URL(first).origin,
    link(user) {
      const link = links.get(user);
      if (link === undefined) throw new Error(`no link was printed for ${user}`);
      return link;
    },
    printed: () => printed,
    stop: () => new Promise((stopped) => {
      if (program.exitCode !== null || program.signalCode !== null) return stopped();
      program.once("exit", () => stopped());
      program.kill("SIGINT");
    }),
  };
}

const root = fileURLToPath(new URL("../..", import.meta.url));

function linksOf(program: ChildProcessByStdio<null, Readable, Readable>, users: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Promise((found, failed) => {
    const links = new Map<string, string>();
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      for (const [, link = "", user = ""] of text.matchAll(/(http:\/\/\S+?\/#user=([a-z]+)&token=[A-Za-z0-9_-]+)\s/g)) links.set(user, link);
      if (users.every((user) => links.has(user))) found(links);
    };
    program.stdout.on("data", read);
    program.stderr.on("data", (chunk: Buffer) => (text += chunk.toString()));
    program.once("exit", (code) => failed(new Error(`the server ended with ${code}:\n${text}`)));
  });
}
