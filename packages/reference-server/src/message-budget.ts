import { refuse } from "@parley/runtime";
import type { MessageHead, Refusal } from "@parley/runtime";
import type { McandidateNotification, MprogressNotification } from "@parley/signalling";
import { problems } from "@parley/signalling";
import { sayGoaway } from "./farewell.js";
import type { FunctionState } from "./function-state.js";
import type { TerminalConnection } from "./terminal.js";

/** Takes a message, whatever it is, from the connection's budget; a refusal when nothing is left. */
export function admitMessage({ kind, method }: MessageHead, from: TerminalConnection): Refusal | undefined {
  const { context } = from;
  if (kind === "notification" && method === "mcandidate") return undefined;
  const allowed = context.messages.spend();
  // Who goes on and on is not only refused.
  if (!allowed.granted && !context.patience.spend().granted) return turnOut(from);
  context.overRate = allowed.granted ? undefined : allowed.retryAfter;
  return allowed.granted || neverHeld.has(method) ? undefined : refuse("rate-limited", { retryAfter: allowed.retryAfter });
}

/** What ends something counts, and is never held up, nor is what renews the sign-in. A setup is judged by who is called: it may be an emergency. */
const neverHeld: ReadonlySet<string> = new Set(["mcancel", "mdisc", "auth", "msetup"]);

/** How many times its rate a connection may send beside what that allows before it is closed. */
export const patience = 3;

function turnOut(from: TerminalConnection): Refusal {
  sayGoaway(from, { action: "stop", deadline: 0, cause: { reason: "protocol-error" } });
  void from.close(1002, "protocol-error");
  return refuse("rate-limited");
}

/**
 * Takes candidates from their own budget; a message without any counts as one. A batch that says nothing, is too big or too early is refused as a whole and
 * told so; it ends nothing. After one that is too early, others are dropped until its time has come.
 */
export function spendCandidates(state: FunctionState, notification: McandidateNotification, from: TerminalConnection): boolean {
  const { candidates, endOfCandidates } = notification;
  if (candidates.length === 0 && endOfCandidates !== true) return tell(from, notification, "malformed");
  if (candidates.length > state.limits.candidateBatch) return tell(from, notification, "too-large");
  const { context } = from;
  const now = state.clock.now();
  if (now < context.candidatesFrom) {
    context.droppedBatches += 1;
    return false;
  }
  const allowed = context.candidates.spend(Math.max(1, candidates.length));
  if (allowed.granted) return true;
  context.candidatesFrom = now + allowed.retryAfter * 1000;
  const { method, kind, session, seq } = notification;
  context.refusedBatch = { about: { method, kind, session, seq }, at: now };
  return tell(from, notification, "rate-limited", allowed.retryAfter);
}

/** What is not counted is lost with the connection: after a resume the newest refusal of a batch is said again, with what remains of its time. */
export function refuseAgain(state: FunctionState, from: TerminalConnection): void {
  const { refusedBatch, candidatesFrom } = from.context;
  const now = state.clock.now();
  if (refusedBatch === undefined || now - refusedBatch.at > saidAgainFor) return;
  const { type, title, status } = problems["rate-limited"];
  from.refused({ about: refusedBatch.about, problemDetails: { type, title, status, retryAfter: Math.max(0, candidatesFrom - now) / 1000 } });
}

const saidAgainFor = 60_000;

function tell(from: TerminalConnection, notification: McandidateNotification, name: "malformed" | "too-large" | "rate-limited", retryAfter?: number): false {
  tellRefused(from, notification, name, retryAfter);
  return false;
}

/** Says that a notification was not accepted. */
export function tellRefused(
  from: TerminalConnection, { method, kind, session, seq }: McandidateNotification | MprogressNotification, name: keyof typeof problems, retryAfter?: number,
): void {
  const { type, title, status } = problems[name];
  from.refused({ about: { method, kind, session, seq }, problemDetails: { type, title, status, ...(retryAfter === undefined ? {} : { retryAfter }) } });
}
