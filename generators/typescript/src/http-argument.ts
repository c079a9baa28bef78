import { camelCase, type Code, concat, diagnostic, type Diagnostic, type Parameter, pascalCase } from "@parley/compiler";
import { type TextForm, textFormOf } from "./http-text-form.js";
import { isInherited, nextFree } from "./naming.js";
import { type Plan, typeOf } from "./plan.js";

/** A parameter, or a header of a response, as generated code offers it. */
export interface HttpArgument {
  readonly parameter: Parameter;
  /** `pageSize` for `page-size`. */
  readonly property: string;
  readonly type: Code;
  readonly form: TextForm;
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
    const wish = camelCase(parameter.name) || parameter.in;
    const property = [wish, wish + pascalCase(parameter.in)].find((name) => !taken.has(name) && !isInherited(name)) ?? nextFree(wish, taken);
    taken.add(property);
    const form = textFormOf(plan.protocol, parameter.schema);
    if (!form.expressible) report(diagnostic("object-parameter", parameter.origin, { parameter: parameter.name, operation }));
    const type = parameter.schema === undefined || !form.expressible ? concat("string") : typeOf(plan, parameter.schema);
    return { parameter, property, type, form };
  });
}
