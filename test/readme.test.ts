import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compile, formatDiagnostic, memoryHost } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { root } from "./support/specification-files.js";

const readme = readFileSync(join(root, "README.md"), "utf8");
const blocks = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map(([, language, text]) => ({ language: language ?? "", text: text ?? "" }));
const file = "specs/common/media-state.yaml";

describe("README", () => {
  it("shows an extract that stands in the specification", () => {
    expect(block("yaml").split("\n").length - 1).toBe(12);
    expect(readFileSync(join(root, file), "utf8")).toContain(block("yaml"));
  });

  it("shows the type that is generated", () => {
    expect(readFileSync(join(root, "packages/signalling/src/gen/common.ts"), "utf8")).toContain(block("ts"));
  });

  it("shows the diagnostic that the slip gives, to the letter", async () => {
    const broken = readFileSync(join(root, file), "utf8").replace("muted: true", "muted: yes");
    const host = memoryHost({ [file]: broken, "specs/common/mid.yaml": readFileSync(join(root, "specs/common/mid.yaml"), "utf8"), "specs/entry.yaml": entry });
    const { diagnostics } = await compile(["specs/entry.yaml"], host);
    expect(diagnostics.map((found) => `${formatDiagnostic(found)}\n`)).toEqual([blocks.find(({ text }) => text.startsWith(file))?.text]);
  });

  it("has exactly two commands, and fits on a screen", () => {
    const commands = block("sh").trim().split("\n").map((line) => line.replace(/\s+#.*/, ""));
    expect(commands).toEqual(["npm start", "npm test"]);
    expect(readme.split("\n").length).toBeLessThan(90);
  });

  it("maps every workspace, and no folder that is not there", () => {
    const named = [...readme.matchAll(/`((?:specs|packages|generators|test|bench)(?:\/[\w-]+)?)\/?`/g)].map(([, path]) => path ?? "");
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(readdirSync(join(root, "packages")).filter((name) => !named.includes(`packages/${name}`))).toEqual([]);
  });
});

function block(language: string): string {
  return blocks.find((found) => found.language === language)?.text ?? "";
}

const entry = `asyncapi: 3.0.0
info: { title: Extract, version: 1.0.0 }
components: { schemas: { mediaState: { $ref: ./common/media-state.yaml, x-parley-provenance: project } } }
`;
