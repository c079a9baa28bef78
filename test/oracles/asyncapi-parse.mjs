// Child process of asyncapi.test.ts: parses one AsyncAPI document with the official parser and prints its errors as JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Parser } from "@asyncapi/parser";

const [path, text] = [process.argv[2], readFileSync(0, "utf8")];
const { document, diagnostics } = await new Parser().parse(text, { source: pathToFileURL(path).href.replace("file://", "") });
const errors = diagnostics.filter(({ severity }) => severity === 0).map(({ message, path: at }) => `${at.join("/")}: ${message}`);
console.log(JSON.stringify({ errors: document === undefined && errors.length === 0 ? ["no document"] : errors }));
