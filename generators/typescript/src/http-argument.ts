import { camelCase, type Code, concat, diagnostic, type Diagnostic, type Parameter, pascalCase, union } from "@parley/compiler";
import { type WireForm, wireFormOf } from "./http-wire-form.js";
import type { Declaration } from "./declaration.js";
import { isInherited, nextFree } from "./naming.js";
import { type Plan, typeOf } from "./plan.js";

/** A parameter, or a header of a response, as generated code offers it. */
export interface HttpArgument {
  readonly parameter: Parameter;
  /** `pageSize` for `page-size`. */
  readonly property: string;
  readonly type: Code;
  readonly form: WireForm;
  /** Whose validators judge it; absent where nobody does. */
  readonly declaration?: Declaration;
  /** In an exploded object: the names of the parameters beside it. */
  readonly beside: readonly string[];
}

/** What planning the parts of one operation needs at hand. */
export interface HttpSetting {
  readonly plan: Plan;
  readonly report: (found: Diagnostic) => void;
  /** Its name, for diagnostics. */
  readonly operation: string;
}

/** The properties under which parameters or headers are offered, each its own. */
export function planArguments(
  { plan, report, operation }: HttpSetting,
  parameters: readonly Parameter[],
  reserved: readonly string[],
): readonly HttpArgument[] {
  const taken = new Set(reserved);
  return parameters.map((parameter) => {
    // Its capitals are no word: `etag`.
    const wish = /^etag$/i.test(parameter.name) ? "etag" : camelCase(parameter.name) || parameter.in;
    const property = [wish, wish + pascalCase(parameter.in)].find((name) => !taken.has(name) && !isInherited(name)) ?? nextFree(wish, taken);
    taken.add(property);
    const form = wireFormOf(plan.protocol, parameter);
    const { schema } = parameter.content ?? parameter;
    if (form.unsaid !== undefined) {
      const where = `${parameter.in === "header" ? "header" : "parameter"} "${parameter.name}" of "${operation}"`;
      report(diagnostic("not-expressible", parameter.origin, { target: "HTTP", where, what: form.unsaid, instead: "it is a text, which nobody judges" }));
    }
    const isJudged = schema !== undefined && form.unsaid === undefined && (parameter.content === undefined || form.style !== undefined || form.reads === "string");
    const declaration = isJudged ? plan.declarationOf(schema) : undefined;
    const own = isJudged ? typeOf(plan, schema) : concat(form.style === "jsonText" ? "unknown" : "string");
    const type = parameter.allowEmptyValue === true ? union([own, '""']) : own;
    const beside = parameters.filter((other) => other !== parameter && other.in === parameter.in).map(({ name }) => name);
    return { parameter, property, type, form, beside, ...(declaration === undefined ? {} : { declaration }) };
  });
}
