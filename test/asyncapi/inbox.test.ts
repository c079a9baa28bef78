import { MemoryBroker, type WireMessage } from "@parley/runtime/messages";
import { describe, expect, it } from "vitest";
import { startInboxClient, startInboxServer } from "./inbox/gen/index.js";

const faults = {
  onInvalid: (message: object): never => { throw new Error(JSON.stringify(message)); },
  onUnknown: (message: object): never => { throw new Error(JSON.stringify(message)); },
};

describe("a dynamic reply address", () => {
  it("is told by the request, and the answer goes there and nowhere else", async () => {
    const broker = new MemoryBroker();
    const passed: WireMessage[] = [];
    for (const address of ["questions/{topic}", "inbox/{name}"]) await broker.connect().subscribe(address, (message) => void passed.push(message), { name: "all" });
    await using _server = await startInboxServer(broker.connect(), {
      ...faults,
      ask: ({ text }, { parameters: { topic }, headers: { replyTo } }) => ({ text: `${text} Of ${topic ?? "weather"}, to ${replyTo}.` }),
    });
    await using anna = await startInboxClient(broker.connect(), faults, { channels: { answers: "inbox/anna" } });
    await using berta = await startInboxClient(broker.connect(), faults, { channels: { answers: "inbox/berta" } });
    const [one, other] = await Promise.all([anna.ask({ text: "Rain?" }), berta.ask({ text: "Late?" }, { at: { topic: "trains" } })]);
    expect(one).toEqual({ text: "Rain? Of weather, to inbox/anna." });
    expect(other).toEqual({ text: "Late? Of trains, to inbox/berta." });
    expect(passed.map(({ address }) => address).sort()).toEqual(["inbox/anna", "inbox/berta", "questions/trains", "questions/weather"]);
  });
});
