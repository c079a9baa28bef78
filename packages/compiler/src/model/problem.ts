import type { Origin } from "./origin.js";

/** One row of the registry of problems that all documents share (`specs/common/problems.yaml`). */
export interface Problem {
  /** `busy`; the `type` URI of RFC 9457 is the registry's base and this name. */
  readonly name: string;
  readonly type: string;
  readonly title: string;
  /** As HTTP has it. */
  readonly status: number;
  readonly retry: "never" | "after" | "elsewhere";
  readonly description?: string;
  readonly provenance?: string;
  readonly origin: Origin;
}
