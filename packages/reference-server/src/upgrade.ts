import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import type { WebSocket } from "ws";
import { endWithProblem } from "./http-problem.js";
import { isAllowedOrigin } from "./origins.js";
import { requestTarget } from "./request-target.js";

export interface UpgradeOptions {
  readonly path: string;
  readonly subprotocol: string;
  /** A longer message closes its connection with 1009. */
  readonly maxMessageBytes: number;
  readonly origins: () => readonly string[];
  /** False once the server closes: nobody comes in any more. */
  readonly isOpen: () => boolean;
  readonly accepted: (socket: WebSocket) => void;
  /** Why an upgrade was refused. */
  readonly refused: (status: number, origin: string | undefined) => void;
}

/** Answers requests to upgrade to WebSocket: the path, the Origin and the subprotocol must be right, else it stays HTTP. */
export function webSocketUpgrade(options: UpgradeOptions): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: options.maxMessageBytes, perMessageDeflate: false, handleProtocols: () => options.subprotocol });
  return (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const status = refusalOf(request, options);
    if (status === undefined) return sockets.handleUpgrade(request, socket, head, options.accepted);
    options.refused(status, request.headers.origin);
    endWithProblem(socket, status);
  };
}

function refusalOf(request: IncomingMessage, { path, subprotocol, origins, isOpen }: UpgradeOptions): number | undefined {
  if (requestTarget(request.url, "http://localhost")?.pathname !== path) return 404;
  if (!isAllowedOrigin(request.headers.origin, origins())) return 403;
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  if (!offered.includes(subprotocol)) return 400;
  return isOpen() ? undefined : 503;
}
