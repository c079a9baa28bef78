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

test("what followed a refused notification is sent again after it, in order, and once", async () => {
  const { mine, function: server, clock } = await established();
  for (const candidate of ["a", "b"]) mine.notify("mcandidate", { candidate });
  await clock.advance(0);
  server.peer.notify("refused", rateLimited(2, 1));
  server.peer.notify("refused", rateLimited(3, 2));
  await clock.advance(0);
  mine.notify("mcandidate", { candidate: "c" });
  await clock.advance(10_000);
  expect(server.notifications.map(({ candidate, seq }) => [candidate, seq])).toEqual([["a", 2], ["b", 3], ["c", 4], ["a", 5], ["b", 6], ["c", 7]]);
});

test("what the program refuses counts: eight times in a minute end the connection", async () => {
  const { function: server, clock, terminal } = await established();
  for (let count = 0; count < 8; count += 1) server.peer.notify("refused", rateLimited(count));
  await clock.advance(0);
  expect(server.sent.at(-1)).toMatchObject({ method: "goaway", cause: { reason: "protocol-error" } });
  expect(terminal.closed).toMatchObject([{ reason: "protocol-error" }]);
});
