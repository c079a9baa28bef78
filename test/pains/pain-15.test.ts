import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MemoryBroker } from "@parley/runtime/messages";
import { describe, expect, it } from "vitest";
import { startPricesClient, startPricesServer } from "../asyncapi/prices/gen/index.js";
import { typeErrors } from "../support/type-check.js";

const folder = join(import.meta.dirname, "../asyncapi/prices/gen");
const files = ["models.ts", "validators.ts", "explain.ts", "rules.ts", "support.ts", "operations.ts", "client.ts"].map((path) => ({ path, text: readFileSync(join(folder, path), "utf8") }));

// asyncapi/generator#1548, #1961
describe("pain 15: all that comes in hits one handler for everything", () => {
  it("each message reaches the handler of its operation, by name", async () => {
    const broker = new MemoryBroker();
    const heard: string[] = [];
    const listening = {
      marketData: ({ price }: { readonly price: string }) => void heard.push(`marketData ${price}`),
      heartbeat: ({ beat }: { readonly beat: number }) => void heard.push(`heartbeat ${beat}`),
      onInvalid: () => void heard.push("invalid"),
      onUnknown: () => void heard.push("unknown"),
    };
    await using _client = await startPricesClient(broker.connect(), listening, { channels: { market: { symbol: "ethusd" } } });
    await using server = await startPricesServer(broker.connect());
    const at = { symbol: "ethusd" } as const;
    await server.heartbeat({ beat: 1 }, { at });
    await server.marketData({ type: "trade", price: "3000" }, { at });
    await server.marketData({ type: "trade", price: "1" }, { at: { symbol: "btcusd" } });
    await broker.connect().send({ address: "/v1/market/ethusd", headers: {}, payload: '{"type":"trade"}' }, { name: "market" });
    await broker.connect().send({ address: "/v1/market/ethusd", headers: {}, payload: '{"type":"crash"}' }, { name: "market" });
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual(["heartbeat 1", "marketData 3000", "invalid", "unknown"]);
  });

  it("and a program without a handler for one of them does not compile", () => {
    const program = `
      import type { PricesClientHandlers } from "./client.js";
      export const handlers: PricesClientHandlers = { marketData: (message) => void message.price, onInvalid: () => {}, onUnknown: () => {} };
    `;
    expect(typeErrors(files)).toEqual([]);
    expect(typeErrors([...files, { path: "program.ts", text: program }]).join("\n")).toContain("Property 'heartbeat' is missing");
  });
});
