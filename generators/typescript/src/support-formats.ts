import { formatFunctions, textSections } from "./gen/text-sections.js";
import type { SupportSection } from "./support-section.js";

/** Where the functions stand that need tables of Unicode, 10 kB of source: only what uses such a format (hostname, idn-hostname, idn-email) imports it. */
export const idnaPath = "formats-idna.ts";

// What only its own file uses is not exported.
const shared: ReadonlySet<string> = new Set([...formatFunctions.values(), "boundedPattern", "Pattern"]);
const inIdna: ReadonlySet<string> = new Set(["idna", "punycode"]);

/** What asserts formats and patterns, as the compiler has it. */
export const formatSections: readonly SupportSection[] = textSections.map(({ name, file, kind, needs, text }) => ({
  name,
  kind,
  needs,
  text: shared.has(name) ? text : text.replace(/^export /m, ""),
  ...(inIdna.has(file) ? { path: idnaPath } : {}),
}));
