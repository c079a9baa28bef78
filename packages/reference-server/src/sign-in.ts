import { randomUUID } from "node:crypto";
import { refuse } from "@parley/runtime";
import { limits } from "@parley/signalling";
import type { AuthRequest } from "@parley/signalling";
import { timerSeconds } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
import type { TerminalConnection } from "./terminal.js";

/** Answers `auth`: who the token belongs to, and what holds on the connection. */
export function signIn(state: FunctionState, request: AuthRequest, from: TerminalConnection) {
  const terminal = from.context;
  const user = state.signIn(request.token);
  if (user === undefined) {
    terminal.refusals += 1;
    state.log("sign-in-refused", { connection: terminal.id, attempt: terminal.refusals });
    if (terminal.refusals >= state.limits.authAttempts) state.clock.after(0, () => turnAway(from));
    return refuse("unauthenticated");
  }
  terminal.user = user;
  state.log("signed-in", { connection: terminal.id, user: user.name });
  const { messagesPerMinute, candidatesPerMinute, setupsPerMinute, mediaSections, candidateBatch } = state.limits;
  return {
    subject: user.subject,
    addresses: [...user.addresses],
    display: user.display,
    epoch: { id: randomUUID(), window: limits.window, windowBytes: limits.windowBytes },
    limits: {
      messageBytes: limits.messageBytes, depth: limits.depth, mediaSections, candidateBatch, messagesPerMinute, candidatesPerMinute, setupsPerMinute,
    },
    timers: { answer: timerSeconds("answer"), heartbeat: timerSeconds("heartbeat") },
    iceServers: [...state.iceServers],
  };
}

/** After the last attempt, and after its answer has gone. */
function turnAway(connection: TerminalConnection): void {
  if (connection.state === "closed") return;
  connection.goaway({ action: "stop", deadline: 0, cause: { reason: "unauthenticated" } });
  void connection.close(4401, "unauthenticated");
}
