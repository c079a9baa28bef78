import { compile, type Json, memoryHost, type OutputFile, type Protocol } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";
import { typeErrors } from "../support/type-check.js";

/** Names that mean something else in the language, that every object inherits, or that generated objects have anyway. */
const names = [
  "new", "then", "constructor", "toString", "valueOf", "hasOwnProperty", "__proto__", "close", "closed", "ended", "state", "granted", "context", "accept",
  "refuse", "request", "answer", "onClosed", "onEnded", "onPlain", "key", "delete", "a-b", "plain",
];

describe("operations over HTTP whose names would not do as members", async () => {
  const { files, warnings } = generated(await compiled({ "entry.json": openApi() }));

  it("become strict TypeScript", { timeout: 60_000 }, () => {
    expect(typeErrors([...files, httpProgram])).toEqual([]);
  });

  it("have another name, and a warning says so", () => {
    expect(warnings.filter((warning) => warning.startsWith('"new"'))).toEqual([
      '"new" becomes "newOperation" in TypeScript: the language means something else by a member of that name.',
    ]);
    expect(renamed(warnings)).toEqual(["new", "then", "constructor", "toString", "valueOf", "hasOwnProperty", "fetch"]);
  });
});

describe("messages whose methods would not do as members", async () => {
  const { files, warnings } = generated(await compiled({ "entry.json": asyncApi(), "behaviour.json": behaviour() }));

  it("become strict TypeScript", { timeout: 60_000 }, () => {
    expect(files.map(({ path }) => path)).toContain("session.ts");
    expect(typeErrors(files)).toEqual([]);
  });

  it("keep their names on the wire", () => {
    const server = files.find(({ path }) => path === "server.ts")?.text ?? "";
    for (const name of names) expect(server).toContain(`case ${JSON.stringify(name)}:`);
    expect(server).toContain("handlers.closeOperation");
  });

  it("have another name in client and server, each with a warning", () => {
    const special = ["new", "then", "constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"];
    const ofClient = ["close", "closed", "ended", "state", "granted", "accept", "refuse", "request", "answer", "onClosed", "onEnded", "onPlain", "key"];
    const ofServer = ["close", "closed", "state", "context"];
    // What both sides rename is told once.
    expect(renamed(warnings).sort()).toEqual([...new Set([...special, ...ofClient, ...ofServer])].sort());
  });
});

describe("properties whose names every object inherits", async () => {
  const inherited = ["constructor", "toString", "toLocaleString", "valueOf", "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "__proto__"];
  const own = (type: string): Json => Object.fromEntries(inherited.map((name) => [name, { type }]));
  const validators = await generatedValidators({
    Absent: { type: "object", properties: own("boolean") },
    Merged: { allOf: [{ type: "object", properties: own("boolean") }, { type: "object", properties: { plain: { type: "string" } } }] },
    There: { type: "object", required: inherited, properties: own("boolean") },
  });
  const program = (name: string, members: string): OutputFile => ({
    path: "program.ts",
    text: `import type { ${name} } from "./index.js";\nexport const value: ${name} = { ${members} };`,
  });

  it("may be left out of an object literal, or given", { timeout: 60_000 }, () => {
    expect(typeErrors([...validators.files, program("Absent", "")])).toEqual([]);
    expect(typeErrors([...validators.files, program("Merged", 'plain: "x"')])).toEqual([]);
    expect(typeErrors([...validators.files, program("Absent", 'constructor: true, toString: false, ["__proto__"]: true')])).toEqual([]);
    expect(typeErrors([...validators.files, program("Absent", "constructor: 5")])).toHaveLength(1);
    expect(validators.is("Absent", {})).toBe(true);
    expect(validators.is("Absent", { constructor: Object })).toBe(false);
  });

  it("must be there where they are required", { timeout: 60_000 }, () => {
    expect(typeErrors([...validators.files, program("There", "")])).toHaveLength(1);
    expect(validators.is("There", {})).toBe(false);
  });

  it("are told of where the type is wider than the schema", () => {
    const messages = validators.diagnostics.filter(({ code }) => code === "not-expressible").map(({ message }) => message);
    expect(messages).toHaveLength(2);
    // An interface says `__proto__` as it says any name.
    for (const name of inherited.filter((each) => each !== "__proto__")) for (const message of messages) expect(message).toContain(`the absence of the inherited "${name}"`);
  });
});

async function compiled(documents: Readonly<Record<string, Json>>): Promise<Protocol> {
  const host = memoryHost(Object.fromEntries(Object.entries(documents).map(([path, document]) => [path, JSON.stringify(document)])));
  const { protocols, diagnostics } = await compile(["entry.json"], host);
  const [protocol] = protocols;
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
  if (protocol === undefined || errors.length > 0) throw new Error(errors.join("\n"));
  return protocol;
}

function generated(protocol: Protocol): { readonly files: readonly OutputFile[]; readonly warnings: readonly string[] } {
  const { files, diagnostics } = generate(protocol);
  return { files, warnings: diagnostics.filter(({ code }) => code === "name-changed").map(({ message }) => message) };
}

function renamed(warnings: readonly string[]): string[] {
  return warnings.map((warning) => /^"(.*?)"/.exec(warning)?.[1] ?? warning);
}

function openApi(): Json {
  const parameters = names.map((name) => ({ name, in: "query", schema: { type: "string" } }));
  const response = { description: "Done.", headers: { toString: { schema: { type: "string" } } }, content: { "application/json": { schema: { type: "integer" } } } };
  const paths = names.map((name, index) => [`/p${index}`, { get: { operationId: name, ...(index % 2 ? { parameters } : {}), responses: { "200": response } } }]);
  return {
    openapi: "3.1.0",
    info: { title: "Names", version: "1.0.0", "x-parley-name": "names" },
    servers: [{ url: "https://names.example/v1" }],
    security: [{ fetch: [] }],
    paths: Object.fromEntries(paths),
    components: { securitySchemes: { fetch: { type: "apiKey", in: "header", name: "Key" } } },
  };
}

/** Uses what was generated as a program would: nothing that may be left out has to be said. */
const httpProgram: OutputFile = {
  path: "program.ts",
  text: `
    import { createNamesClient } from "./index.js";
    const client = createNamesClient({ baseUrl: "https://names.example/v1", fetchCredential: "x" });
    export const first: Promise<number> = client.newOperation();
    export const second: Promise<number> = client.thenOperation({});
    export const third: Promise<number> = client.thenOperation({ constructorQuery: "x", new: "y" });
    export const itself: Promise<typeof client> = (async () => client)();
  `,
};

function asyncApi(): Json {
  const schemaOf = (kind: string, method: string, more: object = {}): Json => ({
    type: "object",
    required: ["kind", "method", "key", ...(kind === "notification" ? [] : ["id"]), ...Object.keys(more)],
    properties: { kind: { const: kind }, method: { const: method }, id: { type: "string" }, key: { type: "string" }, text: { type: "string" }, ...more },
  });
  const correlationId = { location: "$message.payload#/id" };
  const parts = ["open", ...names].flatMap((name, index): [string, Json][] => {
    if (isNotified(name)) return [[`m${index}Request`, { payload: schemaOf("notification", name) }]];
    return [
      [`m${index}Request`, { correlationId, payload: schemaOf("request", name) }],
      [`m${index}Success`, { correlationId, payload: schemaOf("response", name, { success: { const: true } }) }],
      [`m${index}Failure`, { correlationId, payload: schemaOf("response", name, { success: { const: false } }) }],
    ];
  });
  const operations = ["open", ...names].flatMap((name, index): [string, Json][] => {
    const reference = (part: string): Json => ({ $ref: `#/channels/all/messages/m${index}${part}` });
    const operation = {
      channel: { $ref: "#/channels/all" },
      messages: [reference("Request")],
      ...(isNotified(name) ? {} : { reply: { messages: [reference("Success"), reference("Failure")] } }),
      "x-parley-call": name,
    };
    return [[`o${index}`, { action: "receive", ...operation }], [`o${index}Back`, { action: "send", ...operation }]];
  });
  return {
    asyncapi: "3.0.0",
    info: { title: "Names", version: "1.0.0", "x-parley-name": "names", "x-parley-roles": { accepts: "host", connects: "guest" }, "x-parley-behaviour": "./behaviour.json" },
    channels: { all: { address: "/", messages: Object.fromEntries(parts) } },
    operations: Object.fromEntries(operations),
  };
}

/** Of the names in a session and of those on the connection, half are requests and half are notifications. */
function isNotified(name: string): boolean {
  return names.indexOf(name) % 4 >= 2;
}

/** Half of the names belong to a session, the others to the connection. */
function behaviour(): Json {
  const inSession = names.filter((_, index) => index % 2 === 0);
  const pass = (from: string): Json[] =>
    inSession
      .flatMap((name) => (isNotified(name) ? [name] : [`${name}.request`, `${name}.response`]))
      .flatMap((message) => [{ from, send: message }, { from, receive: message }]);
  const machine = (object: string, one: string, other: string): Json => ({
    roles: ["guest", "host"], interface: "names", object, within: "connection", instance: ["key"],
    states: { idle: { initial: true }, waiting: {}, going: {}, over: { final: true } },
    transitions: [
      { from: "idle", [one]: "open.request", to: "waiting" },
      { from: "waiting", [other]: "open.response", where: { "/success": true }, to: "going" },
      { from: "waiting", [other]: "open.response", where: { "/success": false }, to: "over" },
      ...pass("waiting"),
      ...pass("going"),
      { from: "*", ended: "connection", to: "over" },
    ],
  });
  return {
    behaviour: 1,
    specifications: { names: "./entry.json" },
    machines: { asking: machine("OutgoingTalk", "send", "receive"), asked: machine("IncomingTalk", "receive", "send") },
    timers: {},
    limits: {},
  };
}
