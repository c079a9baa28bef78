import { memoryRecordStore, openConferenceDesk } from "@parley/reference-server";
import type { RecordStore } from "@parley/reference-server";
import { manualClock } from "@parley/runtime";
import { describe, expect, it } from "vitest";
import { dueTimes } from "../../packages/reference-server/src/conference/due-times.js";
import { OrderedValues } from "../../packages/reference-server/src/conference/ordered-values.js";
import { Random } from "../differential/random.js";
import { conferenceWorld, uriBase } from "./world.js";

describe("due times", () => {
  it("give what is due, the earliest first, each once", () => {
    const times = dueTimes();
    for (const [key, at] of [["b", 20], ["a", 10], ["c", 30], ["a", 15], ["c", 5]] as const) times.put(key, at);
    expect([times.take(4), times.take(10), times.take(100), times.take(100)]).toEqual([[], ["c", "a"], ["b"], []]);
  });

  it("are those of a list that is searched, whatever comes", () => {
    const random = new Random(7);
    const times = dueTimes();
    const list = new Map<string, number>();
    for (let now = 0; now < 2_000; now += 1) {
      const [key, at] = [`k${random.below(50)}`, now + random.below(100)];
      times.put(key, at);
      list.set(key, Math.min(list.get(key) ?? Infinity, at));
      const due = [...list].filter(([, time]) => time <= now).map(([name]) => name);
      for (const name of due) list.delete(name);
      expect([...times.take(now)].sort()).toEqual(due.sort());
    }
  });

  it("come again where the store did not take what they led to", async () => {
    const kept = memoryRecordStore();
    let isFull = false;
    const store: RecordStore = { ...kept, commit: (changes) => (isFull ? Promise.reject(new Error("The disk is full.")) : kept.commit(changes)) };
    const clock = manualClock(Date.UTC(2026, 2, 2));
    const desk = await openConferenceDesk({ store, uriBase, clock });
    const { alice } = conferenceWorld({ desk });
    const { id: conferenceId } = await alice.createConference({ body: { idleTimeout: 60 } });
    await clock.advance(60_000);
    isFull = true;
    await expect(desk.passTime()).rejects.toThrow("The disk is full.");
    isFull = false;
    await desk.passTime();
    expect(await alice.getConference({ conferenceId })).toMatchObject({ state: "ended" });
    await desk.close();
  });
});

it("the median of ordered values is that of sorted ones, as they come and go", () => {
  const random = new Random(11);
  const values = new OrderedValues();
  const list: number[] = [];
  for (let step = 0; step < 1_000; step += 1) {
    if (random.below(10) < 4 && list.length > 0) values.delete(list.splice(random.below(list.length), 1)[0] ?? 0);
    else {
      const value = random.below(20);
      values.add(value);
      list.push(value);
    }
    const sorted = [...list].sort((a, b) => a - b);
    const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
    expect(values.median).toBe(low === undefined || high === undefined ? undefined : (low + high) / 2);
  }
});
