import { firstOf } from "./issue.js";
import type { Issue } from "./issue.js";

/** The peer did not answer within the deadline. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
  readonly method: string;
  /** Milliseconds. */
  readonly deadline: number;
  constructor(method: string, deadline: number) {
    super(`No response to "${method}" within ${deadline} ms.`);
    this.method = method;
    this.deadline = deadline;
  }
}

/** The connection could not be opened, or ended before the answer came. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly reason: string;
  constructor(reason: string, text?: string) {
    super(text ?? `The connection ended: ${reason}.`);
    this.reason = reason;
  }
}

/** What the program wants to say is not what the specification allows. Nothing was sent, and nothing has changed. */
export class InvalidMessageError extends Error {
  override readonly name = "InvalidMessageError";
  readonly issues: readonly Issue[];
  constructor(message: string, issues: readonly Issue[]) {
    super(`"${message}" is not valid${firstOf(issues)}.`);
    this.issues = issues;
  }
}

/** The program did what the protocol forbids in this state. Nothing was sent. */
export class IllegalStateError extends Error {
  override readonly name = "IllegalStateError";
  readonly state: string;
  /** Where it would be legal. */
  readonly legalIn: readonly string[];
  constructor(message: string, state: string, legalIn: readonly string[], why?: string) {
    const where = legalIn.length === 0 ? "in no state" : `in ${legalIn.map((name) => `"${name}"`).join(", ")}`;
    super(`Cannot send "${message}" in state "${state}": ${why ?? `it is legal ${where}`}.`);
    this.state = state;
    this.legalIn = legalIn;
  }
}
