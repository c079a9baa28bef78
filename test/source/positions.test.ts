import { describe, expect, it } from "vitest";
import { labelOf, pointerOf, type Node } from "../../packages/compiler/src/source/node.js";
import { parseText } from "../../packages/compiler/src/source/parse-text.js";
import { positionOf, type Range } from "../../packages/compiler/src/source/source-file.js";

const yaml = `# A comment
info:
  title: Signalling   # and another
  list:
    - one
    - key: "two"
      "a key": 'three'
  text: |
    A line.
    Another.
  a/b~c: {flow: [1, true, null]}
empty:
`;

const json = `{
\t"info": {"title": "Signalling", "list": ["one", {"key": "two"}]},
\t"a/b~c": {"flow": [1, true, null]}
}
`;

describe("positions", () => {
  it("says of each node in YAML its pointer, line, column and text", async () => {
    expect(await described(yaml)).toEqual([
      "/info 3:3 title: Sig... <- info",
      "/info/title 3:10 Signalling <- title",
      "/info/list 5:5 - one... <- list",
      "/info/list/0 5:7 one <- one",
      "/info/list/1 6:7 key: \"two\"... <- key: \"two\"...",
      "/info/list/1/key 6:12 \"two\" <- key",
      "/info/list/1/a key 7:16 'three' <- \"a key\"",
      "/info/text 8:9 |... <- text",
      "/info/a~1b~0c 11:10 {flow: [1,... <- a/b~c",
      "/info/a~1b~0c/flow 11:17 [1, true, ... <- flow",
      "/info/a~1b~0c/flow/0 11:18 1 <- 1",
      "/info/a~1b~0c/flow/1 11:21 true <- true",
      "/info/a~1b~0c/flow/2 11:27 null <- null",
      "/empty 12:6  <- empty",
    ]);
  });

  it("says the same of JSON", async () => {
    expect(await described(json)).toEqual([
      "/info 2:10 {\"title\": ... <- \"info\"",
      "/info/title 2:20 \"Signallin... <- \"title\"",
      "/info/list 2:42 [\"one\", {\"... <- \"list\"",
      "/info/list/0 2:43 \"one\" <- \"one\"",
      "/info/list/1 2:50 {\"key\": \"t... <- {\"key\": \"t...",
      "/info/list/1/key 2:58 \"two\" <- \"key\"",
      "/a~1b~0c 3:11 {\"flow\": [... <- \"a/b~c\"",
      "/a~1b~0c/flow 3:20 [1, true, ... <- \"flow\"",
      "/a~1b~0c/flow/0 3:21 1 <- 1",
      "/a~1b~0c/flow/1 3:24 true <- true",
      "/a~1b~0c/flow/2 3:30 null <- null",
    ]);
  });

  it("counts lines that end in a carriage return and a line feed once", async () => {
    const { root } = await parseText({ path: "crlf.yaml", text: "a: 1\r\nb:\r\n  - c\r\n" });
    expect([...nodes(root)].map((node) => place(node, node.range))).toEqual(["1:1", "1:4", "3:3", "3:5"]);
  });

  it("keeps what an alias names at its anchor", async () => {
    const { root } = await parseText({ path: "alias.yaml", text: "a: &x {b: 1}\nc: *x\n" });
    const copy = root?.kind === "map" ? root.entries.get("c") : undefined;
    expect(copy && pointerOf(copy.value)).toBe("/a");
    expect(copy && place(copy.value, copy.keyRange)).toBe("2:1");
  });
});

async function described(text: string): Promise<string[]> {
  const { root, faults } = await parseText({ path: "test", text });
  expect(faults).toEqual([]);
  return [...nodes(root)].slice(1).map((node) => `${pointerOf(node)} ${place(node, node.range)} ${shown(node, node.range)} <- ${shown(node, labelOf(node))}`);
}

function* nodes(node: Node | undefined): Generator<Node> {
  if (node === undefined) return;
  yield node;
  if (node.kind === "map") for (const { value } of node.entries.values()) yield* nodes(value);
  if (node.kind === "list") for (const item of node.items) yield* nodes(item);
}

function place(node: Node, range: Range): string {
  const { line, column } = positionOf(node.file, range.start);
  return `${String(line)}:${String(column)}`;
}

function shown(node: Node, range: Range): string {
  const text = node.file.text.slice(range.start, range.end);
  const short = text.split("\n")[0]?.slice(0, 10) ?? "";
  return short.length < text.length ? `${short}...` : text;
}
