import { compile, memoryHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { describe, expect, it } from "vitest";
import { loadValidators } from "../support/load-generated.js";
import { typeErrors } from "../support/type-check.js";

// openapi-typescript#604, orval#616
describe("pain 11: what is required and readOnly, or writeOnly, needs a shape for requests and one for responses", async () => {
  const schemas = {
    Order: { type: "object", required: ["id", "secret", "lines"], properties: { id, secret, lines: { type: "array", items: { $ref: "#/components/schemas/Line" } } } },
    Line: { type: "object", required: ["id", "count"], properties: { id, count: { type: "integer" }, shop: { $ref: "#/components/schemas/Shop" } } },
    Shop: { type: "object", required: ["name"], properties: { name: { type: "string" }, rank: { type: "integer", readOnly: true } } },
    Unsent: { type: "object", required: ["id"], properties: { id } },
  };
  const { protocols, diagnostics } = await compile(["orders.json"], memoryHost({ "orders.json": JSON.stringify(document(schemas)) }));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error("no protocol");
  const { files, diagnostics: losses } = generate(protocol);

  it("only what needs two shapes has them", () => {
    expect([...diagnostics, ...losses]).toEqual([]);
    const models = files.find(({ path }) => path === "models.ts")?.text ?? "";
    const declared = [...models.matchAll(/^export (?:interface|type) (\w+)/gm)].map(([, name]) => name);
    expect(declared.sort()).toEqual(["Line", "LineInput", "Order", "OrderInput", "OrderOutput", "Shop", "Unsent"]);
  });

  it("a request is typed without what only responses carry, and the other way round", { timeout: 60_000 }, () => {
    const uses = `
      import type { LineInput, Order, OrderInput, OrderOutput } from "./models.js";
      import type { OrdersClient } from "./client.js";
      export const line: LineInput = { count: 1 };
      export const input: OrderInput = { secret: "a", lines: [line] };
      export const output: OrderOutput = { id: "1", lines: [{ id: "2", count: 1 }] };
      export const whole: Order = { ...input, ...output };
      // @ts-expect-error
      export const given: OrderInput = { id: "1", secret: "a", lines: [] };
      // @ts-expect-error
      export const shown: OrderOutput = { id: "1", secret: "a", lines: [] };
      export async function place(client: OrdersClient): Promise<OrderOutput> {
        return client.placeOrder({ body: input });
      }
    `;
    expect(typeErrors([...files, { path: "uses.ts", text: uses }])).toEqual([]);
  });

  it("the validators of a request do not demand what only responses carry", async () => {
    const { isOrder, isOrderInput, isOrderOutput, explainOrderInput } = (await loadValidators(files)) as { readonly [name: string]: (value: unknown) => unknown };
    const input = { secret: "a", lines: [{ count: 1 }] };
    const output = { id: "1", lines: [{ id: "2", count: 1 }] };
    expect([isOrder?.(input), isOrderInput?.(input), isOrderOutput?.(input)]).toEqual([false, true, false]);
    expect([isOrder?.(output), isOrderInput?.(output), isOrderOutput?.(output)]).toEqual([false, false, true]);
    expect(explainOrderInput?.({ ...input, id: 1 })).toMatchObject([{ pointer: "/id", keyword: "type" }]);
  });
});

const id = { type: "string", readOnly: true };
const secret = { type: "string", writeOnly: true };

function document(schemas: object): object {
  const content = { "application/json": { schema: { $ref: "#/components/schemas/Order" } } };
  const post = { operationId: "placeOrder", requestBody: { required: true, content }, responses: { 200: { description: "Placed.", content } } };
  return { openapi: "3.1.0", info: { title: "Orders", version: "1.0.0" }, paths: { "/orders": { post } }, components: { schemas } };
}
