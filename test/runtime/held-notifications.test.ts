import { expect, test } from "vitest";
import { established } from "./peer-pair.js";

const rateLimited = (seq: number, retryAfter?: number) => ({
  about: { method: "mcandidate", kind: "notification", session: "s1", seq },
  problemDetails: { type: "https://problems.example/rate-limited", ...(retryAfter === undefined ? {} : { retryAfter }) },
});

test("a notification that is refused for a time is sent again after it, under a new count", async () => {
  const { mine, function: server, clock } = await established();
  mine.notify("mcandidate", { candidate: "a" });
  await clock.advance(0);
  server.peer.notify("refused", rateLimited(2, 1.5));
  await clock.advance(1_499);
  expect(server.notifications).toHaveLength(1);
  await clock.advance(1);
  expect(server.notifications).toMatchObject([
    { candidate: "a", seq: 2 },
    { candidate: "a", seq: 3 },
  ]);
});

test("a notification that is refused for good is not sent again", async () => {
  const { mine, function: server, clock } = await established();
  mine.notify("mcandidate", { candidate: "a" });
  await clock.advance(0);
  server.peer.notify("refused", rateLimited(2));
  await clock.advance(10_000);
  expect(server.notifications).toHaveLength(1);
});

test("a notification of a session that has ended meanwhile is dropped", async () => {
  const { mine, terminal, function: server, clock } = await established();
  mine.notify("mcandidate", { candidate: "a" });
  await clock.advance(0);
  server.peer.notify("refused", rateLimited(2, 1));
  await mine.request("mdisc", { cause: { reason: "normal" } });
  await clock.advance(1_000);
  expect(server.notifications).toHaveLength(1);
  expect(terminal.peer.counters.dropped).toBe(1);
});
