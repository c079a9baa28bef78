import { MemoryBroker } from "@parley/runtime/messages";
import { describe, expect, it } from "vitest";
import { startPricesClient } from "../asyncapi/prices/gen/index.js";

// fern-api/fern PR#13765, PR#13794
describe("pain 17: messages are handed over unsorted, or sorted by names that never are on the wire", () => {
  it("the values on the wire decide: every value that a document gives a message leads to its handler, and nothing else does", async () => {
    const broker = new MemoryBroker();
    const heard: string[] = [];
    const handlers = {
      marketData: ({ type }: { readonly type: string }, { message }: { readonly message: string }) => void heard.push(`${type} is ${message}`),
      heartbeat: () => void heard.push("heartbeat"),
      onInvalid: () => void heard.push("invalid"),
      onUnknown: ({ payload }: { readonly payload: unknown }) => void heard.push(`unknown ${JSON.stringify(payload)}`),
    };
    await using _client = await startPricesClient(broker.connect(), handlers, { channels: { market: { symbol: "btcusd" } } });
    const wire = broker.connect();
    const payloads = [
      { type: "trade", price: "1" },
      { type: "block_trade", price: "2" },
      { type: "change", side: "bid", price: "3" },
      { beat: 4 },
      // The name of the message in the document is no value on the wire.
      { type: "heartbeat", beat: 5 },
    ];
    for (const payload of payloads) await wire.send({ address: "/v1/market/btcusd", headers: {}, payload: JSON.stringify(payload) }, { name: "market" });
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).toEqual(["trade is trade", "block_trade is trade", "change is change", "heartbeat", 'unknown {"type":"heartbeat","beat":5}']);
  });
});
