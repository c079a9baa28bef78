import { behaviourCodes } from "./behaviour-codes.js";
import { childCodes } from "./child-codes.js";
import { conventionCodes } from "./convention-codes.js";
import { coverageCodes } from "./coverage-codes.js";
import { didYouMean } from "./did-you-mean.js";
import { documentCodes } from "./document-codes.js";
import { entry } from "./entry.js";
import { httpCodes } from "./http-codes.js";
import { interfaceCodes } from "./interface-codes.js";
import { machineCodes } from "./machine-codes.js";
import { oracleCodes } from "./oracle-codes.js";
import { openApiCodes } from "./openapi-codes.js";
import { registryCodes } from "./registry-codes.js";
import { schemaCodes } from "./schema-codes.js";
import { targetCodes } from "./target-codes.js";
import { textCodes } from "./text-codes.js";

/** Every code there is. Codes are never reused; the wording may change. */
export const catalogue = {
  "unsupported-keyword": entry(
    "warning",
    (p: { keyword: string; where: string; near?: string | undefined }) => `The keyword "${p.keyword}" of ${p.where} is not handled yet.`,
    (p) => (p.near === undefined ? "Remove it, or do not rely on it: nothing that Parley makes will know of it." : `Correct the keyword${didYouMean(p.near)}`),
  ),
  ...textCodes,
  ...documentCodes,
  ...interfaceCodes,
  ...registryCodes,
  ...httpCodes,
  ...openApiCodes,
  ...conventionCodes,
  ...schemaCodes,
  ...behaviourCodes,
  ...machineCodes,
  ...childCodes,
  ...coverageCodes,
  ...targetCodes,
  ...oracleCodes,
} as const;

/** The codes alone, in the order of the catalogue. */
export const catalogueCodes = Object.keys(catalogue) as readonly (keyof typeof catalogue)[];
