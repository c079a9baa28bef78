import { blocks, type Code, code, type CodeModule, concat, documented, jsDoc, union } from "@parley/compiler";
import type { Declaration, Part } from "./declaration.js";
import type { SchemaPlan } from "./plan.js";
import type { MessageUnion } from "./plan-messages.js";
import { printMember, printShape } from "./print-shape.js";

/** The types of one part: `models.ts` or `common.ts`, in the author's order. */
export function printModels(plan: SchemaPlan, part: Part, unions: readonly MessageUnion[]): CodeModule {
  const declarations = plan.declarationsIn(part);
  return {
    path: part.types,
    body: blocks(
      ...declarations.map((declaration) => printDeclaration(plan, declaration)),
      ...unions.map((each) => documented(jsDoc(each.description, each.see), code`export type ${each.type} = ${union(each.members)};`)),
    ),
    exports: [...declarations.map((declaration) => declaration.type), ...unions.map((each) => each.type)],
  };
}

function printDeclaration(plan: SchemaPlan, declaration: Declaration): Code {
  const shape = plan.shapes.body(declaration);
  const text = declaration.deprecated ? `${declaration.description ?? ""}\n\n@deprecated` : declaration.description;
  const doc = jsDoc(text, declaration.see);
  if (shape.kind !== "object") return documented(doc, code`export type ${declaration.type} = ${printShape(shape)};`);
  const members = shape.members.map((member) => concat(printMember(member), ";"));
  return documented(doc, code`
    export interface ${declaration.type} {
      ${members}
    }
  `);
}
