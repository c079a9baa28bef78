import { compile, diskHost, formatDiagnostic } from "@parley/compiler";
import { expect, it } from "vitest";
import { root } from "./support/specification-files.js";

it("the canonical specifications have no finding, not even a warning", async () => {
  const { protocols, diagnostics } = await compile(["specs"], diskHost(root));
  expect(diagnostics.map((found) => formatDiagnostic(found))).toEqual([]);
  expect(protocols.map(({ name }) => name)).toEqual(["conference", "signalling"]);
});
