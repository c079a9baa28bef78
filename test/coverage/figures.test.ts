import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { textsIn } from "./texts-in.js";

type Node = { readonly [key: string]: unknown };

const behaviour = parse(readFileSync("specs/signalling/behaviour.yaml", "utf8")) as { readonly timers: Figures<Timer>; readonly limits: Figures<Limit> };
type Figures<T> = { readonly [name: string]: T };
interface Timer {
  readonly default?: string;
  readonly range?: readonly [string, string];
}
interface Limit {
  readonly default: number | { readonly [interfaceName: string]: number };
}

const files = textsIn("specs/common", "specs/signalling").filter((file) => !file.endsWith("behaviour.yaml"));

/** Figures that texts state beside the name of a timer or limit: `16 (\`legs\`)`, `\`update\`, 30 s`, `10 seconds (\`windowFull\`, which ...)`. */
const stated = files.flatMap((file) => {
  const text = readFileSync(file, "utf8").replace(/\s+/g, " ");
  const after = [...text.matchAll(/(\d[\d,.]*|one) (?:([a-z]+) ){0,3}\(`([A-Za-z]+)`[,)]/g)].map(([, number = "", , name = ""]) => ({ file, name, number }));
  const before = [...text.matchAll(/`([A-Za-z]+)`, (?:and )?(\d[\d,.]*) (?:s\b|seconds\b)/g)].map(([, name = "", number = ""]) => ({ file, name, number }));
  return [...after, ...before].filter(({ name }) => name in behaviour.timers || name in behaviour.limits);
});

/** Numbers whose schema bounds them: a property of the name of a timer or limit, and the few that have another name there. */
const bounded = files.flatMap((file) => propertiesOf(parse(readFileSync(file, "utf8"))).map(([name, schema]) => ({ file, name, schema })));
const others: readonly (readonly [file: string, pointer: string, timer: string])[] = [
  ["specs/signalling/messages/available.yaml", "expires", "availability"],
  ["specs/signalling/messages/csubscribe.yaml", "expires", "subscription"],
];

describe("figures have one place", () => {
  test("there are some", () => expect([stated.length > 15, bounded.length > 100]).toEqual([true, true]));

  test.each(stated)("$file: $name, $number", ({ name, number }) => {
    const value = number === "one" ? 1 : Number(number.replaceAll(",", "").replace(/\.$/, ""));
    expect(valuesOf(name)).toContain(value);
  });

  test.each(bounded.filter(({ name, schema }) => name in behaviour.timers && schema["type"] === "integer"))("$file: the bounds of $name", ({ name, schema }) => {
    expect([schema["minimum"], schema["maximum"]]).toEqual(rangeOf(name));
  });

  // Between networks a setup has been passed on already.
  const limited = bounded.filter(({ file, name, schema }) => name in behaviour.limits && schema["type"] === "integer" && !file.endsWith("interconnect-setup.yaml"));

  test.each(limited)("$file: $name holds its default", ({ name, schema }) => {
    for (const value of valuesOf(name)) {
      expect(value).toBeGreaterThanOrEqual(Number(schema["minimum"] ?? 0));
      expect(value).toBeLessThanOrEqual(Number(schema["maximum"] ?? Infinity));
    }
  });

  test.each(others)("%s: %s has the bounds of %s", (file, property, timer) => {
    const found = bounded.filter((one) => one.file === file && one.name === property && one.schema["minimum"] !== undefined);
    expect(found.length).toBeGreaterThan(0);
    for (const { schema } of found) expect([schema["minimum"], schema["maximum"]]).toEqual(rangeOf(timer));
  });

  test.each([["session-expires", "sessionLife"], ["lease", "lease"]])("%s has the bounds of %s", (noun, timer) => {
    const schema = parse(readFileSync(`specs/common/${noun}.yaml`, "utf8")) as Node;
    expect([schema["minimum"], schema["maximum"]]).toEqual(rangeOf(timer));
  });

  test.each([["candidate", "candidateBatch"], ["media-section", "mediaSections"]])("lists of %s are as long as %s allows", (noun, limit) => {
    const lists = bounded.filter(({ schema }) => (schema["items"] as Node | undefined)?.["$ref"]?.toString().endsWith(`/${noun}.yaml`));
    expect(lists.length).toBeGreaterThan(0);
    for (const { schema } of lists) expect(valuesOf(limit)).toContain(schema["maxItems"]);
  });
});

/** A timer in seconds, a limit on each interface. */
function valuesOf(name: string): readonly number[] {
  const limit = behaviour.limits[name]?.default;
  if (limit !== undefined) return typeof limit === "number" ? [limit] : Object.values(limit);
  const length = behaviour.timers[name]?.default;
  return length === undefined ? [] : [seconds(length)];
}

function rangeOf(name: string): readonly number[] {
  return (behaviour.timers[name]?.range ?? []).map(seconds);
}

function seconds(length: string): number {
  return length.endsWith("ms") ? Number.parseFloat(length) / 1000 : Number.parseFloat(length);
}

function propertiesOf(value: unknown): readonly (readonly [string, Node])[] {
  if (typeof value !== "object" || value === null) return [];
  const properties = (value as Node)["properties"];
  const own = typeof properties === "object" && properties !== null ? (Object.entries(properties) as [string, Node][]) : [];
  return [...own, ...Object.values(value).flatMap(propertiesOf)];
}
