import type { Unbounded } from "../text/pattern-form.js";
import { entry } from "./entry.js";
import { whys } from "./schema-codes.js";
import { shortened } from "./shortened.js";

/** Codes of targets: what a language cannot say, or says under another name. */
export const targetCodes = {
  "not-expressible": entry(
    "warning",
    (p: { target: string; where: string; what: string; instead?: string }) =>
      p.instead === undefined
        ? `${p.target} types cannot say ${p.what} of ${p.where}; the validator does.`
        : `${p.target} cannot say ${p.what} of ${p.where}: ${p.instead}.`,
  ),
  "discriminator-not-asserted": entry(
    "warning",
    (p: { property: string; of: string; branches: readonly string[] }) =>
      `Types tell the forms of ${p.of} apart by "${p.property}", but ${p.branches.join(", ")} would take any value of it: a discriminator rejects nothing.`,
    (p) => `Give "${p.property}" a const in each of them, and require it.`,
  ),
  "no-value": entry(
    "warning",
    (p: { where: string }) => `No value is valid for ${p.where}: what is demanded of it together excludes every one.`,
    () => "Correct what contradicts.",
  ),
  "name-changed": entry(
    "warning",
    (p: { target: string; wanted: string; given: string; why: string }) => `"${p.wanted}" becomes "${p.given}" in ${p.target}: ${p.why}.`,
    () => "Give it a name of its own, or live with the new one.",
  ),
  "unknown-format": entry(
    "warning",
    (p: { format: string; where: string }) => `The format "${p.format}" of ${p.where} is not known: no validator asserts it.`,
    () => "Use a pattern where the form matters.",
  ),
  "unbounded-pattern": entry(
    "error",
    (p: { pattern: string; where: string; why: Unbounded }) =>
      `The pattern "${shortened(p.pattern)}" of ${p.where} may take without bound, and has no bounded form, since ${whys[p.why]}.`,
    () => "Write it in another way, or keep it as it is by --unsafe-patterns.",
  ),
} as const;
