import { generatedValidators } from "../test/support/generated-validators.js";
import { loadValidators } from "../test/support/load-generated.js";
import { median } from "./process-time.js";

interface Growing {
  readonly schemas: Readonly<Record<string, unknown>>;
  readonly value: (size: number) => unknown;
}

/** Messages that grow in one way each, by schemas that could cost more than the message grows. */
const growing: Readonly<Record<string, Growing>> = {
  "items of an array": {
    schemas: { Grown: { type: "array", items: { type: "object", required: ["id"], properties: { id: { type: "integer" }, name: { type: "string", maxLength: 20 } } } } },
    value: (size) => Array.from({ length: size }, (_, id) => ({ id, name: "someone" })),
  },
  "members of a map": {
    schemas: { Grown: { type: "object", patternProperties: { "^m": { type: "integer" } }, additionalProperties: false, minProperties: 1 } },
    value: (size) => Object.fromEntries(Array.from({ length: size }, (_, index) => [`m${index}`, index])),
  },
  "unevaluated members": {
    schemas: {
      Grown: {
        type: "object",
        anyOf: [{ properties: { a: { type: "integer" } }, required: ["a"] }, { patternProperties: { "^m": { type: "integer" } } }],
        unevaluatedProperties: false,
      },
    },
    value: (size) => Object.fromEntries(Array.from({ length: size }, (_, index) => [`m${index}`, index])),
  },
  "structures that differ": {
    schemas: { Grown: { type: "array", uniqueItems: true } },
    value: (size) => Array.from({ length: size }, (_, index) => ({ group: 1, index })),
  },
  "a tree, each node in two forms": {
    schemas: {
      Grown: { anyOf: [{ $ref: "./Sum.json" }, { $ref: "./Product.json" }] },
      Sum: { type: "object", required: ["plus"], properties: { of: { type: "array", items: { $ref: "./Grown.json" } } } },
      Product: { type: "object", properties: { of: { type: "array", items: { $ref: "./Grown.json" } } } },
    },
    value: (size) => ({ of: Array.from({ length: size / 10 }, () => ({ of: Array.from({ length: 9 }, () => ({})) })) }),
  },
};

/** The time of a validator on messages of 1, 4 and 16 times the size, and what the largest costs beside what its size would. */
export async function validatorGrowth(): Promise<void> {
  console.log("validators: messages of 1, 4 and 16 times the size; the last column is the time beside 16 times that of the first (target at most 1.2)");
  for (const [name, { schemas, value }] of Object.entries(growing)) {
    const { files } = await generatedValidators(schemas);
    const is = (await loadValidators(files)).isGrown as (value: unknown) => boolean;
    const times = [500, 2_000, 8_000].map((size) => timeOf(is, value(size), 160_000 / size));
    const [first = NaN, , last = NaN] = times;
    console.log(`  ${name.padEnd(32)} ${times.map((time) => `${time.toFixed(1).padStart(9)} us`).join("")}  ${(last / (16 * first)).toFixed(2).padStart(6)}`);
  }
}

function timeOf(is: (value: unknown) => boolean, value: unknown, calls: number): number {
  const times: number[] = [];
  for (let round = 0; round <= 9; round += 1) {
    const started = performance.now();
    for (let call = 0; call < calls; call += 1) if (!is(value)) throw new Error("A growing message is not valid");
    if (round > 1) times.push(((performance.now() - started) * 1000) / calls);
  }
  return median(times) ?? NaN;
}
