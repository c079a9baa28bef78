import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { textsIn } from "./texts-in.js";

const section = /### Not checked against its source\n(.*?)\n## /s.exec(readFileSync("specs/README.md", "utf8"))?.[1] ?? "";
const listed = [...section.matchAll(/^\|[^|]+\| `([^`]+)` \|/gm)].map(([, file = ""]) => file);

test("what is not checked against its source says so where it stands, and is listed", () => {
  const labelled = textsIn("specs/common", "specs/signalling", "specs/conference")
    .filter((file) => /\bnot\s+checked\b/i.test(readFileSync(file, "utf8")))
    .map((file) => file.replace(/^specs\//, ""));
  expect(listed.length).toBeGreaterThan(0);
  expect([...labelled].sort()).toEqual([...new Set(listed)].sort());
});
