import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { readSources, root } from "./support/sources.js";
import type { Source } from "./support/sources.js";

/** Files that need one another, since what they hold does. */
const known: readonly { readonly files: readonly string[]; readonly why: string }[] = [
  {
    files: ["generators/typescript/src/print-members.ts", "generators/typescript/src/print-rests.ts", "generators/typescript/src/print-test.ts"],
    why: "A test of a value is made of tests of its members, and each of those is one of a value again.",
  },
  {
    files: ["packages/compiler/src/lower/openapi-media-type.ts", "packages/compiler/src/lower/openapi-parameter.ts"],
    why: "A parameter may have a media type, and a part of a form has headers, which are parameters.",
  },
  { files: ["packages/compiler/src/model/media-type.ts", "packages/compiler/src/model/parameter.ts"], why: "The same." },
  {
    files: ["packages/runtime/src/continuity.ts", "packages/runtime/src/epoch-keeper.ts", "packages/runtime/src/peer-options.ts", "packages/runtime/src/peer.ts"],
    why: "A peer is given the keeper of its epoch, and hands itself to it when the epoch goes on elsewhere.",
  },
  { files: ["packages/runtime/src/line-options.ts", "packages/runtime/src/line.ts"], why: "Who opens a line is told by the line itself what becomes of it." },
  { files: ["packages/runtime/src/http/body-codec.ts", "packages/runtime/src/http/operation.ts"], why: "A body names its codec, which is told of what body it is." },
];

const sources = readSources().filter(({ path }) => !path.includes("/src/gen/"));
const arrows = new Map(sources.map((source) => [source.path, targetsOf(source)]));

describe("files of a workspace", () => {
  it("import one another in no circle, types included, but for those that are known", () => {
    expect(circlesOf(arrows)).toEqual(known.map(({ files }) => [...files].sort()).sort(byFirst));
  });

  it("show a circle where there is one", () => {
    const bent = new Map([["a", ["b"]], ["b", ["c", "d"]], ["c", ["a"]], ["d", []], ["e", ["e", "d"]]]);
    expect(circlesOf(bent)).toEqual([["a", "b", "c"]]);
  });
});

function targetsOf({ path, imports }: Source): readonly string[] {
  return imports.filter(({ name }) => name.startsWith(".")).map(({ name }) => relative(root, join(root, dirname(path), name)).replaceAll("\\", "/").replace(/\.js$/, ".ts"));
}

/** The greatest sets of files that all lead to one another, each in order. */
function circlesOf(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const reached = new Map([...graph.keys()].map((from) => [from, reachedFrom(graph, from)]));
  const circles = new Map<string, readonly string[]>();
  for (const [from, all] of reached) {
    const circle = [...all].filter((to) => reached.get(to)?.has(from) === true).sort();
    const [first] = circle;
    if (first !== undefined && circle.length > 1) circles.set(first, circle);
  }
  return [...circles.values()].sort(byFirst);
}

function reachedFrom(graph: ReadonlyMap<string, readonly string[]>, from: string): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const to of graph.get(at) ?? []) if (!reached.has(to)) waiting.push(...(reached.add(to), [to]));
  }
  return reached;
}

function byFirst([a = ""]: readonly string[], [b = ""]: readonly string[]): number {
  return a < b ? -1 : 1;
}
