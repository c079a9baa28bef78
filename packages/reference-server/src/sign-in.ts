import { refuse } from "@parley/runtime";
import { limits } from "@parley/signalling";
import type { AuthRequest } from "@parley/signalling";
import { sayGoaway } from "./farewell.js";
import { timerSeconds } from "./function-limits.js";
import type { FunctionState } from "./function-state.js";
import type { TerminalConnection } from "./terminal.js";
import type { User } from "./users.js";

/** Answers `auth`, the first and later ones: who the token belongs to, and what holds on the connection. */
export function signIn(state: FunctionState, request: AuthRequest, from: TerminalConnection) {
  const terminal = from.context;
  const user = state.signIn(request.token);
  const expiresIn = user === undefined ? 0 : secondsLeft(state, user);
  if (user === undefined || expiresIn < 1) {
    terminal.refusals += 1;
    state.log("sign-in-refused", { connection: terminal.id, attempt: terminal.refusals });
    if (terminal.user === undefined && terminal.refusals >= state.limits.authAttempts) state.clock.after(0, () => turnAway(from));
    return refuse("unauthenticated");
  }
  const isFirst = terminal.user === undefined;
  if (!isFirst && terminal.user?.subject !== user.subject) return refuse("identity-changed");
  terminal.user = user;
  terminal.refusals = 0;
  if (isFirst) {
    terminal.limits = request.limits ?? {};
    terminal.capabilities = request.capabilities ?? {};
    if (state.drain.isOn) state.clock.after(0, () => state.drain.turnAway(from));
  }
  state.log(isFirst ? "signed-in" : "renewed", { connection: terminal.id, user: user.name });
  const { authAttempts: _, ...granted } = state.limits;
  return {
    subject: user.subject,
    addresses: [...user.addresses],
    display: user.display,
    expiresIn,
    ...(user.scopes === undefined ? {} : { scopes: [...user.scopes] }),
    limits: { messageBytes: limits.messageBytes, depth: limits.depth, ...granted },
    timers: { answer: timerSeconds("answer"), heartbeat: timerSeconds("heartbeat") },
    iceServers: state.iceServers(user),
    capabilities: { trickle: "full", offerless: true },
    extensions: [],
  };
}

/** A connection goes on with an earlier epoch: what its sign-in said holds there from now on. */
export function carryOver(into: TerminalConnection, by: TerminalConnection): void {
  into.context.user = by.context.user;
  into.context.isLost = false;
}

/** Credentials are made for as long as the sign-in holds, and so it is never without an end. */
function secondsLeft({ clock, signInHolds }: FunctionState, { expiresAt = Infinity }: User): number {
  return Math.min(signInHolds, Math.floor((expiresAt - clock.now()) / 1000));
}

/** After the last attempt, and after its answer has gone. */
function turnAway(connection: TerminalConnection): void {
  if (connection.state === "closed") return;
  sayGoaway(connection, { action: "stop", deadline: 0, cause: { reason: "unauthenticated" } });
  void connection.close(4401, "unauthenticated");
}
