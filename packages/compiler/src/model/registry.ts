import type { Origin } from "./origin.js";

/** What a registry says beside its problems: why things end, and what the codes of other networks mean. */
export interface Registry {
  /** Every role that may send a problem or a cause; empty where the registry does not say. */
  readonly roles: readonly string[];
  readonly causes: readonly Cause[];
  /** What a status of SIP means. */
  readonly fromSip: readonly ForeignCode[];
  /** What a cause value of ITU-T Q.850 means. */
  readonly fromQ850: readonly ForeignCode[];
}

/** Why something ends: a value of `reason`. */
export interface Cause {
  readonly name: string;
  readonly title: string;
  /** The roles that may send it; absent where all may. */
  readonly sentBy?: readonly string[];
  /** The status for a Reason of SIP (RFC 3326). */
  readonly sip?: number;
  /** The cause value of ITU-T Q.850. */
  readonly q850?: number;
  readonly description?: string;
  readonly provenance?: string;
  readonly origin: Origin;
}

/** A code of another network, or a range of them, and what it means here. */
export interface ForeignCode {
  /** The first and the last code; the same where the row is of one code. A code by itself comes before a range. */
  readonly from: number;
  readonly to: number;
  /** What the other network calls it; of one code only. */
  readonly phrase?: string;
  /** The problem of a request that was refused with it; absent where it refuses nothing. */
  readonly problem?: string;
  readonly scope?: "device" | "everywhere";
  /** The cause of something that ended with it. */
  readonly reason: string;
  readonly provenance?: string;
  readonly origin: Origin;
}
