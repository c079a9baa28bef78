/** Values of one kind, told apart by labels: a counter only goes up, a gauge is what it is now, a histogram counts observations. */
export interface MetricFamily {
  readonly name: string;
  readonly lines: () => readonly string[];
}

export interface Described {
  /** Without `_total`; ends with the unit, where there is one. */
  readonly name: string;
  readonly help: string;
  readonly unit?: string;
  /** The names of its labels, in order. */
  readonly labels?: readonly string[];
}

export interface Counter extends MetricFamily {
  /** Adds to the value that has these labels. */
  add(labels: readonly string[], amount?: number): void;
}

export interface Gauge extends MetricFamily {
  readonly name: string;
}

export interface Histogram extends MetricFamily {
  observe(value: number): void;
}

/** One value for each combination of labels, at most so many: who calls chooses labels from closed sets. */
const mostSeries = 1_000;

export function counter(described: Described): Counter {
  const series = new Map<string, number>();
  const { labels = [] } = described;
  if (labels.length === 0) series.set("", 0);
  return {
    name: described.name,
    add(values, amount = 1) {
      const key = labelsText(labels, values);
      if (series.has(key) || series.size < mostSeries) series.set(key, (series.get(key) ?? 0) + amount);
    },
    lines: () => [...head(described, "counter"), ...[...series].map(([key, value]) => `${described.name}_total${key} ${numberText(value)}`)],
  };
}

/** A gauge is asked when it is read. */
export function gauge(described: Described, read: () => Iterable<readonly [labels: readonly string[], value: number]>): Gauge {
  const { labels = [], name } = described;
  const samples = () => [...read()].map(([values, value]) => `${name}${labelsText(labels, values)} ${numberText(value)}`);
  return { name, lines: () => [...head(described, "gauge"), ...samples()] };
}

/** `bounds` go up; above the last there is one bucket more. */
export function histogram(described: Described, bounds: readonly number[]): Histogram {
  const { name } = described;
  const counts = bounds.map(() => 0);
  let count = 0;
  let sum = 0;
  return {
    name,
    observe(value) {
      count += 1;
      sum += value;
      for (const [at, bound] of bounds.entries()) if (value <= bound) counts[at] = (counts[at] ?? 0) + 1;
    },
    lines: () => [
      ...head(described, "histogram"),
      ...bounds.map((bound, at) => `${name}_bucket{le="${boundText(bound)}"} ${counts[at] ?? 0}`),
      `${name}_bucket{le="+Inf"} ${count}`,
      `${name}_count ${count}`,
      `${name}_sum ${numberText(sum)}`,
    ],
  };
}

/** The exposition of all families, for `application/openmetrics-text; version=1.0.0`. */
export function openMetricsText(families: readonly MetricFamily[]): string {
  return `${families.flatMap(({ lines }) => lines()).join("\n")}\n# EOF\n`;
}

export const openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

function head({ name, help, unit }: Described, type: string): readonly string[] {
  return [`# TYPE ${name} ${type}`, ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]), `# HELP ${name} ${escaped(help)}`];
}

function labelsText(names: readonly string[], values: readonly string[]): string {
  if (names.length === 0) return "";
  return `{${names.map((name, at) => `${name}="${escaped(values[at] ?? "")}"`).join(",")}}`;
}

function escaped(text: string): string {
  return text.replace(/\\/g, "\\\\").replace(/"/g, "\\\"").replace(/\n/g, "\\n");
}

/** Bounds of buckets are written with a point, so that they are the same text everywhere. */
function boundText(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : String(bound);
}

function numberText(value: number): string {
  return Number.isFinite(value) ? String(value) : "NaN";
}
