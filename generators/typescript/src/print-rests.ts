import { type Code, code, concat, type Fragment, literal, pascalCase, type Schema, type SchemaId } from "@parley/compiler";
import { type Branch, evaluatedOf, type Evaluated, type Guard, type Judged, type Members } from "./evaluated.js";
import { itemsTest, member, othersTest } from "./print-members.js";
import { type Known, testOf, type TestContext } from "./print-test.js";
import { type Program, programOf } from "./program.js";
import { all, always, any, atom, isAlways, isConstant, isNever, negated, never, printFailure, printTest, type Test } from "./test-expression.js";

/** True where a program asks what is unevaluated, and the answer hangs on verdicts: such a program is a function of its own. */
export function needsVerdicts(context: TestContext, { objects, arrays }: Program): boolean {
  return [...restsOf(context, objects.rests, "properties"), ...restsOf(context, arrays.rests, "items")].some(({ evaluated }) => !isCertain(evaluated));
}

/** A program without its rules of unevaluated members. */
export function withoutRests(program: Program): Program {
  return { ...program, objects: { ...program.objects, rests: [] }, arrays: { ...program.arrays, rests: [] } };
}

/** The conditions on unevaluated members where no verdict matters. */
export function restTests(context: TestContext, rests: readonly Schema[], members: Members, at: string): readonly Test[] {
  return restsOf(context, rests, members).map(({ schema, rest, evaluated: { base } }) =>
    members === "items" ? itemsTest(context, base.first, rest, at) : othersTest(context, schema.id, namesIn(base), rest, at),
  );
}

/** What stands in the function of a program that needs verdicts. */
export interface RestStatements {
  /** Verdicts on the value, each judged once, that other tests of it use too. */
  readonly verdicts: ReadonlyMap<SchemaId, string>;
  readonly judging: readonly Code[];
  /** For a value that is an object, and for one that is an array. */
  readonly ofMembers: { readonly [kind in Members]: readonly Code[] };
}

/** Decides once a value which branches hold, and then looks at each member or item once. */
export function restStatements(context: TestContext, program: Program, known: Known, taken: ReadonlySet<string>): RestStatements {
  const verdicts = new Map<SchemaId, string>();
  const judging: Code[] = [];
  const names = new Set(taken);
  const local = (id: SchemaId): string => {
    const wish = `fits${pascalCase(context.nameOf(id))}`;
    let name = wish;
    for (let count = 2; names.has(name); count += 1) name = `${wish}${count}`;
    names.add(name);
    return name;
  };
  // With its type: the compiler would take a bare one for a proof of what the value is, and then find no index in it.
  const constant = (name: string, test: Test): Code => code`const ${name}: boolean = ${printTest(test)};`;

  const statementsOf = (members: Members, rests: readonly Schema[]): readonly Code[] =>
    restsOf(context, rests, members).flatMap(({ schema, rest, evaluated }) => {
      const statements: Code[] = [];
      const inner: Known = { types: new Set([members === "items" ? "array" : "object"]) };
      const holding = new Map<SchemaId, Test>();
      const nested = new Map<string, Test>();
      const holds = (id: SchemaId | undefined): Test => (id === undefined ? always : (holding.get(id) ?? never));
      const verdict = (from: SchemaId | undefined, id: SchemaId): Test => {
        const judged = verdicts.get(id);
        if (from === undefined && judged !== undefined) return atom(judged);
        const before = nested.get(`${from ?? ""}\n${id}`);
        if (before !== undefined) return before;
        const test = testOf(context, programOf(context, [id]), "value", from === undefined ? known : inner);
        if (isConstant(test)) return isNever(test) ? never : holds(from);
        const name = local(id);
        if (from === undefined) {
          verdicts.set(id, name);
          judging.push(constant(name, test));
        } else {
          statements.push(constant(name, all([holds(from), test])));
          nested.set(`${from}\n${id}`, atom(name));
        }
        return atom(name);
      };
      const guarded = (from: SchemaId | undefined, guard: Guard): Test => {
        if (guard.kind === "holds") return verdict(from, guard.schema);
        if (guard.kind === "fails") return all([holds(from), negated(verdict(from, guard.schema))]);
        return all([holds(from), plainGuard(guard)]);
      };
      for (const { id, ways } of evaluated.branches) {
        const test = any(ways.map(({ from, guard }) => guarded(from, guard)));
        const isUsed = evaluated.branches.some((other) => other.ways.some(({ from }) => from === id));
        if (test.kind === "atom" || isConstant(test) || !isUsed) {
          holding.set(id, test);
          continue;
        }
        const name = local(id);
        statements.push(constant(name, test));
        holding.set(id, atom(name));
      }
      return [...statements, loop(context, schema, rest, evaluated, members, (branch) => holds(branch.id))];
    });

  const properties = statementsOf("properties", program.objects.rests);
  const items = statementsOf("items", program.arrays.rests);
  return { verdicts, judging, ofMembers: { properties, items } };
}

interface Rest {
  readonly schema: Schema;
  readonly rest: SchemaId;
  readonly evaluated: Evaluated;
}

/** The rules that may reject something: where all is judged at any rate, or anything will do, there is nothing to look at. */
function restsOf(context: TestContext, rests: readonly Schema[], members: Members): readonly Rest[] {
  return rests.flatMap((schema): readonly Rest[] => {
    const rest = members === "items" ? schema.rules.unevaluatedItems : schema.rules.unevaluatedProperties;
    const evaluated = evaluatedOf(context.protocol, schema, members);
    return rest === undefined || evaluated.base.all || isAlways(restTest(context, rest, "value")) ? [] : [{ schema, rest, evaluated }];
  });
}

function isCertain({ base, branches }: Evaluated): boolean {
  return branches.length === 0 && base.contains.size === 0;
}

function restTest(context: TestContext, rest: SchemaId, at: string): Test {
  return testOf(context, programOf(context, [rest]), at);
}

function plainGuard(guard: Extract<Guard, { readonly kind: "always" | "tagged" | "present" }>): Test {
  if (guard.kind === "always") return always;
  const name = guard.kind === "present" ? guard.name : guard.tag.name;
  const at = member("value", name);
  const value: Fragment = guard.kind === "present" ? "undefined" : literal(guard.tag.values[guard.index] ?? null);
  const [yes, no] = [concat(at, " === ", value), concat(at, " !== ", value)];
  return guard.kind === "present" ? atom(no, yes) : atom(yes, no);
}

/** Every member, or every item that no first ones count in, once. */
function loop(context: TestContext, schema: Schema, rest: SchemaId, { base, branches }: Evaluated, members: Members, holds: (branch: Branch) => Test): Code {
  const judged = (by: SchemaId, of: Judged): Test => (members === "items" ? isJudgedItem(context, of) : isJudgedName(context, by, of));
  const skipped = [judged(schema.id, { ...base, first: 0 }), ...branches.map((branch) => all([holds(branch), judged(branch.id, branch.judged)]))];
  const one = members === "items" ? "item" : "member";
  const test = restTest(context, rest, one);
  const needsItem = !isNever(test) || (members === "items" && [base, ...branches.map((branch) => branch.judged)].some(({ contains }) => contains.size > 0));
  const failure = isNever(test) ? "return false;" : printFailure(negated(test));
  if (members === "items") {
    return code`
      for (let index = ${base.first}; index < value.length; index += 1) {
        ${needsItem ? "const item: unknown = value[index];" : ""}
        ${skip(any(skipped))}
        ${failure}
      }
    `;
  }
  const absent = any([atom("!Object.hasOwn(value, name)"), atom("value[name] === undefined", "value[name] !== undefined")]);
  return code`
    for (const name in value) {
      ${skip(any([absent, ...skipped]))}
      ${needsItem ? "const member = value[name];" : ""}
      ${failure}
    }
  `;
}

function skip(test: Test): Fragment {
  return isNever(test) ? "" : printFailure(test, "continue;");
}

function isJudgedItem(context: TestContext, { all: every, first, contains }: Judged): Test {
  if (every) return always;
  const counted = first === 0 ? never : atom(`index < ${first}`, `index >= ${first}`);
  return any([counted, ...[...contains].map((id) => testOf(context, programOf(context, [id]), "item"))]);
}

function isJudgedName(context: TestContext, by: SchemaId, judged: Judged): Test {
  if (judged.all) return always;
  const { names, patterns } = namesIn(judged);
  if (names.length + patterns.length === 0) return never;
  if (patterns.length === 0 && names.length < 3) return any(names.map((name) => atom(concat("name === ", literal(name)), concat("name !== ", literal(name)))));
  return atom(concat(context.names(by, { names, patterns }), ".has(name)"));
}

function namesIn({ names, patterns }: Judged): { readonly names: readonly string[]; readonly patterns: Judged["patterns"] } {
  return { names: [...names], patterns };
}
