import { expect, it } from "vitest";
import { arrive, signedIn } from "./peer-pair.js";

it("gives up a peer that asks and does not read: what lies unsent is bounded", async () => {
  const made = await signedIn();
  Object.defineProperty(made.function.transport, "bufferedAmount", { get: () => made.function.sent.length * 100_000 });
  for (let asked = 0; asked < 60; asked += 1) void made.terminal.peer.request("ping", {}).catch(() => undefined);
  await arrive(made.clock);
  expect(made.function.closed).toMatchObject([{ reason: "not-acknowledged" }]);
  expect(made.function.sent.length).toBeLessThan(60);
});
