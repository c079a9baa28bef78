import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "../support/specification-files.js";

it("no two sections of the helpers declare the same name", () => {
  const folder = join(root, "generators/typescript/src");
  const files = [...readdirSync(folder).filter((name) => /^support-.*\.ts$/.test(name)), "gen/text-sections.ts"];
  const texts = files.map((name) => readFileSync(join(folder, name), "utf8"));
  const names = texts.flatMap((text) => [...text.matchAll(/^(?:export )?(?:async )?(?:function|const|interface|type|class) (\w+)/gm)].map(([, name]) => name));
  const own = new Set(texts.flatMap((text) => [...text.matchAll(/^export const (\w+Sections|\w+Functions|silentFormats|idnaPath)\b/gm)].map(([, name]) => name)));
  const declared = names.filter((name) => !own.has(name));
  expect(declared.length).toBeGreaterThan(40);
  expect(declared.filter((name, index) => declared.indexOf(name) !== index)).toEqual([]);
});
