import type { Json } from "./json.js";
import type { Origin } from "./origin.js";

/** A named sequence across roles: one workflow of an Arazzo 1.1 document. */
export interface Flow {
  readonly name: string;
  readonly origin: Origin;
  readonly summary?: string;
  readonly description?: string;
  /** Names of the flows that this one begins after, on the same connections: `dependsOn` of the workflow. */
  readonly dependsOn?: readonly string[];
  /** `x-parley-participants` of the document: who takes part, each in a role of the protocol. */
  readonly participants: readonly Participant[];
  readonly steps: readonly Step[];
}

export interface Participant {
  readonly name: string;
  readonly role: string;
  readonly origin: Origin;
}

/** One message of a flow. */
export interface Step {
  readonly name: string;
  readonly origin: Origin;
  readonly description?: string;
  /** Name of the operation whose message passes. */
  readonly operation: string;
  /** `request`, `success`, `failure` or `notification`: which message of the operation. */
  readonly part: "request" | "success" | "failure" | "notification";
  /** Who sends, and who gets it: names of the flow's participants (`alice`, `function`, `bob`). */
  readonly from: string;
  readonly to: string;
  readonly payload?: Json;
  readonly after?: Before;
}

/** `x-parley-after`: what happens just before a step, and is no message. With both, the connection does not come back within that time. */
export interface Before {
  /** `{ lost: bob }`: the connection of this participant is lost. */
  readonly lost?: string;
  /** `{ passes: 45 }`: so many seconds pass. */
  readonly passes?: number;
}
