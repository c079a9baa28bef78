import { createWriteStream } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { IceServer } from "@parley/signalling";
import { isIceServer } from "@parley/signalling";
import { jsonLinesLog } from "./log.js";
import type { ReferenceServerConfig } from "./config.js";
import { openSqliteRecordStore } from "./conference/store/sqlite-record-store.js";
import { StoreError } from "./conference/store/store-error.js";
import { startReferenceServer } from "./server.js";
import type { ReferenceServer } from "./server.js";
import { fileTokenStore } from "./token-file.js";
import type { TokenStore } from "./token-store.js";

// Runs the reference server as a program. Nothing else in this package touches the process.
const usage = `usage: main.js [--port N] [--host LOOPBACK] [--user NAME]... [--domain NAME] [--page DIR] [--origin URL]... [--ice-servers JSON] [--turn-secret SECRET] [--drain SECONDS] [--store FILE|memory] [--log FILE|-]`;

try {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      host: { type: "string" },
      user: { type: "string", multiple: true },
      domain: { type: "string" },
      page: { type: "string", default: fileURLToPath(new URL("../../demo/dist/page", import.meta.url)) },
      origin: { type: "string", multiple: true },
      "ice-servers": { type: "string" },
      "turn-secret": { type: "string" },
      drain: { type: "string", default: "30" },
      store: { type: "string", default: ".parley/conference.db" },
      log: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    process.stdout.write(`${usage}\n`);
  } else {
    await run(values);
  }
} catch (error) {
  process.stderr.write(`${wordsFor(error)}\n`);
  process.exitCode = 2;
}

interface Values {
  readonly port?: string | undefined;
  readonly host?: string | undefined;
  readonly user?: string[] | undefined;
  readonly domain?: string | undefined;
  readonly page: string;
  readonly origin?: string[] | undefined;
  readonly "ice-servers"?: string | undefined;
  readonly "turn-secret"?: string | undefined;
  readonly drain: string;
  readonly store: string;
  readonly log?: string | undefined;
}

async function run({ port, host, user, domain, page, origin, "ice-servers": iceServers, "turn-secret": turnSecret, drain, store, log }: Values): Promise<void> {
  const deadline = secondsOf(drain);
  const out = log === undefined ? undefined : log === "-" ? process.stderr : createWriteStream(log, { flags: "a" });
  const server = await start(port, store, {
    page,
    ...(host === undefined ? {} : { host }),
    users: user ?? ["alice", "bob", "carol", "dave"],
    ...(domain === undefined ? {} : { domain }),
    ...(origin === undefined ? {} : { origins: origin }),
    ...(iceServers === undefined ? {} : { iceServers: iceServersOf(iceServers) }),
    ...(turnSecret === undefined ? {} : { turnSecret }),
    ...(out === undefined ? {} : { log: jsonLinesLog((line) => out.write(line)) }),
  });
  const links = server.users.map(({ name, link }) => `${name}: ${link}\n`).join("");
  process.stdout.write(`Listening on ${server.url}\n${links}Open each link in a tab of its own; Ctrl-C stops everything.\n`);
  let stopping = false;
  const stopBy = (end: () => Promise<void>) => () => {
    // A second signal does not wait for anybody.
    if (stopping) process.exit(1);
    stopping = true;
    void end().then(() => process.exit(0));
  };
  process.on("SIGINT", stopBy(() => server.close()));
  process.on("SIGTERM", stopBy(() => server.drain({ deadline })));
}

/** Without a wish the usual port, or any that is free where that one is taken. */
async function start(port: string | undefined, store: string, config: ReferenceServerConfig): Promise<ReferenceServer> {
  if (port !== undefined) return startOn(portOf(port), store, config);
  try {
    return await startOn(8080, store, config);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    return startOn(0, store, config);
  }
}

async function startOn(port: number, store: string, config: ReferenceServerConfig): Promise<ReferenceServer> {
  if (store === "memory") return startReferenceServer({ ...config, port });
  // The conferences lock the file first: tokens beside it are then nobody else's to write.
  const conferences = await openSqliteRecordStore(store);
  let tokens: TokenStore;
  try {
    tokens = fileTokenStore(`${store}.tokens`);
  } catch (error) {
    await conferences.close();
    throw error;
  }
  return startReferenceServer({ ...config, port, store: conferences, tokens });
}

/** What went wrong and what to do about it. The usage only helps with what was written wrong. */
function wordsFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof StoreError) return `${error.message} (--store FILE; --store memory keeps conferences as long as the server runs.)`;
  const { code, port, address } = error as NodeJS.ErrnoException & { readonly port?: number; readonly address?: string };
  switch (code) {
    case "EADDRINUSE": return `Port ${port} is in use: stop what listens there, or name another port; --port 0 takes a free one.`;
    case "EACCES": return `Port ${port} may not be used by this user: name another port; --port 0 takes a free one.`;
    case "EADDRNOTAVAIL": return `"${address}" is not an address of this machine: leave --host out to listen on 127.0.0.1.`;
    default: return `${error.message}\n${usage}`;
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new TypeError(`--port "${text}" is not a port.`);
  return port;
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 3_600) throw new TypeError(`--drain "${text}" is not a number of seconds up to 3600.`);
  return seconds;
}

function iceServersOf(text: string): readonly IceServer[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!Array.isArray(value) || !value.every(isIceServer)) throw new TypeError("--ice-servers is not a JSON list of ICE servers.");
  return value;
}
