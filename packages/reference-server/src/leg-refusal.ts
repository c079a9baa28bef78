import { ConnectionError, DeadlineError, ProtocolError } from "@parley/runtime";
import type { RefusalDetails } from "@parley/runtime";
import type { Cause, MsetupProblem } from "@parley/signalling";
import { detailsOf } from "./passed-on.js";

/** What it means for the caller that a device has not accepted. Refusals of a user are passed on; those about our own message are ours to bear. */
export function legRefusal(error: unknown, cancelledFor: Cause | undefined): { readonly problem: MsetupProblem; readonly more: RefusalDetails } {
  if (error instanceof ProtocolError) {
    const passed = passedOn.find((name) => name === error.problem);
    if (passed !== undefined) return { problem: passed, more: detailsOf(error) };
    if (error.problem !== "cancelled") return { problem: "unreachable", more: {} };
    // It is the function itself that cancels: what nobody answers in time, as a rule.
    return { problem: passedOn.find((name) => name === cancelledFor?.reason) ?? "no-answer", more: {} };
  }
  if (error instanceof DeadlineError) return { problem: "no-answer", more: {} };
  if (error instanceof ConnectionError) return { problem: "unreachable", more: { scope: "device", cause: { reason: "connection-lost" } } };
  return { problem: "unreachable", more: { scope: "device" } };
}

const passedOn = [
  "busy", "declined", "no-answer", "moved", "glare", "media-incompatible", "insecure-media", "description-mismatch", "unsupported-extension",
  "capability-absent", "too-large",
  "expires-too-short", "anonymity-refused", "unknown-session", "already-answered", "timeout", "bad-response",
] as const;
