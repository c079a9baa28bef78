import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compile, diskHost } from "@parley/compiler";
import { generate, generatePackage } from "@parley/generator-typescript";
import { build } from "esbuild";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { root } from "../support/specification-files.js";

type Render = (context: { readonly originalAsyncAPI: string; readonly params: { readonly specification?: string; readonly package?: string; readonly roots?: string } }) => Promise<readonly Element[]>;

interface Element {
  readonly type: { readonly name: string } & ((props: { readonly children: string }) => string);
  readonly props: { readonly name: string; readonly children: string };
}

const specification = "test/generate/shapes/entry.yaml";
const text = readFileSync(join(root, specification), "utf8");

describe("the template of @asyncapi/generator, as it is shipped", () => {
  let render: Render;

  beforeAll(async () => {
    // With the sources of the workspaces inside, so that no stale build is judged.
    const bundle = await build({
      entryPoints: [join(root, "generators/asyncapi-template/__transpiled/index.js")],
      alias: {
        "@parley/compiler": join(root, "packages/compiler/src/index.ts"),
        "@parley/generator-typescript": join(root, "generators/typescript/src/index.ts"),
      },
      bundle: true, write: false, format: "cjs", platform: "node", external: ["yaml", "handlebars"], logLevel: "silent",
    });
    const module: { exports: unknown } = { exports: {} };
    new Function("module", "exports", "require", bundle.outputFiles[0]?.text ?? "")(module, module.exports, createRequire(import.meta.url));
    render = module.exports as Render;
  });
  beforeEach(() => void vi.spyOn(process, "cwd").mockReturnValue(root));
  afterEach(() => vi.restoreAllMocks());

  it("renders the files that the target makes, byte for byte, each a root that the generator knows", async () => {
    const { protocols } = await compile([specification], diskHost(root), { roots: ["specs"] });
    const [protocol] = protocols;
    if (protocol === undefined) throw new Error("does not compile");
    for (const name of [undefined, "@some/package"]) {
      const { files } = name === undefined ? generate(protocol) : await generatePackage(protocol, name);
      const elements = await render({ originalAsyncAPI: text, params: { specification, roots: "specs", ...(name === undefined ? {} : { package: name }) } });
      expect(elements.map(({ props }) => ({ path: props.name, text: props.children }))).toEqual(files);
      for (const { type, props } of elements) {
        expect(type.name).toBe("File");
        expect(type(props)).toBe(props.children);
      }
    }
  });

  it("takes the text that it is given, and says what is wrong with it", async () => {
    const broken = "asyncapi: 3.0.0\ninfo: { title: Broken, version: 1.0.0 }\ncomponents: { schemas: { a: { $ref: '#/nowhere' } } }\n";
    await expect(render({ originalAsyncAPI: broken, params: {} })).rejects.toThrow(/asyncapi\.yaml:3:\d+: error unresolved-reference/);
  });
});
