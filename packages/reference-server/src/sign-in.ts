import { refuse } from "@parley/runtime";
import { limits } from "@parley/signalling";
import type { AuthRequest } from "@parley/signalling";
import { sayGoaway } from "./farewell.js";
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
  if (state.drain.isOn) state.clock.after(0, () => state.drain.tell(from));
  state.log("signed-in", { connection: terminal.id, user: user.name });
  const { messagesPerMinute, candidatesPerMinute, setupsPerMinute, mediaSections, candidateBatch } = state.limits;
  return {
    subject: user.subject,
    addresses: [...user.addresses],
    display: user.display,
    epoch: { id: state.newId(), window: limits.window, windowBytes: limits.windowBytes },
    limits: {
      messageBytes: limits.messageBytes, depth: limits.depth, mediaSections, candidateBatch, messagesPerMinute, candidatesPerMinute, setupsPerMinute,
    },
    timers: { answer: timerSeconds("answer"), heartbeat: timerSeconds("heartbeat") },
    iceServers: state.iceServers(user),
  };
}

/** After the last attempt, and after its answer has gone. */
function turnAway(connection: TerminalConnection): void {
  if (connection.state === "closed") return;
  sayGoaway(connection, { action: "stop", deadline: 0, cause: { reason: "unauthenticated" } });
  void connection.close(4401, "unauthenticated");
}
