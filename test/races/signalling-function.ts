import { createSignallingFunction, memoryConferenceDesk } from "@parley/reference-server";
import type { SignallingFunction, SignallingFunctionOptions } from "@parley/reference-server";
import type { Clock } from "@parley/runtime";

export function addressOf(user: string): string {
  return `acct:${user}@parley.example`;
}

/** The reference server's signalling function for these users, whose names are their tokens. It knows nothing of the world around it. */
export function functionFor(users: readonly string[], clock: Clock, fault: (error: unknown) => void, more: Pick<SignallingFunctionOptions, "signInHolds"> = {}): SignallingFunction {
  return createSignallingFunction({
    signIn: (token) => {
      const subject = addressOf(token);
      return users.includes(token) ? { name: token, subject, addresses: [subject], display: token } : undefined;
    },
    conferences: memoryConferenceDesk({ uriBase: "https://parley.example/conferences/" }),
    clock,
    ...more,
    log: (event, fields) => {
      if (event === "fault") fault(fields?.["error"]);
    },
  });
}
