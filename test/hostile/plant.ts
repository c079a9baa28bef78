import type { Disguise } from "./disguise.js";
import { escaped, unescaped } from "./pointer-token.js";

/** Documents that refer to one another, by name. */
export type Documents = ReadonlyMap<string, unknown>;

export interface Planted {
  /** The documents as JSON, which says every character. */
  readonly files: Readonly<Record<string, string>>;
  /** How many strings are hostile now, each counted where it stands. */
  readonly planted: number;
  /** The author's texts at places of planted documents: `file#/pointer`. */
  textsAt(places: ReadonlySet<string>): readonly string[];
  /** And those of all that stands inside them. */
  textsInside(places: ReadonlySet<string>): readonly string[];
}

/** Puts hostile strings into every string of documents, but for what makes a document the document it is: keywords, versions, types, references. */
export function plant(documents: Documents, disguise: Disguise): Planted {
  const renamed = new Map<string, string>();
  const texts = new Map<string, string[]>();
  // Twice: a name may be used before it is given.
  for (const last of [false, true]) {
    const files: Record<string, string> = {};
    let planted = 0;
    for (const [file, root] of documents) {
      const walk = new Walk(file, disguise, renamed, last ? texts : undefined);
      files[file] = walk.write(root, isFollower(root) ? "follow" : "object");
      planted += walk.planted;
    }
    if (!last) continue;
    return {
      files,
      planted,
      textsAt: (places) => [...places].flatMap((place) => texts.get(place) ?? []),
      textsInside: (places) => [...texts].flatMap(([place, each]) => (isInside(place, places) ? each : [])),
    };
  }
  throw new Error("unreachable");
}

/** What a value is: an object of keywords, a map from names to such objects, data of any kind, or words of Parley's own that follow other names. */
type Kind = "object" | "message-examples" | "names" | "names-of-names" | "data" | "strings" | "keep" | "follow" | "paths" | "content" | "patterns" | "statuses";

class Walk {
  planted = 0;
  readonly #file: string;
  readonly #disguise: Disguise;
  readonly #renamed: Map<string, string>;
  readonly #texts: Map<string, string[]> | undefined;

  constructor(file: string, disguise: Disguise, renamed: Map<string, string>, texts: Map<string, string[]> | undefined) {
    this.#file = file;
    this.#disguise = disguise;
    this.#renamed = renamed;
    this.#texts = texts;
  }

  write(value: unknown, kind: Kind, key = "", before = "", after = "", around: readonly string[] = []): string {
    if (typeof value === "string") {
      const text = this.#textOf(value, kind, key);
      if (text !== value) this.planted += 1;
      this.#note(after, key === "$ref" || isExpression(value) ? tokensOf(value) : [patternKey(key, value), ...value.split(/[./]/), ...around]);
      return JSON.stringify(text);
    }
    if (Array.isArray(value)) {
      const inner = kind === "object" && namesInLists.has(key) ? "strings" : kind;
      return `[${value.map((item, index) => this.write(item, inner, key, `${before}/${index}`, `${after}/${index}`, around)).join(",")}]`;
    }
    if (!isMap(value)) return JSON.stringify(value) ?? "null";
    const members = Object.entries(value).map(([name, member]) => {
      const given = this.#nameOf(name, kind);
      if (given !== name) this.planted += 1;
      const [oldPlace, newPlace] = [`${before}/${escaped(name)}`, `${after}/${escaped(given)}`];
      this.#renamed.set(`${this.#file}#${oldPlace}`, given);
      const texts = [patternKey(kind === "patterns" ? "pattern" : "", name), ...partsOf(name), ...name.split(/[./]/)];
      this.#note(newPlace, texts);
      return `${JSON.stringify(given)}:${this.write(member, inside(kind, name, member, value), name, oldPlace, newPlace, texts)}`;
    });
    return `{${members.join(",")}}`;
  }

  #note(place: string, texts: readonly string[]): void {
    if (this.#texts === undefined) return;
    const at = `${this.#file}#${place}`;
    this.#texts.set(at, [...(this.#texts.get(at) ?? []), ...texts]);
  }

  #textOf(text: string, kind: Kind, key: string): string {
    if (kind === "keep") return text;
    if (isExpression(text)) return this.#expressionOf(text);
    if (kind === "follow") return tellingKeys.has(key) ? this.#disguise.of(text) : this.#disguise.known(text);
    if (key === "$ref" && kind !== "data") return this.#referenceOf(text);
    if (key === "mapping" || kind === "names-of-names") return /[#/]|\.(json|ya?ml)$/.test(text) ? this.#referenceOf(text) : this.#disguise.of(text);
    if (kind === "object" && keptKeys.has(key)) return text.replace(/\{([^{}]*)\}/g, (_, name: string) => `{${this.#disguise.of(name)}}`);
    if (kind === "object" && key === "pattern") return this.#disguise.ofPattern(text);
    if (kind === "object" && key === "address") return this.#templateOf(text);
    return this.#disguise.of(text);
  }

  #nameOf(name: string, kind: Kind): string {
    switch (kind) {
      case "names":
      case "names-of-names":
      case "data":
        return this.#disguise.of(name);
      case "patterns":
        return this.#disguise.ofPattern(name);
      case "paths":
        return name.startsWith("x-") ? name : this.#templateOf(name);
      case "content":
        return /json|\*/.test(name) ? name : this.#disguise.of(name);
      case "follow":
        return this.#disguise.known(name);
      default:
        return name;
    }
  }

  #templateOf(text: string): string {
    return partsOf(text)
      .map((part) => (part.startsWith("{") ? `{${this.#disguise.of(part.slice(1, -1))}}` : part.replace(/[^/]+/g, (step) => this.#disguise.of(step).replace(/[{}?#/]/g, "")))).join("");
  }

  #expressionOf(text: string): string {
    const [head = "", pointer = ""] = text.split(/#(.*)/s);
    return `${head}#${pointer.split("/").map((token, index) => (index === 0 ? token : escaped(this.#disguise.of(unescaped(token))))).join("/")}`;
  }

  #referenceOf(text: string): string {
    const [path = "", fragment] = text.split(/#(.*)/s);
    if (fragment === undefined || !fragment.startsWith("/")) return text;
    const file = path === "" ? this.#file : nameFrom(this.#file, path);
    let at = "";
    const tokens = tokensOf(text).map((token) => {
      at += `/${escaped(token)}`;
      return encoded(escaped(this.#renamed.get(`${file}#${at}`) ?? token));
    });
    return `${path}#/${tokens.join("/")}`;
  }
}

/** The kind of what stands under a key. */
function inside(kind: Kind, key: string, value: unknown, parent: object): Kind {
  if (kind === "follow" && key === "payload") return "data";
  if (kind === "keep" || kind === "follow" || kind === "data") return kind;
  if (kind === "names-of-names") return "strings";
  if (kind === "message-examples") return key === "payload" || key === "headers" ? "data" : "object";
  if (key === "examples" && Array.isArray(value) && value.every(isMessageExample)) return "message-examples";
  if (kind === "names" || kind === "paths" || kind === "content" || kind === "patterns" || kind === "statuses") return key.startsWith("x-") && kind !== "names" ? "data" : "object";
  if (key.startsWith("x-parley-")) return "follow";
  if (key.startsWith("x-")) return "data";
  if (key === "headers" && isMap(value) && ("type" in value || "$ref" in value || "properties" in value || "allOf" in value)) return "object";
  if (key === "examples" && isMap(value)) return "names";
  if (key === "components" || !isMap(value)) return dataKeys.has(key) ? "data" : "object";
  if (key === "parameters" && ("operationId" in parent || "operationRef" in parent)) return "data";
  if (dataKeys.has(key)) return "data";
  return mapKeys.get(key) ?? "object";
}

function isMessageExample(item: unknown): boolean {
  return isMap(item) && ("payload" in item || "headers" in item) && Object.keys(item).every((key) => /^(name|summary|payload|headers|x-.*)$/.test(key));
}

const dataKeys = new Set(["example", "examples", "default", "const", "enum", "value", "dataValue"]);

const names = ["schemas", "messages", "channels", "operations", "properties", "$defs", "definitions", "dependentSchemas", "parameters", "requestBodies", "headers", "securitySchemes", "links", "callbacks", "pathItems",
  "webhooks", "servers", "variables", "encoding", "correlationIds", "replies", "replyAddresses", "operationTraits", "messageTraits", "tags", "externalDocs", "serverBindings", "channelBindings", "operationBindings",
  "messageBindings", "serverVariables"];

const mapKeys = new Map<string, Kind>([
  ...names.map((name) => [name, "names"] as const),
  ["paths", "paths"], ["content", "content"], ["patternProperties", "patterns"], ["mapping", "names-of-names"], ["scopes", "names-of-names"], ["availableScopes", "names-of-names"],
  ["dependentRequired", "names-of-names"], ["responses", "statuses"],
]);

// What decides which document this is, or is an expression in a language of its own.
const keptKeys = new Set([
  "asyncapi", "openapi", "arazzo", "$schema", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor", "jsonSchemaDialect", "type", "in", "style", "action", "scheme", "schemaFormat", "defaultContentType", "contentType",
  "location", "operationRef", "protocol", "host", "pathname", "url", "authorizationUrl", "tokenUrl", "refreshUrl", "openIdConnectUrl", "bearerFormat",
]);

const namesInLists = new Set(["required", "enum", "tags", "security"]);

const tellingKeys = new Set(["description", "summary", "title", "reason", "says"]);

/** Parley's own documents and flows: what they name is written elsewhere. */
function isFollower(root: unknown): boolean {
  return isMap(root) && ["behaviour", "problems", "arazzo", "coverage"].some((key) => key in root);
}

function patternKey(key: string, text: string): string {
  return key === "pattern" ? `pattern ${text}` : text;
}

/** The literals and the `{parameters}` of a path or an address. */
function partsOf(text: string): readonly string[] {
  return text.split(/(\{[^}]*\})/).filter((part) => part !== "");
}

function tokensOf(reference: string): readonly string[] {
  const fragment = reference.split(/#(.*)/s)[1] ?? "";
  return fragment.split("/").slice(1).map((token) => unescaped(decodeURIComponent(token)));
}

/** `$message.payload#/id`: a place in a message. */
function isExpression(text: string): boolean {
  return /^\$[\w.]+#\//.test(text);
}

// A lone surrogate has no percent-encoding: it stands as it is.
function encoded(token: string): string {
  return [...token].map((character) => (/\p{Surrogate}/u.test(character) ? character : encodeURIComponent(character))).join("");
}

function nameFrom(file: string, path: string): string {
  const steps = file.split("/").slice(0, -1);
  for (const step of path.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== ".") steps.push(step);
  }
  return steps.join("/");
}

function isInside(place: string, places: ReadonlySet<string>): boolean {
  for (let end = place.lastIndexOf("/"); end > 0; end = place.lastIndexOf("/", end - 1)) if (places.has(place.slice(0, end))) return true;
  return false;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
