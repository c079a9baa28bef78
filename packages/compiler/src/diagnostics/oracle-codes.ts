import { entry } from "./entry.js";

/** The code under which an independent reader of the same document is quoted. */
export const oracleCodes = {
  "oracle-objects": entry("error", (p: { oracle: string; code: string; says: string }) => `${p.oracle} says: ${p.says} (${p.code})`),
} as const;
