import { describe, expect, it } from "vitest";
import { typeErrors } from "../support/type-check.js";
import { expectGenerated, generated } from "./generated.js";

describe.each(["shop", "feed", "notes", "pictures"])("%s", (name) => {
  it("gets a client and a server that read so, and compile", async () => {
    const { files, diagnostics } = await generated(name);
    expect(diagnostics).toBe("");
    await expectGenerated(name, files);
    expect(typeErrors(files)).toEqual([]);
  });
});
