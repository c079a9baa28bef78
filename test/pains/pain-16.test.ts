import { MemoryBroker, type WireMessage } from "@parley/runtime/messages";
import { describe, expect, it } from "vitest";
import { startInboxClient, startInboxServer } from "../asyncapi/inbox/gen/index.js";
import { startSumsClient, startSumsServer } from "../asyncapi/sums/gen/index.js";

const faults = {
  onInvalid: (message: object): never => { throw new Error(JSON.stringify(message)); },
  onUnknown: (message: object): never => { throw new Error(JSON.stringify(message)); },
};

// asyncapi/generator#1547, PR#1809; lerenn#1, #145
describe("pain 16: reply and correlationId are read, and no call that can be awaited comes of them", () => {
  it("a request is a promise of its own reply, whichever comes first", async () => {
    const broker = new MemoryBroker();
    const order: number[] = [];
    await using _server = await startSumsServer(broker.connect(), {
      ...faults,
      sum: async (numbers) => {
        // The first asked is the last answered.
        for (let turn = 0; turn < 10 * (3 - numbers.length); turn += 1) await Promise.resolve();
        order.push(numbers.length);
        return numbers.reduce((sum, each) => sum + each, 0);
      },
    });
    await using client = await startSumsClient(broker.connect(), faults);
    expect(await Promise.all([client.sum([5]), client.sum([5, 6]), client.sum([5, 6, 7])])).toEqual([5, 11, 18]);
    expect(order).toEqual([3, 2, 1]);
  });

  it("also where the request says by itself where the reply goes", async () => {
    const broker = new MemoryBroker();
    const replies: WireMessage[] = [];
    await broker.connect().subscribe("desk/{number}", (message) => void replies.push(message), { name: "all" });
    await using _server = await startInboxServer(broker.connect(), { ...faults, ask: ({ text }) => ({ text: text.toUpperCase() }) });
    await using client = await startInboxClient(broker.connect(), faults, { channels: { answers: "desk/7" } });
    expect(await client.ask({ text: "when?" })).toEqual({ text: "WHEN?" });
    expect(replies.map(({ address }) => address)).toEqual(["desk/7"]);
  });
});
