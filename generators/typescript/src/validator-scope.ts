import { camelCase, type Code, code, type CodeSymbol, concat, type Fragment, type Json, listLiteral, literal, patternForm, type SchemaId, symbolsIn } from "@parley/compiler";
import { isBareType } from "./branches.js";
import type { Declaration, Part } from "./declaration.js";
import { printPattern } from "./pattern.js";
import type { SchemaPlan } from "./plan.js";
import { bodyOf } from "./print-body.js";
import { needsVerdicts } from "./print-rests.js";
import { support } from "./print-support.js";
import { type Names, testOf, type TestContext } from "./print-test.js";
import { type Placed, type Program, programOf } from "./program.js";
import { isConstant, printTest } from "./test-expression.js";

/** Everything that stands beside the validators of one file: constants above them, functions for parts without a name below each. */
export class ValidatorScope implements TestContext {
  readonly protocol: SchemaPlan["protocol"];
  readonly declarationOf: SchemaPlan["declarationOf"];
  readonly nameOf: SchemaPlan["nameOf"];
  readonly #plan: SchemaPlan;
  readonly #part: Part;
  readonly #patterns: PatternTable;
  readonly #names: Set<string>;
  readonly #known = new Map<string, CodeSymbol>();
  /** By name, in the order in which they were asked for. */
  readonly #constants = new Map<string, Code>();
  readonly #functions = new Map<string, Code>();
  readonly #printed = new Set<string>();

  constructor(plan: SchemaPlan, part: Part, patterns: PatternTable) {
    this.protocol = plan.protocol;
    this.declarationOf = plan.declarationOf;
    this.nameOf = plan.nameOf;
    this.#plan = plan;
    this.#part = part;
    this.#patterns = patterns;
    this.#names = new Set(plan.declarationsIn(part).flatMap(({ is, explain }) => [is.name, explain.name]));
  }

  /** The constants that some code uses. */
  constantsFor(code: Code): readonly Code[] {
    const used = new Set(symbolsIn(code).map(({ name }) => name));
    return [...this.#constants].filter(([name]) => used.has(name)).map(([, constant]) => constant);
  }

  /** The functions that some code uses, with those that they use themselves; each is given once. */
  takeFunctions(code: Code): readonly Code[] {
    const taken: Code[] = [];
    for (const { name } of symbolsIn(code)) {
      const found = this.#functions.get(name);
      if (found === undefined || this.#printed.has(name)) continue;
      this.#printed.add(name);
      taken.push(found, ...this.takeFunctions(found));
    }
    return taken;
  }

  predicate = (ids: readonly SchemaId[]): Fragment => {
    const [only = ""] = ids;
    const declaration = ids.length === 1 ? this.declarationOf(only) : undefined;
    if (declaration !== undefined) return declaration.is;
    const program = programOf(this, ids);
    const plain = plainPredicate(program);
    if (plain !== undefined) return plain;
    const key = `is ${ids.join("\n")}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const symbol = this.#symbol(`is${this.#plan.nameOf(only)}`);
    this.#known.set(key, symbol);
    const test = needsVerdicts(this, program) ? undefined : testOf(this, program, "value");
    const { reads, statements } = test === undefined ? bodyOf(this, program) : { reads: !isConstant(test), statements: code`return ${printTest(test)};` };
    this.#functions.set(
      symbol.name,
      code`
        function ${symbol}(${reads ? "value: unknown" : ""}): boolean {
          ${statements}
        }
      `,
    );
    return symbol;
  };

  pattern = (pattern: Placed<string>): Fragment | undefined => this.#patterns.symbolOf(pattern);

  constant = (value: Json, by: SchemaId): Fragment =>
    this.#hoist(`constant ${JSON.stringify(value)}`, camelCase(`${this.#plan.nameOf(by)}Value`), literal(value), ": unknown");

  choice = (values: readonly Json[], by: SchemaId): Fragment => {
    const set = concat("new Set<unknown>(", listLiteral(values.map(literal)), ")");
    return this.#hoist(`choice ${JSON.stringify(values)}`, camelCase(`${this.#plan.nameOf(by)}Values`), set);
  };

  names = (by: SchemaId, members: Names): Fragment => {
    const name = camelCase(`${this.#plan.nameOf(by)}Names`);
    const list = listLiteral(members.names.map(literal));
    const patterns = members.patterns.map(this.pattern).filter((each) => each !== undefined);
    const value = patterns.length === 0 ? concat("new Set<string>(", list, ")") : concat(support("namesOrPatterns"), "(", list, ", ", listLiteral(patterns), ")");
    return this.#hoist(`names ${by} ${JSON.stringify([members.names, members.patterns.map(({ rule }) => rule)])}`, name, value);
  };

  #hoist(key: string, wish: string, value: Code, type: Fragment = ""): CodeSymbol {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const symbol = this.#symbol(wish);
    this.#known.set(key, symbol);
    this.#constants.set(symbol.name, code`const ${symbol}${type} = ${value};`);
    return symbol;
  }

  /** A name for a function of this file. */
  nameFunction(wish: string): CodeSymbol {
    return this.#symbol(wish);
  }

  #symbol(wish: string): CodeSymbol {
    let name = wish;
    for (let count = 2; this.#names.has(name); count += 1) name = `${wish}${count}`;
    this.#names.add(name);
    return { name, from: this.#part.validators, kind: "value" };
  }
}

/** The patterns of the whole output: each is one constant beside the rules of the part that says it. */
export class PatternTable {
  readonly #plan: SchemaPlan;
  readonly #symbols = new Map<string, CodeSymbol>();
  readonly #names = new Set<string>();
  readonly #constants = new Map<Part, Code[]>();

  constructor(plan: SchemaPlan) {
    this.#plan = plan;
  }

  /** Undefined where the pattern is no regular expression, or is refused. */
  symbolOf({ rule, schema }: Placed<string>): CodeSymbol | undefined {
    const part = this.#partOf(schema.id);
    const key = `${part.rules} ${rule}`;
    const known = this.#symbols.get(key);
    if (known !== undefined) return known;
    const value = printPattern(rule, patternForm(rule), this.#plan.options.unsafePatterns === true);
    if (value === undefined) return undefined;
    const wish = `${camelCase(this.#plan.nameOf(schema.id))}Pattern`;
    let name = wish;
    for (let count = 2; this.#names.has(`${part.rules} ${name}`); count += 1) name = `${wish}${count}`;
    this.#names.add(`${part.rules} ${name}`);
    const symbol: CodeSymbol = { name, from: part.rules, kind: "value" };
    this.#symbols.set(key, symbol);
    const constants = this.#constants.get(part) ?? [];
    this.#constants.set(part, constants);
    constants.push(code`export const ${symbol} = ${value};`);
    return symbol;
  }

  constantsOf(part: Part): readonly Code[] {
    return this.#constants.get(part) ?? [];
  }

  #partOf(id: SchemaId): Part {
    const declaration: Declaration | undefined = this.#plan.declarationOf(id);
    return declaration?.part ?? this.#plan.partOf(id);
  }
}

function plainPredicate(program: Program): Fragment | undefined {
  if (isBareType(program, "string")) return support("isString");
  if (isBareType(program, "number")) return support("isNumber");
  if (isBareType(program, "integer")) return support("isInteger");
  if (isBareType(program, "object")) return support("isRecord");
  return undefined;
}
