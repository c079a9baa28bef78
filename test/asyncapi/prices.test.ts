import { connectWs } from "@parley/runtime/ws";
import { describe, expect, it } from "vitest";
import { connectPricesClient, startPricesServer, type Change, type Trade } from "./prices/gen/index.js";
import { later, listen } from "./web-sockets.js";

describe("market data over WebSocket", () => {
  it("comes to the typed handlers of who listens to one symbol, each message to its own", async () => {
    const opened = later<string>();
    await using server = await listen((transport, url) => {
      opened.come(url);
      void startPricesServer(transport).then(async (market) => {
        const at = { symbol: "btcusd" } as const;
        await market.marketData({ type: "block_trade", price: "60000.00" }, { at });
        await market.heartbeat({ beat: 1 }, { at });
        await market.marketData({ type: "change", side: "ask", price: "60001.00" }, { at });
      });
    });
    const all: (Trade | Change | number)[] = [];
    const enough = later<void>();
    const take = (message: Trade | Change | number): void => {
      if (all.push(message) === 3) enough.come();
    };
    await using _client = await connectPricesClient(
      {
        marketData: (message, { parameters, message: name }) => {
          expect(parameters).toEqual({ symbol: "btcusd" });
          expect(name).toBe(message.type === "change" ? "change" : "trade");
          take(message);
        },
        heartbeat: ({ beat }) => take(beat),
        onInvalid: (message) => { throw new Error(JSON.stringify(message)); },
        onUnknown: (message) => { throw new Error(JSON.stringify(message)); },
      },
      { url: server.url, open: connectWs, channels: { market: { symbol: "btcusd" } }, query: { heartbeat: true } },
    );
    await enough.value;
    expect(all).toEqual([{ type: "block_trade", price: "60000.00" }, 1, { type: "change", side: "ask", price: "60001.00" }]);
    expect(await opened.value).toBe("/v1/market/btcusd?heartbeat=true");
  });
});
