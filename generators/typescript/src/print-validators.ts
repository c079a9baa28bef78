import { blocks, type Code, code, type CodeModule } from "@parley/compiler";
import type { Declaration, Part } from "./declaration.js";
import type { SchemaPlan } from "./plan.js";
import { bodyOf } from "./print-body.js";
import { support } from "./print-support.js";
import { programOf } from "./program.js";
import { type PatternTable, ValidatorScope } from "./validator-scope.js";

/** The validators of a part that decide, `isX`, and allocate nothing; beside them, in a file of their own, `explainX` say why not. */
export function printValidators(plan: SchemaPlan, part: Part, patterns: PatternTable): CodeModule {
  const scope = new ValidatorScope(plan, part, patterns);
  const declarations = plan.declarationsIn(part);
  const functions = blocks(
    ...declarations.map((declaration) => {
      const is = plan.endless.has(declaration.schema.id) ? printNestedIs(scope, declaration) : printIs(scope, declaration);
      return blocks(is, ...scope.takeFunctions(is));
    }),
  );
  return {
    path: part.validators,
    body: blocks(code`${[...scope.constantsFor(functions)]}`, functions),
    exports: declarations.map((declaration) => declaration.is),
  };
}

/** The validators of a part that say why not: each reads the table of its rules. */
export function printExplanations(plan: SchemaPlan, part: Part): CodeModule {
  const declarations = plan.declarationsIn(part);
  return {
    path: part.explain,
    body: blocks(...declarations.map((declaration) => printExplain(declaration, plan.endless.has(declaration.schema.id)))),
    exports: declarations.map((declaration) => declaration.explain),
  };
}

function printIs(scope: ValidatorScope, declaration: Declaration): Code {
  const program = programOf(scope, [declaration.schema.id], declaration);
  const { reads, statements } = bodyOf(scope, program);
  const name = reads ? "value" : "_value";
  return code`
    /** True when the value is a valid {@link ${declaration.type}}. */
    export function ${declaration.is}(${name}: unknown): ${name} is ${declaration.type} {
      ${statements}
    }
  `;
}

/** Where the value may go deep without end, how deep it goes is looked at first, once. */
function printNestedIs(scope: ValidatorScope, declaration: Declaration): Code {
  const program = programOf(scope, [declaration.schema.id], declaration);
  const { reads, statements } = bodyOf(scope, program);
  if (!reads) return printIs(scope, declaration);
  const inner = scope.nameFunction(`${declaration.is.name}OfAnyDepth`);
  return code`
    /** True when the value is a valid {@link ${declaration.type}}, no deeper than validators go. */
    export function ${declaration.is}(value: unknown): value is ${declaration.type} {
      return ${support("nested")}(value, ${inner});
    }

    function ${inner}(value: unknown): boolean {
      ${statements}
    }
  `;
}

function printExplain(declaration: Declaration, isEndless: boolean): Code {
  return code`
    /** Why the value is not a valid \`${declaration.name}\`: every issue. Empty when it is valid. */
    export function ${declaration.explain}(value: unknown): readonly ${support("Issue")}[] {
      return ${support(isEndless ? "explainNested" : "explain")}(${declaration.rules}, value);
    }
  `;
}
