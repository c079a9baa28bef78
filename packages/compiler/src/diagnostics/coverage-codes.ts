import { didYouMean } from "./did-you-mean.js";
import { entry } from "./entry.js";

/** Codes of rules about the coverage file: what is required, and which elements cover it. */
export const coverageCodes = {
  "requirement-without-element": entry(
    "error",
    (p: { requirement: string }) => `Requirement "${p.requirement}" names no element that covers it.`,
    () => "Name what covers it under elements, or remove the requirement.",
  ),
  "unknown-element": entry(
    "error",
    (p: { requirement: string; element: string; what: string; near: string | undefined }) =>
      `Requirement "${p.requirement}" names the element "${p.element}", but ${p.what}.`,
    (p) => `Correct the name${didYouMean(p.near)}`,
  ),
  "unknown-source": entry(
    "error",
    (p: { requirement: string; source: string; what: string; near: string | undefined }) =>
      `Requirement "${p.requirement}" has the source "${p.source}", but ${p.what}.`,
    (p) => `Correct the source, or what the families expect${didYouMean(p.near)}`,
  ),
  "duplicate-requirement": entry(
    "error",
    (p: { requirement: string }) => `The coverage file has the requirement "${p.requirement}" twice.`,
    () => "Rename one of the two, or remove it.",
  ),
  "missing-requirement": entry(
    "error",
    (p: { source: string }) => `No requirement has the source "${p.source}", which its family expects.`,
    (p) => `Add a requirement with source: ${p.source}.`,
  ),
  "uncovered-operation": entry(
    "error",
    (p: { operation: string; coverage: string }) => `Operation "${p.operation}" is named by no requirement of ${p.coverage}.`,
    () => "Name it among the elements of the requirement that it is there for.",
  ),
  "uncovered-message": entry(
    "error",
    (p: { message: string; coverage: string }) => `Message "${p.message}" belongs to no operation, and no requirement of ${p.coverage} names it.`,
    () => "Name it among the elements of the requirement that it is there for, or remove it.",
  ),
} as const;
