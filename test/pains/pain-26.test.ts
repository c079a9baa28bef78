import { describe, expect, it } from "vitest";
import { bundleGenerated } from "../support/load-generated.js";
import { refTo, typedSchemas } from "../support/typed-schemas.js";

// openapi-zod-client#131
describe("pain 26: one giant object of all schemas freezes editors", async () => {
  const names = Array.from({ length: 200 }, (_, index) => `Schema${String(index)}`);
  const members = (index: number): object => (index === 0 ? { type: "string" } : refTo(`Schema${String(index - 1)}`));
  const { files } = await typedSchemas(Object.fromEntries(names.map((name, index) => [name, { type: "object", properties: { it: members(index) } }])));

  it("each schema is a type and functions of their own: no declaration holds all of them", () => {
    for (const { path, text } of files) {
      if (path === "support.ts" || path === "index.ts") continue;
      const longest = Math.max(...text.replace(/^import [^;]*;$/gm, "").split(/\n\n(?=\/\*\*|export )/).map((declaration) => declaration.split("\n").length));
      expect(longest, path).toBeLessThan(20);
    }
  });

  it("one is taken without the rest", async () => {
    const entry = { path: "entry.ts", text: 'export { isSchema1 } from "./index.js";' };
    const bundle = await bundleGenerated([...files, entry], "entry.ts", { format: "esm" });
    expect(bundle).toContain("isSchema0");
    expect(bundle).not.toContain("isSchema2");
  });
});
