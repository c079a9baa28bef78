import { banner, type CodeModule, type Diagnostic, markdownBanner, type OutputFile, printModule, type Protocol, symbolsIn } from "@parley/compiler";
import type { Part } from "./declaration.js";
import type { TypeScriptOptions } from "./options.js";
import { type Plan, planProtocol } from "./plan.js";
import { printAjv, printAjvValidators } from "./print-ajv.js";
import { printBehaviour } from "./print-behaviour.js";
import { printHttp } from "./print-http.js";
import { printIndex } from "./print-index.js";
import { printInterface } from "./print-interface.js";
import { printModels } from "./print-models.js";
import { printProblems } from "./print-problems.js";
import { printProtocol } from "./print-protocol.js";
import { printRules } from "./print-rules.js";
import { printSupport, supportPath } from "./print-support.js";
import { printExplanations, printValidators } from "./print-validators.js";
import { reportUnasserted, usedFormats } from "./unasserted.js";
import { PatternTable } from "./validator-scope.js";
import { viewOf } from "./view.js";

export interface Generated {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Prints a protocol as TypeScript: everything that the target knows of it, one file a concern. */
export function generate(protocol: Protocol, options: TypeScriptOptions = {}): Generated {
  const { modules, diagnostics } = printAll(protocol, options);
  const line = banner(protocol.origin.file.path);
  return { files: modules.map((module) => printModule(module, line)), diagnostics };
}

/** Prints a protocol as a package of its own: the code in `src/gen`, a manifest and a README beside it. */
export async function generatePackage(protocol: Protocol, name: string, options: TypeScriptOptions = {}): Promise<Generated> {
  const { plan, modules, diagnostics } = printAll(protocol, options);
  const { renderPackage } = await import("./render-package.js");
  const source = protocol.origin.file.path;
  const code = modules.map((module) => printModule(module, banner(source))).map(({ path, text }) => ({ path: `src/gen/${path}`, text }));
  const texts = renderPackage(viewOf(plan, modules, name, source, markdownBanner(source)));
  return { files: [...code, ...texts], diagnostics };
}

interface Printed {
  readonly plan: Plan;
  readonly modules: readonly CodeModule[];
  readonly diagnostics: readonly Diagnostic[];
}

function printAll(protocol: Protocol, options: TypeScriptOptions): Printed {
  const diagnostics: Diagnostic[] = [];
  const report: Report = (found) => void diagnostics.push(found);
  const plan = planProtocol(protocol, options, report);
  for (const declaration of plan.declarations) plan.shapes.body(declaration);
  reportUnasserted(plan, report);
  const patterns = new PatternTable(plan);
  const modules = printers.flatMap((print) => print(plan, patterns, report)).filter((module) => module.body.parts.length > 0);
  const used = new Set(modules.flatMap(({ body }) => symbolsIn(body)).filter(({ from }) => from === supportPath).map(({ name }) => name));
  if (used.size > 0) modules.push(printSupport(used, usedFormats(plan)));
  modules.push(printIndex(modules));
  return { plan, modules, diagnostics };
}

type Report = (found: Diagnostic) => void;

type Print = (plan: Plan, patterns: PatternTable, report: Report) => readonly CodeModule[];

const parts: readonly Part[] = ["common", "models"];

/** What is printed, in this order: rules after validators, which say what patterns there are. */
const printers: readonly Print[] = [
  (plan) => parts.map((part) => printModels(plan, part)),
  (plan, patterns) => (plan.options.validators === "ajv" ? judgedByAjv(plan) : judgedByParley(plan, patterns)),
  printBehaviour,
  printProblems,
  printProtocol,
  (plan, _, report) => printInterface(plan, report),
  (plan, _, report) => printHttp(plan, report),
];

function judgedByParley(plan: Plan, patterns: PatternTable): readonly CodeModule[] {
  return [
    ...parts.map((part) => printValidators(plan, part, patterns)),
    ...parts.map((part) => printExplanations(plan, part)),
    ...parts.map((part) => printRules(plan, part, patterns)),
  ];
}

function judgedByAjv(plan: Plan): readonly CodeModule[] {
  return [...parts.flatMap((part) => printAjvValidators(plan, part)), ...printAjv(plan)];
}
