import { manualClock, systemClock } from "@parley/runtime";
import { expect, test } from "vitest";

test("a manual clock runs what is due, in the order of its time, and lets promises settle between", async () => {
  const clock = manualClock(1_000);
  const ran: string[] = [];
  clock.after(20, () => ran.push(`late ${clock.now()}`));
  clock.after(10, () => {
    void Promise.resolve().then(() => clock.after(5, () => ran.push(`between ${clock.now()}`)));
  });
  await clock.advance(20);
  expect(ran).toEqual(["between 1015", "late 1020"]);
});

test("a manual clock forgets what was cancelled", async () => {
  const clock = manualClock();
  const cancel = clock.after(10, () => expect.unreachable());
  cancel();
  expect(clock.pending).toBe(0);
  await clock.advance(20);
});

test("the system's clock can be cancelled too", async () => {
  const cancel = systemClock.after(0, () => expect.unreachable());
  cancel();
  await new Promise((resolve) => systemClock.after(5, () => resolve(undefined)));
});
