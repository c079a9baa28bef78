import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, diskHost, formatDiagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { expectGolden } from "../support/golden.js";
import { protocolJson } from "../support/protocol-json.js";

const folder = fileURLToPath(new URL(".", import.meta.url));
const cases = readdirSync(folder, { withFileTypes: true }).filter((each) => each.isDirectory() && each.name !== "faults").map(({ name }) => name);

/** Each specification beside the model that it means. What the rules say of it is not the point here: only errors of lowering would be. */
describe("lowering", () => {
  it.each(cases)("%s", async (name) => {
    const { protocols, diagnostics } = await compile(["main.yaml"], diskHost(join(folder, name)));
    expect(diagnostics.filter(({ severity }) => severity === "error").map((found) => formatDiagnostic(found))).toEqual([]);
    await expectGolden(join(folder, name, "model.json"), protocols.map(protocolJson).join(""));
  });
});
