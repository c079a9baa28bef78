import { describe, expect, it } from "vitest";
import { memoryRecordStore } from "../../../packages/reference-server/src/conference/store/memory-record-store.js";
import { openUnits } from "../../../packages/reference-server/src/conference/store/unit.js";
import { openRooms, room, watchedStore } from "./units.js";
import type { Room } from "./units.js";

describe("a unit", () => {
  it("is in the store when its promise is fulfilled, and is found there by the next start", async () => {
    const store = memoryRecordStore();
    const { units, rooms } = await openRooms(store);
    expect(await units.unit(() => { rooms.put("a", room("a")); return rooms.size; })).toBe(1);
    expect([...(await openRooms(store)).rooms.values()]).toEqual([room("a")]);
  });

  it("is undone whole when its work throws: values, order, partitions", async () => {
    const { units, rooms, put, ids } = await openRooms();
    await put(room("a"), room("b"), room("c", 3, "red"));
    const failed = units.unit(() => {
      rooms.delete("a");
      rooms.put("b", room("b", 9, "red"));
      rooms.put("d", room("d"));
      rooms.put("a", room("a", 5));
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect(ids()).toEqual(["a", "b", "c"]);
    expect(rooms.get("b")).toEqual(room("b"));
    expect(rooms.inPartition("blue")).toEqual([room("a"), room("b")]);
    expect(rooms.inPartition("red")).toEqual([room("c", 3, "red")]);
  });

  it("is undone whole in the lists of owners, too", async () => {
    const units = await openUnits(memoryRecordStore());
    const rooms = units.table<Room>({ name: "owned-room", owner: ({ house }) => house });
    await units.unit(() => { for (const one of [room("a"), room("b"), room("c", 3, "red")]) rooms.put(one.id, one); });
    const failed = units.unit(() => {
      rooms.put("a", room("a", 1, "red"));
      rooms.delete("c");
      expect([rooms.ofOwner("blue"), rooms.ofOwner("red")]).toEqual([[room("b")], [room("a", 1, "red")]]);
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect([rooms.ofOwner("blue"), rooms.ofOwner("red")]).toEqual([[room("a"), room("b")], [room("c", 3, "red")]]);
  });

  it("is undone when the store does not take it, and its effects are not done", async () => {
    const { store, wishes } = watchedStore();
    const { units, rooms, put } = await openRooms(store);
    await put(room("a"));
    wishes.fail = new Error("the disk is full");
    const done: string[] = [];
    const failed = units.unit(() => {
      rooms.put("a", room("a", 7));
      units.afterCommit(() => done.push("effect"));
    });
    await expect(failed).rejects.toThrow("the disk is full");
    expect(rooms.get("a")).toEqual(room("a"));
    expect(done).toEqual([]);
    delete wishes.fail;
    await put(room("b"));
    expect((await openRooms(store)).ids()).toEqual(["a", "b"]);
  });

  it("does its effects after the commit, in order, and before its promise is fulfilled", async () => {
    const { store, commits } = watchedStore();
    const { units, rooms } = await openRooms(store);
    const seen: string[] = [];
    await units.unit(() => {
      units.afterCommit(() => seen.push(`first, ${commits.length} commit`));
      rooms.put("a", room("a"));
      units.afterCommit(() => seen.push("second"));
    });
    expect(seen).toEqual(["first, 1 commit", "second"]);
  });

  it("waits for those before it and shares their commit", async () => {
    const { store, commits, wishes } = watchedStore();
    const { units, rooms, put } = await openRooms(store);
    let open = (): void => undefined;
    wishes.gate = new Promise((opened) => { open = opened; });
    const first = put(room("a"));
    const rest = ["b", "c", "d"].map((id) => put(room(id, rooms.size)));
    const thrown = units.unit(() => { rooms.put("e", room("e")); throw new Error("e"); });
    open();
    await Promise.all([first, ...rest, expect(thrown).rejects.toThrow("e")]);
    expect(commits.map((changes) => changes.map(({ key }) => key))).toEqual([["a", "b", "c", "d"]]);
  });

  it("is undone with those that shared its commit", async () => {
    const { store, wishes } = watchedStore();
    const { put, ids } = await openRooms(store);
    wishes.fail = new Error("the disk is full");
    const all = await Promise.allSettled([put(room("a")), put(room("b"))]);
    expect(all.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(ids()).toEqual([]);
  });

  it("runs the hooks within it; what they change and throw is part of it", async () => {
    const { store, commits } = watchedStore();
    const { units, rooms, put } = await openRooms(store);
    const told = units.table<{ readonly n: number }>({ name: "told" });
    units.beforeCommit((touched) => {
      for (const { key, before, after } of touched.records(rooms)) told.put(`${key} ${before?.seats} ${after?.seats}`, { n: told.size });
      if (rooms.size > 1) throw new Error("one room at most");
    });
    const partitions: string[][] = [];
    units.beforeCommit((touched) => partitions.push([...touched.partitions()]));
    await units.unit(() => { rooms.put("a", room("a", 1, "red")); rooms.put("a", room("a", 2)); });
    await units.unit(() => rooms.size);
    await expect(put(room("b"))).rejects.toThrow("one room at most");
    expect(commits.map((changes) => changes.map(({ table, key }) => `${table} ${key}`))).toEqual([["room a", "room a", "told a undefined 2"]]);
    expect(partitions).toEqual([["red", "blue"]]);
    expect([...told.values()]).toEqual([{ n: 0 }]);
  });

  it("is the only place for changes, and holds no other unit", async () => {
    const { units, rooms } = await openRooms();
    expect(() => rooms.put("a", room("a"))).toThrow("outside a unit");
    expect(() => units.afterCommit(() => undefined)).toThrow("outside a unit");
    await expect(units.unit(async () => undefined)).rejects.toThrow("asynchronous");
    expect(() => units.table({ name: "room" })).toThrow("already");
  });
});

describe("a read", () => {
  it("waits for a commit under way, and so never sees what is taken back", async () => {
    const { store, wishes } = watchedStore();
    const { units, rooms, put } = await openRooms(store);
    wishes.fail = new Error("the disk is full");
    const failed = expect(put(room("a"))).rejects.toThrow();
    const seen = await units.read(() => rooms.size);
    await failed;
    expect(seen).toBe(0);
  });
});

describe("joining", () => {
  it("makes several units one commit, after which their effects are done", async () => {
    const { store, commits } = watchedStore();
    const { units, put, rooms } = await openRooms(store);
    const seen: string[] = [];
    await units.joining(async () => {
      await put(room("a"));
      await Promise.resolve();
      await units.unit(() => { rooms.put("b", room("b")); units.afterCommit(() => seen.push("effect")); });
      seen.push(`${await units.read(() => rooms.size)} seen from within, ${commits.length} commits`);
    });
    expect(seen).toEqual(["2 seen from within, 0 commits", "effect"]);
    expect(commits.map((changes) => changes.map(({ key }) => key))).toEqual([["a", "b"]]);
  });

  it("undoes all of them when the work rejects, and one of them when that one throws", async () => {
    const { units, rooms, put, ids } = await openRooms();
    const failed = units.joining(async () => { await put(room("a")); throw new Error("no"); });
    await expect(failed).rejects.toThrow("no");
    expect(ids()).toEqual([]);
    await units.joining(async () => {
      await put(room("b"));
      await units.unit(() => { rooms.put("c", room("c")); throw new Error("c"); }).catch(() => undefined);
    });
    expect(ids()).toEqual(["b"]);
  });

  it("keeps others waiting from its first unit on, and not before", async () => {
    const { units, rooms, put, ids } = await openRooms();
    let go = (): void => undefined;
    const gone = new Promise<void>((pass) => { go = pass; });
    const joined = units.joining(async () => {
      await gone;
      await put(room("b"));
      await new Promise((later) => { setTimeout(later, 1); });
      await put(room("c"));
    });
    await put(room("a"));
    go();
    await Promise.resolve();
    await Promise.all([joined, put(room("d")), units.read(() => rooms.size).then((size) => expect(size).not.toBe(2))]);
    expect(ids()).toEqual(["a", "b", "c", "d"]);
  });

  it("is over when its work is: what that left running joins nothing", async () => {
    const { store, commits } = watchedStore();
    const { units, put } = await openRooms(store);
    let late: Promise<void> | undefined;
    await units.joining(async () => {
      await put(room("a"));
      late = new Promise<void>((later) => { setTimeout(later, 1); }).then(() => put(room("b")));
    });
    await late;
    expect(commits.map((changes) => changes.map(({ key }) => key))).toEqual([["a"], ["b"]]);
  });
});

describe("closing", () => {
  it("waits for what is under way and refuses what comes later", async () => {
    const { store, commits } = watchedStore();
    const { units, put } = await openRooms(store);
    const before = put(room("a"));
    await Promise.all([units.close(), units.close()]);
    await before;
    expect(commits).toHaveLength(1);
    await expect(put(room("b"))).rejects.toThrow("closed");
  });
});
