import { blocks, code, type CodeModule, type CodeSymbol, concat, documented, jsDoc, literal, property, type Registry } from "@parley/compiler";
import type { Plan } from "./plan.js";
import { runtimeType } from "./print-behaviour.js";
import { columnsOf } from "./registry-columns.js";

const path = "causes.ts";

/** The causes of the registry as typed data, and the union of their names. */
export function printCauses(plan: Plan, registry: Registry) {
  const causes: CodeSymbol = { name: "causes", from: path, kind: "value" };
  const causeName: CodeSymbol = { name: plan.names.give("CauseName", [], "the registry of causes").name, from: path, kind: "type" };
  const rows = registry.causes.map(({ name: key, description, title, ...row }) =>
    documented(jsDoc(description), concat(property(key, literal({ title, ...columnsOf(row) })), ",")),
  );
  const body = blocks(
    documented(
      jsDoc("Every cause of an end, by its name."),
      code`
        export const ${causes} = {
          ${rows}
        } as const satisfies { readonly [name: string]: ${runtimeType("WireCause")} };
      `,
    ),
    code`export type ${causeName} = keyof typeof ${causes};`,
  );
  const module: CodeModule = { path, body, exports: [causes, causeName] };
  return { module, causes, causeName };
}
