import { manualClock } from "@parley/runtime";
import { memoryLimitStore, refuse } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";
import { type Answered, notesWorld } from "./notes-world.js";

const policy = { name: "default", quota: 3, window: 60 };
const body = { text: "hello" };

function limited(more: Parameters<typeof notesWorld>[0] = {}, instead?: Parameters<typeof notesWorld>[1]) {
  const clock = manualClock();
  const world = notesWorld({ limits: { policy, store: memoryLimitStore({ clock }) }, ...more }, instead);
  let count = 0;
  const add = (token = "alice") => world.ask("POST", "/notes", { key: `key-number-${(count += 1)}`, body, token });
  return { ...world, clock, add };
}

const told = ({ status, headers }: Answered) => [status, headers.get("ratelimit"), headers.get("ratelimit-policy"), headers.get("retry-after")];
const stated = '"default";q=3;w=60';

describe("a limit", () => {
  it("is told with each answer, and ends in 429 until there is more", async () => {
    const { add, clock, calls } = limited();
    expect([told(await add()), told(await add()), told(await add())]).toEqual([
      [201, '"default";r=2;t=20', stated, null],
      [201, '"default";r=1;t=40', stated, null],
      [201, '"default";r=0;t=60', stated, null],
    ]);
    const refused = await add();
    expect(told(refused)).toEqual([429, '"default";r=0;t=20', stated, "20"]);
    expect(refused.body).toEqual({ type: "about:blank", title: "Too Many Requests", status: 429, retryAfter: 20 });
    await clock.advance(19_000);
    expect(told(await add())).toEqual([429, '"default";r=0;t=1', stated, "1"]);
    await clock.advance(1_000);
    expect(told(await add())).toEqual([201, '"default";r=0;t=60', stated, null]);
    await clock.advance(3_600_000);
    expect(told(await add())).toEqual([201, '"default";r=2;t=20', stated, null]);
    expect(calls.length).toBe(5);
  });

  it("is each caller's own", async () => {
    const { add } = limited();
    for (let count = 0; count < 3; count += 1) await add();
    expect([(await add()).status, (await add("bob")).status]).toEqual([429, 201]);
  });

  it("is told with problems too, and with a stored answer as it is now", async () => {
    const { ask } = limited();
    expect(told(await ask("POST", "/notes", { body }))).toEqual([422, '"default";r=2;t=20', stated, null]);
    await ask("POST", "/notes", { key: "key-number-1", body });
    const again = await ask("POST", "/notes", { key: "key-number-1", body });
    expect([...told(again), again.headers.get("idempotency-replayed")]).toEqual([201, '"default";r=0;t=60', stated, null, "true"]);
  });

  it("is for operations that declare 429 only", async () => {
    const { ask } = limited();
    for (let count = 0; count < 5; count += 1) expect(told(await ask("GET", "/notes/a"))).toEqual([200, null, null, null]);
  });

  it("costs nothing where the caller is not let in", async () => {
    const { ask, add } = limited();
    for (let count = 0; count < 5; count += 1) expect((await ask("POST", "/notes", { token: "alice:weak", body })).status).toBe(403);
    expect((await add()).status).toBe(201);
  });

  it("may be the implementation's own: the headers that the document demands are there", async () => {
    const own = () => refuse("rate-limited", { retryAfter: 7 });
    expect(told(await notesWorld({}, own).ask("POST", "/notes", { key: "key-number-1", body }))).toEqual([429, '"default";r=0;t=7', '"default";q=1;w=7', "7"]);
    expect(told(await limited({}, own).add())).toEqual([429, '"default";r=0;t=7', stated, "7"]);
    const silent = () => refuse("rate-limited");
    expect(told(await notesWorld({}, silent).ask("POST", "/notes", { key: "key-number-1", body }))).toEqual([429, '"default";r=0;t=1', '"default";q=1;w=1', "1"]);
  });

  it.each([{ name: 'a"b' }, { quota: 0 }, { window: 1.5 }, { quota: Number.POSITIVE_INFINITY }])("has a policy that headers can tell: %j", (wrong) => {
    expect(() => notesWorld({ limits: { policy: { ...policy, ...wrong } } })).toThrow(RangeError);
  });

  it("of quotas that do not divide the window evenly grants the whole quota, no more", () => {
    for (const quota of [1, 3, 7, 9, 11, 700]) {
      const { take } = memoryLimitStore({ clock: manualClock(1_234_567_890_123) });
      const granted = Array.from({ length: quota + 5 }, () => take({ caller: "a", policy: { name: "p", quota, window: 10 } })) as { granted: boolean; remaining: number }[];
      expect(granted.filter((each) => each.granted).map(({ remaining }) => remaining)).toEqual(Array.from({ length: quota }, (_, index) => quota - 1 - index));
    }
  });

  it("forgets who was idle longest beyond the callers that it knows", () => {
    const { take } = memoryLimitStore({ mostCallers: 2, clock: manualClock() });
    const one = { name: "p", quota: 1, window: 10 };
    const granted = ["a", "b", "a", "c", "b", "a"].map((caller) => (take({ caller, policy: one }) as { granted: boolean }).granted);
    expect(granted).toEqual([true, true, false, true, false, true]);
  });
});
