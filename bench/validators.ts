import { Type } from "@sinclair/typebox";
import { TypeCompiler } from "@sinclair/typebox/compiler";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { z } from "zod";
import { generatedValidators } from "../test/support/generated-validators.js";
import { mutantsOf, vocabularyOf } from "../test/support/json-values.js";
import { loadValidators } from "../test/support/load-generated.js";
import { isSetupByHand, setupMessage, setupSchema } from "../test/support/session-setup.js";
import { median } from "./process-time.js";
import { validatorGrowth } from "./validator-growth.js";
import { validatorSizes } from "./validator-sizes.js";

const rounds = 15;
const calls = 20_000;
const fuzzed = 100_000;

/**
 * The generated validator of a session setup with an SDP of 2.6 kB beside what a hand would write for it, ajv, TypeBox (both compiled) and zod.
 * One process, in turn, medians and ratios of one run; the one by hand must agree with the generated one on 100,000 fuzzed messages.
 */
export async function validatorsBenchmark(): Promise<void> {
  const { files } = await generatedValidators({ Setup: setupSchema });
  const parley = (await loadValidators(files)).isSetup as (value: unknown) => boolean;
  agree(parley);
  const ajv = new Ajv2020({ strict: false }).compile(setupSchema);
  const typeBox = TypeCompiler.Compile(typeBoxSetup());
  const zod = zodSetup();
  const contenders: Readonly<Record<string, (value: unknown) => boolean>> = {
    "by hand": isSetupByHand,
    parley,
    "typebox, compiled": (value) => typeBox.Check(value),
    "ajv, compiled": (value) => ajv(value),
    zod: (value) => zod.safeParse(value).success,
  };
  const times = measured(contenders, JSON.parse(JSON.stringify(setupMessage)));
  const [limit, ours] = [times.get("by hand") ?? NaN, times.get("parley") ?? NaN];
  const size = JSON.stringify(setupMessage).length;
  console.log(`validators: session setup of ${size} bytes, median of ${rounds} rounds of ${calls} calls in turn, Node.js ${process.versions.node}`);
  for (const [name, time] of times) {
    console.log(`  ${name.padEnd(20)} ${time.toFixed(0).padStart(7)} ns  ${(time / limit).toFixed(2).padStart(7)} x the limit  ${(time / ours).toFixed(2).padStart(7)} x parley`);
  }
  console.log(`  targets: parley at most 1.5 x the limit (${(ours / limit).toFixed(2)}), ajv at least 10 x parley (${((times.get("ajv, compiled") ?? NaN) / ours).toFixed(2)})`);
  await validatorGrowth();
  await validatorSizes();
}

function agree(parley: (value: unknown) => boolean): void {
  let valid = 0;
  fc.assert(
    fc.property(mutantsOf(setupMessage, vocabularyOf(setupSchema)), (value) => {
      const verdict = parley(value);
      if (verdict) valid += 1;
      return verdict === isSetupByHand(value);
    }),
    { numRuns: fuzzed, seed: 2026 },
  );
  console.log(`validators: parley and the limit by hand agree on ${fuzzed} fuzzed messages, ${valid} of them valid (seed 2026)`);
}

function measured(contenders: Readonly<Record<string, (value: unknown) => boolean>>, message: unknown): ReadonlyMap<string, number> {
  const times = new Map(Object.keys(contenders).map((name): [string, number[]] => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, is] of Object.entries(contenders)) {
      const started = performance.now();
      let valid = 0;
      for (let call = 0; call < calls; call += 1) if (is(message)) valid += 1;
      if (valid !== calls) throw new Error(`${name} does not accept the message`);
      // The first round is for the compiler of the engine.
      if (round > 0) times.get(name)?.push(((performance.now() - started) * 1e6) / calls);
    }
  }
  return new Map([...times].map(([name, list]) => [name, median(list) ?? NaN]));
}

function typeBoxSetup() {
  const { properties } = setupSchema;
  const { properties: description } = properties.description;
  const { properties: media } = description.media.items;
  return Type.Object({
    kind: Type.Literal("request"),
    method: Type.Literal("msetup"),
    id: Type.String(properties.id),
    seq: Type.Integer(properties.seq),
    session: Type.String(properties.session),
    to: Type.String(properties.to),
    expires: Type.Optional(Type.Integer(properties.expires)),
    description: Type.Object({
      type: Type.Literal("offer"),
      sdp: Type.String(description.sdp),
      ufrag: Type.String(description.ufrag),
      media: Type.Array(
        Type.Object({
          mid: Type.String(media.mid),
          kind: Type.String(media.kind),
          direction: Type.Union(media.direction.enum.map((value) => Type.Literal(value))),
          muted: Type.Optional(Type.Boolean()),
        }),
        { minItems: 1, maxItems: 64 },
      ),
    }),
  });
}

function zodSetup() {
  const { properties } = setupSchema;
  const { properties: description } = properties.description;
  const { properties: media } = description.media.items;
  const text = (rules: { readonly minLength: number; readonly maxLength: number; readonly pattern?: string }) => {
    const schema = z.string().min(rules.minLength).max(rules.maxLength);
    return rules.pattern === undefined ? schema : schema.regex(new RegExp(rules.pattern, "u"));
  };
  return z.looseObject({
    kind: z.literal("request"),
    method: z.literal("msetup"),
    id: text(properties.id),
    seq: z.int().min(1),
    session: z.string().regex(new RegExp(properties.session.pattern, "u")),
    to: text(properties.to),
    expires: z.int().min(90).max(86_400).optional(),
    description: z.looseObject({
      type: z.literal("offer"),
      sdp: text(description.sdp),
      ufrag: text(description.ufrag),
      media: z
        .array(z.looseObject({ mid: text(media.mid), kind: text(media.kind), direction: z.enum(media.direction.enum), muted: z.boolean().optional() }))
        .min(1)
        .max(64),
    }),
  });
}
