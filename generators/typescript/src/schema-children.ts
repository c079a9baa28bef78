import type { Rules, SchemaId } from "@parley/compiler";

/** A schema that another one applies, and how. */
export interface Child {
  readonly id: SchemaId;
  /** Keyword and key: `properties/to`, `oneOf/1`. */
  readonly step: string;
  /** What the child's name adds to its owner's: `To`, `Item`; nothing for a branch of allOf. */
  readonly suffix: string;
  /** True where a type shows it: properties, items, members of unions; not conditions. */
  readonly typed: boolean;
  /** True where it judges the very value that the owner judges. */
  readonly inPlace: boolean;
}

/** Every schema that a schema applies but for its `$ref`, in the order of the keywords. */
export function childrenOf(rules: Rules): readonly Child[] {
  const children: Child[] = [];
  const add = (id: SchemaId | undefined, step: string, suffix: string, typed: boolean, inPlace: boolean) => {
    if (id !== undefined) children.push({ id, step, suffix, typed, inPlace });
  };
  for (const { name, schema } of rules.properties ?? []) add(schema, `properties/${name}`, name, true, false);
  for (const { pattern, schema } of rules.patternProperties ?? []) add(schema, `patternProperties/${pattern}`, "value", true, false);
  add(rules.additionalProperties, "additionalProperties", "value", true, false);
  add(rules.unevaluatedProperties, "unevaluatedProperties", "value", true, false);
  add(rules.propertyNames, "propertyNames", "name", false, false);
  for (const [index, id] of (rules.prefixItems ?? []).entries()) add(id, `prefixItems/${index}`, `item${index + 1}`, true, false);
  add(rules.items, "items", "item", true, false);
  add(rules.unevaluatedItems, "unevaluatedItems", "item", true, false);
  add(rules.contains, "contains", "contains", false, false);
  for (const [index, id] of (rules.allOf ?? []).entries()) add(id, `allOf/${index}`, "", false, true);
  for (const [index, id] of (rules.anyOf ?? []).entries()) add(id, `anyOf/${index}`, `form${index + 1}`, true, true);
  for (const [index, id] of (rules.oneOf ?? []).entries()) add(id, `oneOf/${index}`, `form${index + 1}`, true, true);
  add(rules.not, "not", "not", false, true);
  add(rules.if, "if", "if", false, true);
  add(rules.then, "then", "then", false, true);
  add(rules.else, "else", "else", false, true);
  for (const { name, schema } of rules.dependentSchemas ?? []) add(schema, `dependentSchemas/${name}`, `with-${name}`, false, true);
  return children;
}

/** True where a schema does nothing but refer to another one. */
export function isOnlyReference(rules: Rules): boolean {
  return rules.ref !== undefined && Object.values(rules).filter((rule) => rule !== undefined).length === 1;
}
