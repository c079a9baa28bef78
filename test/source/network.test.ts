import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { compile, diskHost } from "@parley/compiler";
import { afterEach, describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.js";

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** A server on the loopback interface, its address, and what it was asked for. */
async function serverOf(answer: RequestListener): Promise<{ readonly address: string; readonly asked: readonly string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  closing.push(() => server.close());
  return { address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked };
}

async function compiled(address: string, allowNetwork: boolean, maxBytes = 1000) {
  const schema = { $schema: "https://json-schema.org/draft/2020-12/schema", properties: { a: { $ref: `${address}/a.yaml#/$defs/a` }, b: { type: "string" } } };
  const { protocols, diagnostics } = await compile(["schema.json"], diskHost(temporaryFolder({ "schema.json": JSON.stringify(schema) })), { allowNetwork, maxBytes });
  return { schemas: [...(protocols[0]?.schemas.keys() ?? [])].map((id) => id.replace(address, "")), told: diagnostics.map(({ code, message, severity }) => `${severity} ${code} ${message.replaceAll(address, "")}`) };
}

describe("references to the network", () => {
  it("are not followed unless that is allowed: a warning, and all else compiles", async () => {
    const { address, asked } = await serverOf((_, response) => response.end("{}"));
    const { schemas, told } = await compiled(address, false);
    expect(told).toEqual(['warning unresolved-remote The reference "/a.yaml#/$defs/a" leads to the network, and nothing is read from there: any value will pass.']);
    expect(schemas).toContain("schema.json#/properties/b");
    expect(asked).toEqual([]);
  });

  it("are fetched where it is allowed, with what they refer to, each once; examples are not", async () => {
    const { address, asked } = await serverOf((request, response) =>
      response.end(request.url === "/a.yaml" ? "$defs:\n  a: { items: { $ref: b.yaml }, contains: { $ref: b.yaml }, examples: [{ $ref: c.yaml }], default: { $ref: d.yaml } }\n" : "type: string\n"),
    );
    const { schemas, told } = await compiled(address, true);
    expect(told).toEqual([]);
    expect(schemas).toEqual(expect.arrayContaining(["/a.yaml#/$defs/a", "/b.yaml#"]));
    expect([...asked].sort()).toEqual(["/a.yaml", "/b.yaml"]);
  });

  const failures: readonly (readonly [string, RequestListener, string])[] = [
    ["a refusal", (_, response) => response.writeHead(404).end(), "the server answered 404"],
    ["more than is read", (_, response) => response.end("x".repeat(2000)), "it has more than the 1000 bytes that are read"],
    ["a redirect to a file", (_, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(), 'it redirects to "file:///etc/passwd", which is not followed'],
    ["a ring of redirects", (_, response) => response.writeHead(302, { location: "/again" }).end(), "it redirects more than 5 times"],
    ["a connection that breaks", (request) => request.socket.destroy(), "other side closed"],
  ];
  it.each(failures)("say why nothing came: %s", async (_, answer, why) => {
    const { address } = await serverOf(answer);
    expect((await compiled(address, true)).told).toEqual([`error unreadable-remote "/a.yaml" could not be read: ${why}.`]);
  });

  it("follow a redirect to another address", async () => {
    const { address } = await serverOf((request, response) => (request.url === "/b.json" ? response.end('{"$defs": {"a": {"type": "null"}}}') : response.writeHead(302, { location: "/b.json" }).end()));
    expect((await compiled(address, true)).told).toEqual([]);
  });
});
