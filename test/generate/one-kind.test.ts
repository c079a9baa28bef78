import { compile, type Json, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { expect, it } from "vitest";
import { typeErrors } from "../support/type-check.js";

it.each(["request", "notification"])("a server that is sent nothing but a %s is strict TypeScript", { timeout: 60_000 }, async (kind) => {
  const { protocols } = await compile(["entry.json"], memoryHost({ "entry.json": JSON.stringify(documentOf(kind)) }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("does not compile");
  const { files } = generate(protocol);
  expect(files.map(({ path }) => path)).toContain("server.ts");
  expect(typeErrors(files)).toEqual([]);
});

/** The server receives messages of one kind, and sends one of the other. */
function documentOf(received: string): Json {
  const payload = (kind: string, method: string, more: object = {}): Json => {
    const properties = { kind: { const: kind }, method: { const: method }, ...(kind === "notification" ? {} : { id: { type: "string" } }), ...more };
    return { type: "object", required: Object.keys(properties), properties };
  };
  const correlationId = { location: "$message.payload#/id" };
  const messages = {
    question: { correlationId, payload: payload("request", "ask") },
    success: { correlationId, payload: payload("response", "ask", { success: { const: true } }) },
    failure: { correlationId, payload: payload("response", "ask", { success: { const: false } }) },
    news: { payload: payload("notification", "tell") },
  };
  const reference = (name: string): Json => ({ $ref: `#/channels/all/messages/${name}` });
  const operation = (kind: string, message: string): { readonly [key: string]: Json } => ({
    action: kind === received ? "receive" : "send",
    channel: { $ref: "#/channels/all" },
    messages: [reference(message)],
  });
  return {
    asyncapi: "3.0.0",
    info: { title: "One kind", version: "1.0.0", "x-parley-name": "one", "x-parley-roles": { accepts: "host", connects: "guest" } },
    channels: { all: { address: "/", messages } },
    operations: {
      ask: { ...operation("request", "question"), reply: { messages: [reference("success"), reference("failure")] } },
      tell: operation("notification", "news"),
    },
  };
}
