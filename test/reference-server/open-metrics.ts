/** What a text says, read as the OpenMetrics specification has it (version 1.0.0, ABNF of "Text Format"); throws where it breaks a rule. */
export function readOpenMetrics(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith("# EOF\n")) throw new Error("no # EOF at the end");
  const families = new Map<string, Family>();
  let current: Family | undefined;
  for (const [at, line] of text.slice(0, -"# EOF\n".length).split("\n").slice(0, -1).entries()) {
    const fail = (why: string) => new Error(`line ${at + 1}: ${why}: ${line}`);
    const described = /^# (TYPE|UNIT|HELP) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)$/.exec(line);
    if (described !== null) {
      const [, kind = "", name = "", value = ""] = described;
      if (current?.name !== name) {
        if (families.has(name)) throw fail("family is interleaved");
        current = { name, type: "unknown", unit: "", samples: [] };
        families.set(name, current);
      }
      if (current.samples.length > 0) throw fail("metadata after samples");
      if (kind === "TYPE" && !types.has(value)) throw fail("unknown type");
      if (kind === "TYPE") current.type = value;
      if (kind === "UNIT" && !name.endsWith(`_${value}`)) throw fail("unit is not the suffix of the name");
      if (kind === "UNIT") current.unit = value;
      if (kind === "HELP" && /\\(?![\\"n])/.test(value)) throw fail("bad escape");
      continue;
    }
    const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/.exec(line);
    if (sample === null || current === undefined) throw fail("not a line of the format");
    const [, name = "", labels = "", value = ""] = sample;
    if (!/^(?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"(?:,(?!$)|$))*$/.test(labels)) throw fail("bad labels");
    const suffixes = suffixesOf.get(current.type) ?? [""];
    if (!suffixes.some((suffix) => name === `${current?.name ?? ""}${suffix}`)) throw fail(`not a sample of ${current.type} ${current.name}`);
    if (!/^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|NaN|\+Inf)$/.test(value)) throw fail("not a number");
    if (current.type !== "gauge" && !(Number(value) >= 0)) throw fail("counts never go below zero");
    if (current.samples.some((other) => other.name === name && other.labels === labels)) throw fail("the same sample twice");
    current.samples.push({ name, labels, value: Number(value) });
  }
  for (const family of families.values()) if (family.type === "histogram") checkHistogram(family);
  return families;
}

export interface Family {
  readonly name: string;
  type: string;
  unit: string;
  readonly samples: { readonly name: string; readonly labels: string; readonly value: number }[];
}

/** The value of a sample; 0 where there is none. */
export function sampleOf(families: ReadonlyMap<string, Family>, family: string, labels = "", suffix = ""): number {
  return families.get(family)?.samples.find((sample) => sample.name === family + suffix && sample.labels === labels)?.value ?? 0;
}

const types: ReadonlySet<string> = new Set(["counter", "gauge", "histogram"]);

const suffixesOf: ReadonlyMap<string, readonly string[]> = new Map([["counter", ["_total"]], ["histogram", ["_bucket", "_count", "_sum"]]]);

function checkHistogram({ name, samples }: Family): void {
  const buckets = samples.filter((sample) => sample.name === `${name}_bucket`);
  const bounds = buckets.map(({ labels }) => /^le="(.*)"$/.exec(labels)?.[1] ?? "");
  if (bounds.at(-1) !== "+Inf") throw new Error(`${name}: the last bucket is not +Inf`);
  if (!bounds.every((bound) => bound === "+Inf" || /^\d+\.\d+$/.test(bound))) throw new Error(`${name}: bounds are not canonical`);
  if (buckets.some(({ value }, at) => at > 0 && value < (buckets[at - 1]?.value ?? 0))) throw new Error(`${name}: buckets do not add up`);
  if (buckets.at(-1)?.value !== samples.find((sample) => sample.name === `${name}_count`)?.value) throw new Error(`${name}: count is not the last bucket`);
}
