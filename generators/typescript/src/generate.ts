import { posix } from "node:path";
import {
  banner, type CodeModule, type Diagnostic, markdownBanner, type OutputFile, printModule, type Protocol, symbolsIn,
} from "@parley/compiler";
import type { Part } from "./declaration.js";
import { type HttpPlan, planHttp } from "./http-plan.js";
import { type LongFiles, planGroups } from "./groups.js";
import type { TypeScriptOptions } from "./options.js";
import { type Plan, planMany, planProtocol, type SchemaPlan } from "./plan.js";
import type { MessageUnion } from "./plan-messages.js";
import { printAjv, printAjvValidators } from "./print-ajv.js";
import { printBehaviour } from "./print-behaviour.js";
import { printHttp } from "./print-http.js";
import { printIndex } from "./print-index.js";
import { printInterface } from "./print-interface.js";
import { printModels } from "./print-models.js";
import { printProblems } from "./print-problems.js";
import { printProtocol } from "./print-protocol.js";
import { printRules } from "./print-rules.js";
import { printSupport, supportPaths } from "./print-support.js";
import { printExplanations, printValidators } from "./print-validators.js";
import { reportLinks, reportLongIntegers, reportUnasserted, usedFormats } from "./unasserted.js";
import { PatternTable } from "./validator-scope.js";
import { viewOf } from "./view.js";

export interface Generated {
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Prints a protocol as TypeScript: everything that the target knows of it, one file a concern; where that is too long, one a tag or channel. */
export function generate(protocol: Protocol, options: TypeScriptOptions = {}): Generated {
  const { files, diagnostics } = printAll(protocol, options);
  return { files, diagnostics };
}

/** Prints a protocol as a package of its own: the code in `src/gen`, a manifest and a README beside it. */
export async function generatePackage(protocol: Protocol, name: string, options: TypeScriptOptions = {}): Promise<Generated> {
  const { plan, http, modules, files, diagnostics } = printAll(protocol, options);
  const { renderPackage } = await import("./render-package.js");
  const source = protocol.origin.file.path;
  const code = files.map(({ path, text }) => ({ path: `src/gen/${path}`, text }));
  const texts = renderPackage(viewOf({ plan, http, modules }, name, source, markdownBanner(source)));
  return { files: [...code, ...texts], diagnostics };
}

/**
 * Prints many protocols at once: a folder for each document, and one for each file that only they refer to; the helpers once, at the top.
 * `from` names in the helpers' banner what all of it comes from.
 */
export function generateMany(protocols: readonly Protocol[], from: string, options: TypeScriptOptions = {}): Generated {
  if (protocols.length === 0) return { files: [], diagnostics: [] };
  const { diagnostics, report } = gathering();
  const { schemas, folders, plans } = planMany(protocols, options, report);
  const unions = new Map(plans.map((plan) => [plan.own, plan.unions]));
  const modules = new Map<string, CodeModule[]>(folders.files.map(({ folder }) => [folder, []]));
  for (const module of printSchemas(schemas, (part) => unions.get(part) ?? [], report)) modules.get(folderOf(module.path))?.push(module);
  for (const plan of plans) modules.get(folderOf(plan.own.types))?.push(...printDocument(plan, planHttp(plan, report), report));
  const helpers = helpersOf(schemas, [...modules.values()].flat());
  const files = folders.files.flatMap(({ path, folder }) => {
    const place = placeIn(folder);
    const placed = [...(modules.get(folder) ?? []), ...helpers].map((module) => ({ ...module, path: place(module.path) }));
    const index = printIndex(placed, `${folder}/index.ts`);
    return [...placed.filter((module) => !supportPaths.has(module.path)), index].map((module) => printModule(module, banner(path), place));
  });
  return { files: [...files, ...helpers.map((module) => printModule(module, banner(from)))], diagnostics };
}

/** The folder of a path that begins at the top of the output. */
function folderOf(path: string): string {
  return posix.dirname(path).slice(1);
}

/** Where a file stands: from the top where its path says so, and else in the folder; but there is one file of helpers. */
function placeIn(folder: string): (from: string) => string {
  return (from) => {
    if (from.startsWith("/")) return from.slice(1);
    return supportPaths.has(from) || !from.endsWith(".ts") ? from : `${folder}/${from}`;
  };
}

interface Printed {
  readonly plan: Plan;
  readonly http: HttpPlan | undefined;
  readonly modules: readonly CodeModule[];
  readonly files: readonly OutputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** How long a file is, is known when it is printed: where one is too long, all is planned once more, with that one parted. */
function printAll(protocol: Protocol, options: TypeScriptOptions): Printed {
  const whole = printWith(protocol, options, new Set());
  const long = whole.files.filter(({ text }) => linesOf(text) > (options.longestFile ?? 1_500)).map(({ path }) => path);
  return long.length === 0 || planGroups(protocol).names.length === 0 ? whole : printWith(protocol, options, new Set(long));
}

function linesOf(text: string): number {
  return text.split("\n").length - 1;
}

function printWith(protocol: Protocol, options: TypeScriptOptions, long: LongFiles): Printed {
  const { diagnostics, report } = gathering();
  const plan = planProtocol(protocol, options, report, long);
  const http = planHttp(plan, report);
  const printed = [...printSchemas(plan, (part) => (part === plan.own ? plan.unions : []), report), ...printDocument(plan, http, report)];
  const helped = [...printed, ...helpersOf(plan, printed)];
  const modules = [...helped, printIndex(helped, "index.ts")];
  const line = banner(protocol.origin.file.path);
  return { plan, http, modules, files: modules.map((module) => printModule(module, line)), diagnostics };
}

type Report = (found: Diagnostic) => void;

/** Each diagnostic once: what many operations share is planned with each of them. */
function gathering(): { readonly diagnostics: readonly Diagnostic[]; readonly report: Report } {
  const diagnostics: Diagnostic[] = [];
  const known = new Set<string>();
  const report: Report = (found) => {
    const { file, pointer, range } = found.location;
    const key = JSON.stringify([file.path, pointer, range?.start, found.code, found.message]);
    if (known.has(key)) return;
    known.add(key);
    diagnostics.push(found);
  };
  return { diagnostics, report };
}

/** What is printed of schemas. */
function printSchemas(plan: SchemaPlan, unionsOf: (part: Part) => readonly MessageUnion[], report: Report): readonly CodeModule[] {
  const { parts } = plan.placement;
  for (const declaration of plan.declarations) plan.shapes.body(declaration);
  reportUnasserted(plan, report);
  reportLongIntegers(plan, report);
  reportLinks(plan, report);
  const models = parts.map((part) => printModels(plan, part, unionsOf(part)));
  return [...models, ...(plan.options.validators === "ajv" ? judgedByAjv(plan) : judgedByParley(plan))].filter(hasBody);
}

/** Rules after validators, which say what patterns there are. */
function judgedByParley(plan: SchemaPlan): readonly CodeModule[] {
  const { parts } = plan.placement;
  const patterns = new PatternTable(plan);
  return [
    ...parts.map((part) => printValidators(plan, part, patterns)),
    ...parts.map((part) => printExplanations(plan, part)),
    ...parts.map((part) => printRules(plan, part, patterns)),
  ];
}

function judgedByAjv(plan: SchemaPlan): readonly CodeModule[] {
  return [...plan.placement.parts.flatMap((part) => printAjvValidators(plan, part)), ...printAjv(plan)];
}

/** What is printed of a specification beside its schemas. */
function printDocument(plan: Plan, http: HttpPlan | undefined, report: Report): readonly CodeModule[] {
  return [...printBehaviour(plan), ...printProblems(plan), ...printProtocol(plan), ...printInterface(plan, report), ...printHttp(http)].filter(hasBody);
}

/** The helpers that modules use. */
function helpersOf(plan: SchemaPlan, modules: readonly CodeModule[]): readonly CodeModule[] {
  const used = new Set(modules.flatMap(({ body }) => symbolsIn(body)).filter(({ from }) => supportPaths.has(from)).map(({ name }) => name));
  return used.size === 0 ? [] : printSupport(used, usedFormats(plan)).filter(hasBody);
}

function hasBody(module: CodeModule): boolean {
  return module.body.parts.length > 0;
}
