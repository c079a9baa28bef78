import { compile, diskHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { transform } from "esbuild";
import { root } from "../test/support/specification-files.js";
import { median } from "./process-time.js";

const specifications = ["signalling/uni.asyncapi.yaml", "signalling/nni.asyncapi.yaml", "signalling/mri.asyncapi.yaml", "conference/openapi.yaml"];

/** How large the validators of the canonical specifications are, minified one by one, what they share apart. */
export async function validatorSizes(): Promise<void> {
  const texts = new Map<string, string>();
  for (const specification of specifications) {
    const { protocols } = await compile([`specs/${specification}`], diskHost(root));
    for (const protocol of protocols) {
      for (const { path, text } of generate(protocol).files) if (/(validators|rules)\.ts$/.test(path)) texts.set(`${specification} ${path}`, text);
    }
  }
  const sizes = async (pattern: RegExp): Promise<readonly number[]> => {
    const blocks = [...texts.values()].flatMap((text) => text.match(pattern) ?? []);
    return Promise.all(blocks.map(async (block) => (await transform(block, { loader: "ts", minify: true })).code.length));
  };
  const judging = await sizes(/^(export )?function is\w+\([\s\S]*?^}/gm);
  const tables = await sizes(/^export const \w+Rules: [\s\S]*?;$/gm);
  const line = (list: readonly number[]): string => `median ${(median(list) ?? NaN).toFixed(0)}, largest ${Math.max(...list)} bytes of ${list.length}`;
  console.log(`validators: minified, isX: ${line(judging)}; the table of explainX: ${line(tables)} (target of a validator: median at most 1024)`);
}
