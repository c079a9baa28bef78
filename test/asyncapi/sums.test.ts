import { DeadlineError, manualClock } from "@parley/runtime";
import type { MessageTransport, WireMessage } from "@parley/runtime/messages";
import { describe, expect, it } from "vitest";
import { startSumsClient, startSumsServer } from "./sums/gen/index.js";

/** As much of a client library of a broker as a program meets: topics, and headers that are texts. */
class FakeKafka {
  readonly #consumers = new Map<string, ((record: Rec) => void)[]>();
  readonly records: Rec[] = [];

  produce(record: Rec): void {
    this.records.push(record);
    for (const consume of this.#consumers.get(record.topic) ?? []) queueMicrotask(() => consume(record));
  }

  consume(topic: string, consumer: (record: Rec) => void): void {
    this.#consumers.set(topic, [...(this.#consumers.get(topic) ?? []), consumer]);
  }
}

interface Rec {
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string | Uint8Array;
}

/** All that it takes to bring messages over another wire. */
function kafkaTransport(kafka: FakeKafka): MessageTransport {
  return {
    send: ({ address, headers, payload, contentType }) => {
      const texts = Object.fromEntries(Object.entries({ ...headers, "content-type": contentType }).map(([name, value]) => [name, String(value)]));
      kafka.produce({ topic: address, headers: texts, value: payload });
    },
    subscribe: (address, receive) => {
      kafka.consume(address, ({ topic, headers: { "content-type": contentType = "application/json", ...headers }, value }) => {
        const message: WireMessage = { address: topic, headers, payload: value, contentType };
        receive(message);
      });
      return () => {};
    },
    close: () => Promise.resolve(),
  };
}

const faults = {
  onInvalid: (message: object): never => { throw new Error(JSON.stringify(message)); },
  onUnknown: (message: object): never => { throw new Error(JSON.stringify(message)); },
};

describe("a request with its reply, over a transport of one's own", () => {
  it("is a call that is awaited: the header has the correlation id, and two at once are not mixed up", async () => {
    const kafka = new FakeKafka();
    await using _server = await startSumsServer(kafkaTransport(kafka), {
      ...faults,
      sum: async (numbers, { headers }) => {
        if (headers.tenant === "slow") await new Promise((resolve) => setTimeout(resolve, 5));
        return numbers.length === 0 ? "There is nothing to add." : numbers.reduce((sum, each) => sum + each, 0);
      },
    });
    await using client = await startSumsClient(kafkaTransport(kafka), faults);
    const [slow, quick] = await Promise.all([client.sum([1, 2], { headers: { tenant: "slow" } }), client.sum([3, 4])]);
    expect([slow, quick]).toEqual([3, 7]);
    expect(await client.sum([])).toBe("There is nothing to add.");
    expect(kafka.records.map(({ topic }) => topic).sort()).toEqual(["sums.answered", "sums.answered", "sums.answered", "sums.asked", "sums.asked", "sums.asked"]);
    const ids = new Set(kafka.records.map(({ headers }) => headers["correlationId"]));
    expect(ids.size).toBe(3);
    expect(kafka.records.at(-1)).toMatchObject({ headers: { "content-type": "text/plain" }, value: "There is nothing to add." });
  });

  it("ends with its deadline, its signal or its party", async () => {
    const clock = manualClock();
    const client = await startSumsClient(kafkaTransport(new FakeKafka()), faults, { clock });
    const late = expect(client.sum([1], { deadline: 1_000 })).rejects.toThrow(DeadlineError);
    await clock.advance(1_000);
    await late;
    const controller = new AbortController();
    const given = client.sum([1], { signal: controller.signal });
    controller.abort(new Error("not needed"));
    await expect(given).rejects.toThrow("not needed");
    const waiting = expect(client.sum([1])).rejects.toThrow("closed");
    await new Promise((resolve) => setImmediate(resolve));
    await client.close();
    await waiting;
    expect(clock.pending).toBe(0);
  });
});
