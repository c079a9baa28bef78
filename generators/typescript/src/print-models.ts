import { blocks, type Code, code, type CodeModule, concat, documented, jsDoc, objectLiteral, propertyKey, stringLiteral, union } from "@parley/compiler";
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
      ...declarations.flatMap((declaration) => [printDeclaration(plan, declaration), ...printToldBy(declaration)]),
      ...unions.map((each) => documented(jsDoc(each.description, each.see), code`export type ${each.type} = ${union(each.members)};`)),
    ),
    exports: [...declarations.flatMap(({ type, toldBy }) => (toldBy === undefined ? [type] : [type, toldBy])), ...unions.map((each) => each.type)],
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

/** What `followState` of the runtime has to know of a state beside what is told of it. */
function printToldBy({ type, toldBy, schema }: Declaration): readonly Code[] {
  if (toldBy === undefined) return [];
  const lists = Object.entries(schema.notes.toldBy ?? {}).map(([list, member]) => code`${propertyKey(list)}: ${stringLiteral(member)}`);
  const doc = jsDoc(`By which member the entries of each list in a {@link ${type.name}} are told apart, for \`followState\` of the runtime.`);
  return [documented(doc, code`export const ${toldBy.name} = ${objectLiteral(lists)} as const;`)];
}
