import { describe, expect, it } from "vitest";
import { RecentIds } from "../../packages/runtime/src/recent-ids.js";

describe("the ids of a peer", () => {
  it("are each good once, whether they are counted or not", () => {
    const ids = new RecentIds();
    for (const id of ["1", "2", "a", "4", "3", "5", "01", "1.0", "-1", "0", "9007199254740993"]) expect(ids.add(id), id).toBe(true);
    for (const id of ["1", "2", "a", "4", "3", "5", "01", "1.0", "-1", "0", "9007199254740993"]) expect(ids.add(id), id).toBe(false);
    expect(ids.add("6")).toBe(true);
  });

  it("are remembered for a bounded number that are not counted, and for all that are", () => {
    const ids = new RecentIds();
    for (let id = 1; id <= 5_000; id += 1) ids.add(String(id));
    for (let id = 1; id <= 5_000; id += 1) ids.add(`x${id}`);
    expect(ids.add("1")).toBe(false);
    expect(ids.add("x5000")).toBe(false);
    expect(ids.add("x1")).toBe(true);
  });
});
