import { blocks, type Code, code, type CodeModule, type CodeSymbol } from "@parley/compiler";
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
      const is = printIs(scope, declaration, guardsOf(plan, declaration));
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

function printIs(scope: ValidatorScope, declaration: Declaration, guards: readonly Guard[]): Code {
  const program = programOf(scope, [declaration.schema.id], declaration);
  const { reads, statements } = bodyOf(scope, program);
  const name = reads ? "value" : "_value";
  const behind = reads ? guards.map((guard) => ({ ...guard, is: scope.nameFunction(declaration.is.name + guard.suffix) })) : [];
  const calls = behind.map(({ by, is }) => code`return ${by}(value, ${is});`);
  return blocks(
    code`
      /** True when the value is a valid {@link ${declaration.type}}${behind.some(({ limits }) => limits) ? ", no deeper than validators go" : ""}. */
      export function ${declaration.is}(${name}: unknown): ${name} is ${declaration.type} {
        ${calls[0] ?? statements}
      }
    `,
    ...behind.map(
      ({ is }, index) => code`
        function ${is}(value: unknown): boolean {
          ${calls[index + 1] ?? statements}
        }
      `,
    ),
  );
}

/** What stands before a validator: a function of `support.ts`, and how the one behind it is called. */
interface Guard {
  readonly by: CodeSymbol;
  readonly suffix: string;
  readonly limits: boolean;
}

/**
 * Where the value may go deep without end, how deep it goes is looked at first, once. Where several ways of a schema lead to the same
 * value, what was said of it is remembered until the outermost validator is done.
 */
function guardsOf({ endless, remembered, leadingToRemembered }: SchemaPlan, { schema: { id } }: Declaration): readonly Guard[] {
  const guards: Guard[] = [];
  if (endless.has(id)) guards.push({ by: support("nested"), suffix: "OfAnyDepth", limits: true });
  if (remembered.has(id)) guards.push({ by: support("once"), suffix: "Anew", limits: false });
  else if (leadingToRemembered.has(id)) guards.push({ by: support("remembering"), suffix: "Remembering", limits: false });
  return guards;
}
function printExplain(declaration: Declaration, isEndless: boolean): Code {
  return code`
    /** Why the value is not a valid \`${declaration.name}\`: every issue. Empty when it is valid. */
    export function ${declaration.explain}(value: unknown): readonly ${support("Issue")}[] {
      return ${support(isEndless ? "explainNested" : "explain")}(${declaration.rules}, value);
    }
  `;
}
