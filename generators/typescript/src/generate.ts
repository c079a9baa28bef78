import { banner, type CodeModule, type Diagnostic, type OutputFile, printModule, type Protocol, symbolsIn } from "@parley/compiler";
import type { Part } from "./declaration.js";
import { type Plan, planProtocol } from "./plan.js";
import { printBehaviour } from "./print-behaviour.js";
import { printHttp } from "./print-http.js";
import { printIndex } from "./print-index.js";
import { printInterface } from "./print-interface.js";
import { printModels } from "./print-models.js";
import { printProblems } from "./print-problems.js";
import { printProtocol } from "./print-protocol.js";
import { printRules } from "./print-rules.js";
import { printSupport, supportPath } from "./print-support.js";
import { printValidators } from "./print-validators.js";
import { reportUnasserted, usedFormats } from "./unasserted.js";
import { PatternTable } from "./validator-scope.js";

export interface GenerateOptions {
  /** Where the output goes is not known here: files are named inside it. */
  readonly source?: string;
}

export interface Generated {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Prints a protocol as TypeScript: everything that the target knows of it, one file a concern. */
export function generate(protocol: Protocol, options: GenerateOptions = {}): Generated {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (found) => void diagnostics.push(found);
  const plan = planProtocol(protocol, report);
  for (const declaration of plan.declarations) plan.shapes.body(declaration);
  reportUnasserted(plan, report);
  const patterns = new PatternTable(plan);
  const modules = printers.flatMap((print) => print(plan, patterns, report)).filter((module) => module.body.parts.length > 0);
  const used = new Set(modules.flatMap(({ body }) => symbolsIn(body)).filter(({ from }) => from === supportPath).map(({ name }) => name));
  if (used.size > 0) modules.push(printSupport(used, usedFormats(plan)));
  modules.push(printIndex(modules));
  const line = banner(options.source ?? protocol.origin.file.path);
  return { files: modules.map((module) => printModule(module, line)), diagnostics };
}

type Report = (found: Diagnostic) => void;

type Print = (plan: Plan, patterns: PatternTable, report: Report) => readonly CodeModule[];

const parts: readonly Part[] = ["common", "models"];

/** What is printed, in this order: rules after validators, which say what patterns there are. */
const printers: readonly Print[] = [
  (plan) => parts.map((part) => printModels(plan, part)),
  (plan, patterns) => parts.map((part) => printValidators(plan, part, patterns)),
  (plan, patterns) => parts.map((part) => printRules(plan, part, patterns)),
  printBehaviour,
  printProblems,
  printProtocol,
  printInterface,
  (plan, _, report) => printHttp(plan, report),
];
