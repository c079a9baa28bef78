import { camelCase, type CodeSymbol, pascalCase } from "@parley/compiler";
import { fileOfGroup } from "./groups.js";
import type { HttpCall } from "./http-call.js";
import type { Plan } from "./plan.js";

/** The calls of one tag, where a file of all calls would be too long. */
export interface HttpFile {
  /** `client/participants.ts` */
  readonly path: string;
  /** `participants` */
  readonly group: string;
  readonly calls: readonly HttpCall[];
  /** `ParticipantsCalls`: the interface of these calls, which that of all calls extends. */
  readonly type: CodeSymbol;
  /** `participantsCalls`: what makes them. */
  readonly make: CodeSymbol;
}

/** The files that one file is parted into, in the order of the text; none where it is whole. */
export function planFiles(plan: Plan, calls: readonly HttpCall[], whole: string, suffixes: { readonly type: string; readonly make: string }): readonly HttpFile[] {
  const groups = new Map<string, HttpCall[]>();
  for (const call of calls) {
    const group = plan.groupOf(call.operation.id, whole);
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), call]);
  }
  return Array.from(groups, ([group, own]) => {
    const path = fileOfGroup(whole, group);
    const { name } = plan.names.give(pascalCase(group) + suffixes.type, [], path);
    return { path, group, calls: own, type: { name, from: path, kind: "type" }, make: { name: camelCase(name.replace(suffixes.type, "")) + suffixes.make, from: path, kind: "value" } };
  });
}

/** The calls that stay in the file of their concern: all where it is whole, else those without a tag. */
export function callsOutside(files: readonly HttpFile[], calls: readonly HttpCall[]): readonly HttpCall[] {
  const placed = new Set(files.flatMap((file) => file.calls));
  return calls.filter((call) => !placed.has(call));
}
