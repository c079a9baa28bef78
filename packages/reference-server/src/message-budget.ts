import { refuse } from "@parley/runtime";
import type { Refusal } from "@parley/runtime";
import type { McandidateNotification, MprogressNotification } from "@parley/signalling";
import { problems } from "@parley/signalling";
import type { FunctionState } from "./function-state.js";
import type { TerminalConnection } from "./terminal.js";

/** Takes a message from the connection's budget; a refusal when nothing is left. What ends something is never held up by it. */
export function spendMessage(from: TerminalConnection): Refusal<"rate-limited"> | undefined {
  const allowed = from.context.messages.spend();
  return allowed.granted ? undefined : refuse("rate-limited", { retryAfter: allowed.retryAfter });
}

/** As {@link spendMessage}, for a notification, which cannot be answered. */
export function spendNotification(notification: Told, from: TerminalConnection): boolean {
  const allowed = from.context.messages.spend();
  return allowed.granted || tell(from, notification, "rate-limited", allowed.retryAfter);
}

/** Takes candidates from their own budget. A batch that is too big or too early is refused as a whole and told so; it ends nothing. */
export function spendCandidates(state: FunctionState, notification: McandidateNotification, from: TerminalConnection): boolean {
  const { candidates } = notification;
  if (candidates.length > state.limits.candidateBatch) return tell(from, notification, "too-large");
  const allowed = from.context.candidates.spend(candidates.length);
  return allowed.granted || tell(from, notification, "rate-limited", allowed.retryAfter);
}

type Told = Pick<McandidateNotification | MprogressNotification, "method" | "kind" | "session" | "seq">;

function tell(from: TerminalConnection, { method, kind, session, seq }: Told, name: "too-large" | "rate-limited", retryAfter?: number): false {
  const { type, title, status } = problems[name];
  from.refused({ about: { method, kind, session, seq }, problemDetails: { type, title, status, ...(retryAfter === undefined ? {} : { retryAfter }) } });
  return false;
}
