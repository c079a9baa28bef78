// Contender of compile.ts: the official parser, reading one document and nothing more.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Parser } from "@asyncapi/parser";

const path = resolve(process.argv[2]);
const { document, diagnostics } = await new Parser().parse(readFileSync(path, "utf8"), { source: path });
if (document === undefined) {
  console.error(diagnostics.map(({ message }) => message).join("\n"));
  process.exitCode = 1;
}
