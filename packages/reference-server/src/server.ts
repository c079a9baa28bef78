import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isLoopback, systemClock } from "@parley/runtime";
import { wsTransport } from "@parley/runtime/ws";
import { limits, signallingPath, signallingProtocol } from "@parley/signalling";
import type { ReferenceServerConfig } from "./config.js";
import { createConferenceFunction } from "./conference-function.js";
import type { ConferenceDesk } from "./conference/conference-desk.js";
import { openConferenceDesk } from "./conference/conference-desk.js";
import { memoryRecordStore } from "./conference/store/memory-record-store.js";
import { discovery, discoveryPath, openServers } from "./discovery.js";
import type { DrainWish } from "./drain.js";
import { answerWithFetch } from "./fetch-adapter.js";
import { answerProblem } from "./http-problem.js";
import { faultFields, silentLog } from "./log.js";
import { openMetricsType } from "./open-metrics.js";
import { ownOrigins } from "./origins.js";
import { requestTarget } from "./request-target.js";
import { securityHeaders } from "./security-headers.js";
import { createSignallingFunction } from "./signalling-function.js";
import { staticFiles } from "./static-files.js";
import { memoryTokenStore } from "./token-store.js";
import { answerUnreadable } from "./unreadable-requests.js";
import { webSocketUpgrade } from "./upgrade.js";
import { userOf } from "./users.js";

export interface ReferenceServer {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** Where signalling connects. */
  readonly signallingUrl: string;
  /** Those who may sign in. The links open the demo page; their tokens are told here and nowhere else. */
  readonly users: readonly { readonly name: string; readonly address: string; readonly token: string; readonly link: string }[];
  /** The conferences themselves, for who runs the server in a program of their own. They are closed with the server. */
  readonly conferences: ConferenceDesk;
  /** Lets what is on come to its end, takes nothing new, and closes: when nothing is left, at the latest after so many seconds. */
  drain(within: DrainWish): Promise<void>;
  /** Closes at once. */
  close(): Promise<void>;
}

/** Starts a signalling function, a conference function and the demo page on one port. */
export async function startReferenceServer(config: ReferenceServerConfig = {}): Promise<ReferenceServer> {
  const { host = "127.0.0.1", port = 0, users: names = ["alice", "bob"], domain = "parley.example", log = silentLog } = config;
  const name = host.includes(":") ? `[${host}]` : host;
  if (!isLoopback(name)) throw new TypeError(`"${host}" is not a loopback address; without TLS the server listens on no other: 127.0.0.1, ::1 or localhost.`);
  const { tokens = memoryTokenStore() } = config;
  const users = new Map(names.map((user) => [user, userOf(user, domain)]));
  const find = (token: string) => users.get(tokens.userOf(token) ?? "");
  const conferences = await openConferenceDesk({
    store: config.store ?? memoryRecordStore(),
    uriBase: `https://${domain}/conferences/`,
    clock: systemClock,
    ...(config.webhookHosts === undefined ? {} : { webhooks: { hosts: config.webhookHosts } }),
    access: () => ({ signalling: [{ url: signallingUrl(), subprotocol: signallingProtocol.subprotocol ?? "" }], iceServers: openServers(config.iceServers ?? []) }),
  });
  const signalling = createSignallingFunction({ ...config, signIn: find, conferences, log });
  const conference = createConferenceFunction({ desk: conferences, userOf: (token) => find(token)?.subject, log, ...(config.requestsPerMinute === undefined ? {} : { perMinute: config.requestsPerMinute }) });
  const beat = setInterval(() => void conferences.passTime().catch((error: unknown) => log("fault", faultFields(error))), 1_000);
  const page = config.page === undefined ? undefined : staticFiles(config.page);

  const signallingUrl = () => `${url.replace("http:", "ws:")}${signallingPath}`;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    const target = requestTarget(request.url, url);
    if (target === undefined) return answerProblem(response, 400);
    const { pathname } = target;
    if (pathname.startsWith(conference.basePath)) return answerWithFetch(conference.handle, request, response, { target, maxBodyBytes: 65_536 });
    if (request.method !== "GET" && request.method !== "HEAD") return answerProblem(response, 405, { allow: "GET, HEAD" });
    if (pathname === signallingPath) return answerProblem(response, 426, { upgrade: "websocket", connection: "upgrade" });
    // Who balances load goes elsewhere while this server drains; who looks for a lost connection still gets in.
    if (pathname === "/healthz" && signalling.isDraining) return answerProblem(response, 503);
    if (pathname === "/healthz") return send(response, request, { contentType: "text/plain; charset=utf-8", body: "ok\n" });
    if (pathname === "/metrics") return send(response, request, { contentType: openMetricsType, body: signalling.metrics() });
    if (pathname === discoveryPath) return send(response, request, { contentType: "application/json", body: JSON.stringify(discovery(url, config.iceServers)) });
    const file = await page?.(pathname);
    if (file === undefined) return answerProblem(response, 404);
    send(response, request, file);
  };
  const http = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      log("fault", faultFields(error));
      if (response.headersSent) response.destroy();
      else answerProblem(response, 500);
    });
  });
  answerUnreadable(http);
  let origins: readonly string[] = [];
  let isClosing = false;
  http.on("upgrade", webSocketUpgrade({
    path: signallingPath,
    subprotocol: signallingProtocol.subprotocol ?? "",
    maxMessageBytes: limits.messageBytes,
    origins: () => origins,
    isOpen: () => !isClosing,
    accepted: (socket) => signalling.accept(wsTransport(socket)),
    refused: (status, origin) => log("upgrade-refused", { status, origin }),
  }));
  const endKeeping = async () => {
    clearInterval(beat);
    await conferences.close();
  };
  const bound = await listen(http, port, host).catch(async (error: unknown) => {
    await endKeeping();
    throw error;
  });
  const url = `http://${name}:${bound}`;
  origins = [...ownOrigins(name, bound), ...(config.origins ?? [])];
  log("listening", { url });
  const close = async () => {
    // A terminal that comes back now would never be closed, and the server would wait for it for ever.
    isClosing = true;
    await signalling.close();
    await new Promise<void>((closed) => {
      http.close(() => closed());
      http.closeAllConnections();
    });
    await endKeeping();
    log("stopped");
  };
  return {
    url,
    signallingUrl: signallingUrl(),
    users: [...users.values()].map(({ name: user, subject }) => {
      const token = tokens.mint(user);
      return { name: user, address: subject, token, link: `${url}/#${new URLSearchParams({ user, token }).toString()}` };
    }),
    conferences,
    async drain(within) {
      log("draining", { deadline: within.deadline });
      await signalling.drain(within);
      await close();
    },
    close,
  };
}

function send(response: ServerResponse, { method }: IncomingMessage, file: { readonly contentType: string; readonly body: string | Uint8Array }): void {
  response.writeHead(200, { "content-type": file.contentType, "cache-control": "no-cache" });
  response.end(method === "HEAD" ? undefined : file.body);
}

function listen(http: ReturnType<typeof createServer>, port: number, host: string): Promise<number> {
  return new Promise((listening, failed) => {
    http.once("error", failed);
    http.listen(port, host, () => {
      http.off("error", failed);
      const address = http.address();
      listening(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
