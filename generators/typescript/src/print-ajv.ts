import { blocks, code, type CodeModule, type CodeSymbol, literal, objectLiteral, property, stringLiteral } from "@parley/compiler";
import type { Declaration, Part } from "./declaration.js";
import { jsonSchemaOf } from "./json-schema.js";
import { type SchemaPlan, seeOf } from "./plan.js";
import { support } from "./print-support.js";

const engine = "ajv.ts";
const table = "schemas.ts";

const accepts: CodeSymbol = { name: "accepts", from: engine, kind: "value" };
const issuesOf: CodeSymbol = { name: "issuesOf", from: engine, kind: "value" };
const schemas: CodeSymbol = { name: "schemas", from: table, kind: "value" };

/** What other packages bring, where ajv judges. */
export const ajvDependencies = [{ name: "ajv", version: "^8.20.0" }, { name: "ajv-formats", version: "^3.0.1" }] as const;

/** `isX` and `explainX` of a part where ajv judges: the same names and types as those that Parley compiles. */
export function printAjvValidators(plan: SchemaPlan, part: Part): readonly CodeModule[] {
  const declarations = plan.declarationsIn(part);
  return [
    { path: part.validators, body: blocks(...declarations.map(printIs)), exports: declarations.map(({ is }) => is) },
    { path: part.explain, body: blocks(...declarations.map(printExplain)), exports: declarations.map(({ explain }) => explain) },
  ];
}

function printIs({ is, type, name }: Declaration) {
  return code`
    /** True when the value is a valid {@link ${type}}, as ajv judges. */
    export function ${is}(value: unknown): value is ${type} {
      return ${accepts}(${stringLiteral(name)}, value);
    }
  `;
}

function printExplain({ explain, name }: Declaration) {
  return code`
    /** Why the value is not a valid \`${name}\`: every issue that ajv finds. Empty when it is valid. */
    export function ${explain}(value: unknown): readonly ${support("Issue")}[] {
      return ${issuesOf}(${stringLiteral(name)}, value);
    }
  `;
}

/** The schemas as ajv reads them, and ajv itself, made ready at the first use of each. */
export function printAjv(plan: SchemaPlan): readonly CodeModule[] {
  if (plan.declarations.length === 0) return [];
  const entries = plan.declarations.map(({ name, schema }) => {
    const rules = jsonSchemaOf(plan, schema);
    const at = ["$comment", stringLiteral(seeOf(plan, schema.origin))] as const;
    if (typeof rules !== "object" || rules === null) return property(name, objectLiteral([property(...at), property("not", rules === true ? "false" : "true")]));
    return property(name, objectLiteral([property(...at), ...Object.entries(rules).map(([keyword, value]) => property(keyword, literal(value)))]));
  });
  const known = code`
    /** Every schema in JSON Schema 2020-12, by name; \`$comment\` is the place in the specification. */
    export const ${schemas}: { readonly [name: string]: { readonly $comment: string; readonly [keyword: string]: unknown } } = ${objectLiteral(entries)};
  `;
  return [
    { path: table, body: known, exports: [] },
    { path: engine, body: engineText(), exports: [] },
  ];
}

function engineText() {
  const Ajv2020: CodeSymbol = { name: "Ajv2020", from: "ajv/dist/2020.js", kind: "value" };
  const ErrorObject: CodeSymbol = { name: "ErrorObject", from: "ajv/dist/2020.js", kind: "type" };
  const fullFormats: CodeSymbol = { name: "fullFormats", from: "ajv-formats/dist/formats.js", kind: "value" };
  return code`
    const settings = { strict: false, formats: ${fullFormats}, ownProperties: true, logger: false } as const;
    const specification = { $id: "specification", $defs: ${schemas} };
    // ajv stops at the first fault, or gathers all: one of each. It makes functions of text, so a page must allow it "unsafe-eval".
    const quick = new ${Ajv2020}(settings).addSchema(specification);
    const thorough = new ${Ajv2020}({ ...settings, allErrors: true, verbose: true }).addSchema(specification);

    /** True when the value is valid by the schema of that name. */
    export function ${accepts}(name: string, value: unknown): boolean {
      return validatorOf(quick, name)(value) === true;
    }

    /** Why the value is not valid by the schema of that name. */
    export function ${issuesOf}(name: string, value: unknown): readonly ${support("Issue")}[] {
      const validate = validatorOf(thorough, name);
      return validate(value) === true ? [] : (validate.errors ?? []).map(issueOf);
    }

    function validatorOf(ajv: ${Ajv2020}, name: string) {
      const validate = ajv.getSchema(\`specification#/$defs/\${name}\`);
      if (validate === undefined) throw new Error(\`There is no schema "\${name}".\`);
      return validate;
    }

    function issueOf({ keyword, message = "valid", instancePath, parentSchema, data }: ${ErrorObject}): ${support("Issue")} {
      const at = \`\${placeOf(parentSchema) ?? ""}/\${keyword}\`;
      return { pointer: instancePath, keyword, expected: message.replace(/^must /, ""), found: shown(data), at };
    }

    const places = new WeakMap<object, string>();

    /** Where the specification says a schema: each is met on the way to it, once. */
    function placeOf(schema: unknown): string | undefined {
      if (typeof schema !== "object" || schema === null) return undefined;
      if (!places.has(schema)) for (const each of Object.values(schemas)) remember(each, each.$comment);
      return places.get(schema);
    }

    function remember(schema: unknown, at: string): void {
      if (typeof schema !== "object" || schema === null) return;
      places.set(schema, at);
      for (const [key, value] of Object.entries(schema)) remember(value, \`\${at}/\${key.replaceAll("~", "~0").replaceAll("/", "~1")}\`);
    }

    function shown(value: unknown): string {
      const text = JSON.stringify(value) ?? "nothing";
      return text.length <= 60 ? text : \`\${text.slice(0, 56).replace(/[\\ud800-\\udbff]$/, "")}...\`;
    }
  `;
}
