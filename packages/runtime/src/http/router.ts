import type { HttpMethod, HttpOperation, HttpParameter } from "./operation.js";
import { decodeText, encodeText } from "./percent.js";

/** Finds the operation for a path and method. */
export interface Router {
  match(method: string, path: string): Match;
}

export type Match =
  | { readonly kind: "found"; readonly operation: HttpOperation; readonly variables: ReadonlyMap<string, string> }
  /** The path exists, the method does not. */
  | { readonly kind: "other-method"; readonly allowed: readonly string[] }
  | { readonly kind: "no-path" };

/** Builds a router; a fixed segment wins over a variable one. All operations are found, but only methods of the `served` are allowed. */
export function createRouter(operations: readonly HttpOperation[], served: ReadonlySet<HttpOperation> = new Set(operations)): Router {
  const root = emptyNode();
  for (const operation of operations) insert(root, operation);
  return {
    match(method, path) {
      const segments = path.split("/").slice(1).map((raw): Segment => ({ raw, text: decodeText(raw) }));
      const found: Found[] = [];
      collect(root, segments, 0, [], found);
      return choose(method, found, served);
    },
  };
}

/** Variables are captured as they are encoded: a style parts its items before they are decoded. */
interface Segment {
  readonly raw: string;
  readonly text: string;
}

interface Node {
  readonly fixed: Map<string, Node>;
  readonly variable: VariableEdge[];
  readonly operations: Map<HttpMethod, Leaf>;
}

interface VariableEdge {
  /** The segment with its variables left out: two templates of the same shape share an edge. */
  readonly shape: string;
  readonly pattern: RegExp;
  readonly node: Node;
}

interface Leaf {
  readonly operation: HttpOperation;
  /** Of each segment that has variables. */
  readonly captures: readonly Capture[];
}

interface Capture {
  readonly names: readonly string[];
  /** How its variables are parted: the first that matches. */
  readonly patterns: readonly RegExp[];
}

interface Found {
  readonly node: Node;
  /** The segments that have variables, still encoded. */
  readonly texts: readonly string[];
}

function emptyNode(): Node {
  return { fixed: new Map(), variable: [], operations: new Map() };
}

function insert(root: Node, operation: HttpOperation): void {
  const captures: Capture[] = [];
  let node = root;
  for (const segment of operation.path.split("/").slice(1)) {
    if (!/\{[^}]+\}/.test(segment)) node = fixedChild(node, segment);
    else {
      captures.push(captureOf(segment, operation));
      node = variableChild(node, segment);
    }
  }
  node.operations.set(operation.method, { operation, captures });
}

/** Of variables that stand side by side only their style says where one ends: each piece has a sign before it, and a matrix has names. */
function captureOf(segment: string, { parameters }: HttpOperation): Capture {
  const names = Array.from(segment.matchAll(/\{([^}]+)\}/g), ([, name = ""]) => name);
  const groups = (piece: (parameter: HttpParameter) => string): readonly string[] =>
    names.map((name) => {
      const parameter = parameters.find((each) => each.in === "path" && each.name === name);
      return parameter?.style?.begins === undefined || names.length === 1 ? "(.+?)" : `(${piece(parameter)})`;
    });
  const signed = ({ style }: HttpParameter): string => `(?:\\${style?.begins ?? ""}[^${style?.begins ?? ""}]*)+?`;
  const named = (parameter: HttpParameter): string =>
    parameter.style?.begins === ";" && parameter.members?.exploded !== true ? `(?:;${escape(encodeText(parameter.name))}(?:=[^;]*)?)+` : signed(parameter);
  return { names, patterns: [groups(named), groups(signed), names.map(() => "(.+?)")].map((each) => patternOf(segment, each)) };
}

/** The segment with a group in place of each variable. */
function patternOf(segment: string, groups: readonly string[]): RegExp {
  const fixed = segment.split(/\{[^}]+\}/).map(escape);
  return new RegExp(`^${fixed.map((text, index) => text + (groups[index] ?? "")).join("")}$`, "s");
}

function fixedChild(node: Node, segment: string): Node {
  const child = node.fixed.get(segment) ?? emptyNode();
  node.fixed.set(segment, child);
  return child;
}

function variableChild(node: Node, segment: string): Node {
  const shape = segment.replace(/\{[^}]+\}/g, "{}");
  const known = node.variable.find((edge) => edge.shape === shape);
  if (known !== undefined) return known.node;
  const pattern = patternOf(segment, Array.from(segment.matchAll(/\{/g), () => "(.+?)"));
  const edge = { shape, pattern, node: emptyNode() };
  node.variable.push(edge);
  // The longer the fixed text, the more is known: `{id}.json` is tried before `{id}`.
  node.variable.sort((a, b) => b.shape.length - a.shape.length);
  return edge.node;
}

/** Fixed text stands as it is, or percent-encoded. */
function escape(text: string): string {
  return Array.from(text, (character) => {
    const own = character.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    const encoded = `%${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
    return /\w/.test(character) ? own : `(?:${own}|${character < "\x80" ? caseless(encoded) : caseless(encodeURIComponent(character))})`;
  }).join("");
}

function caseless(text: string): string {
  return text.replace(/[a-f]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}

/** Every node the path leads to, the most specific first. */
function collect(node: Node, segments: readonly Segment[], depth: number, texts: readonly string[], found: Found[]): void {
  const segment = segments[depth];
  if (segment === undefined) {
    if (node.operations.size > 0) found.push({ node, texts });
    return;
  }
  const child = node.fixed.get(segment.text);
  if (child !== undefined) collect(child, segments, depth + 1, texts, found);
  for (const edge of node.variable) if (edge.pattern.test(segment.raw)) collect(edge.node, segments, depth + 1, [...texts, segment.raw], found);
}

function choose(method: string, found: readonly Found[], served: ReadonlySet<HttpOperation>): Match {
  // HEAD is GET without the body (RFC 9110, 9.3.2), unless the document says what it is.
  for (const wanted of method === "HEAD" ? ["HEAD", "GET"] : [method]) {
    for (const { node, texts } of found) {
      const leaf = node.operations.get(wanted as HttpMethod);
      if (leaf === undefined) continue;
      const variables = new Map(leaf.captures.flatMap((capture, index) => variablesIn(capture, texts[index] ?? "")));
      return { kind: "found", operation: leaf.operation, variables };
    }
  }
  if (found.length === 0) return { kind: "no-path" };
  const allowed = new Set<string>(["OPTIONS"]);
  for (const { node } of found) {
    for (const [known, { operation }] of node.operations) if (served.has(operation)) allowed.add(known);
  }
  if (allowed.has("GET")) allowed.add("HEAD");
  return { kind: "other-method", allowed: [...allowed].sort() };
}

function variablesIn({ names, patterns }: Capture, text: string): readonly (readonly [string, string])[] {
  for (const pattern of patterns) {
    const found = pattern.exec(text);
    if (found !== null) return names.map((name, index) => [name, found[index + 1] ?? ""]);
  }
  return [];
}
