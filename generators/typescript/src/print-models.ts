import { blocks, type Code, code, type CodeModule, concat, documented, jsDoc, union } from "@parley/compiler";
import { type Declaration, filesOf, type Part } from "./declaration.js";
import type { Plan } from "./plan.js";
import { printMember, printShape } from "./print-shape.js";

/** The types of one part: `models.ts` or `common.ts`, in the author's order. */
export function printModels(plan: Plan, part: Part): CodeModule {
  const declarations = plan.declarations.filter((declaration) => declaration.part === part);
  const unions = part === "models" ? plan.unions : [];
  return {
    path: filesOf[part].types,
    body: blocks(
      ...declarations.map((declaration) => printDeclaration(plan, declaration)),
      ...unions.map((each) => documented(jsDoc(each.description, each.see), code`export type ${each.type} = ${union(each.members)};`)),
    ),
    exports: [...declarations.map((declaration) => declaration.type), ...unions.map((each) => each.type)],
  };
}

function printDeclaration(plan: Plan, declaration: Declaration): Code {
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
