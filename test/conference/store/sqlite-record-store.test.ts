import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSqliteRecordStore } from "../../../packages/reference-server/src/conference/store/sqlite-record-store.js";
import { StoreError } from "../../../packages/reference-server/src/conference/store/store-error.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { openRooms, room } from "./units.js";

async function open(path: string) {
  const store = await openSqliteRecordStore(path);
  let closed = false;
  const close = async (): Promise<void> => { if (!closed) { closed = true; await store.close(); } };
  onTestFinished(close);
  return { ...await openRooms(store), close };
}

/** A whole store with two rooms in it. */
async function madeStore(): Promise<string> {
  const path = join(temporaryFolder(), "conference.db");
  const { put, close } = await open(path);
  await put(room("a"), room("b"));
  await close();
  return path;
}

async function faultOf(path: string): Promise<StoreError> {
  const error: unknown = await open(path).then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof StoreError)) throw new Error(`opened, or failed otherwise: ${String(error)}`);
  return error;
}

describe("a store on disk", () => {
  it("is one file after it is closed, and says the same when it is opened again", async () => {
    const path = join(temporaryFolder(), "deep/down/conference.db");
    const { units, rooms, put, close } = await open(path);
    await put(room("a"), room("b"), room("c"));
    await units.unit(() => { rooms.put("a", room("a", 5)); rooms.delete("b"); });
    await units.unit(() => rooms.put("b", room("b", 2, "ünïcode \u{1f600}")));
    await close();
    expect(readdirSync(join(path, ".."))).toEqual(["conference.db"]);
    const again = await open(path);
    expect([...again.rooms.values()]).toEqual([room("a", 5), room("c"), room("b", 2, "ünïcode \u{1f600}")]);
  });

  it("keeps what was committed when nothing else was done, and nothing of a commit that broke off", async () => {
    const path = join(temporaryFolder(), "conference.db");
    const { put } = await open(path);
    await put(room("a"));
    await put(...Array.from({ length: 40 }, (_, at) => room(`b${at}`, at, "a house with a long name, so that the commit has several pages".repeat(10))));
    const copy = join(temporaryFolder(), "conference.db");
    const log = readFileSync(`${path}-wal`);
    const sizes: number[] = [];
    for (let length = log.length; length >= 0; length -= 3_000) {
      copyFileSync(path, copy);
      writeFileSync(`${copy}-wal`, log.subarray(0, length));
      const { ids, close } = await open(copy);
      sizes.push(ids().length);
      await close();
    }
    expect([...new Set(sizes)]).toEqual([41, 1, 0]);
  });

  it("takes an empty file for a new one, and starts anew over what is left of a start that broke off", async () => {
    const folder = temporaryFolder({ "conference.db": "", "conference.db.new": "half a file", "conference.db.new-journal": "x", "conference.db-wal": "of a file that was removed" });
    const { put, ids } = await open(join(folder, "conference.db"));
    await put(room("a"));
    expect(ids()).toEqual(["a"]);
    expect(existsSync(join(folder, "conference.db.new"))).toBe(false);
  });
});

describe("a file that is no store of ours", () => {
  it("is told and left as it is: a text, a short file, the database of another program", async () => {
    const other = await madeStore();
    const changed = readFileSync(other);
    changed.writeUInt32BE(7, 68);
    for (const content of ["This is a letter to my aunt, and she will not be happy when it is gone. ".repeat(5), "hi", changed]) {
      const path = join(temporaryFolder({ "letter.txt": content }), "letter.txt");
      const { fault, message } = await faultOf(path);
      expect([fault, message]).toEqual(["not-a-store", `"${path}" is not a store of this server and was left as it is: name another file.`]);
      expect(readFileSync(path)).toEqual(Buffer.from(content));
      expect(readdirSync(join(path, ".."))).toEqual(["letter.txt"]);
    }
  });

  it("of a later release is told", async () => {
    const path = await madeStore();
    const later = readFileSync(path);
    later.writeUInt32BE(12, 60);
    writeFileSync(path, later);
    const { fault, message } = await faultOf(path);
    expect([fault, message]).toEqual(["newer", `The store "${path}" has version 12, made by a later release; this one reads up to 1: start the later release, or name another file.`]);
  });

  it("that is damaged is told", async () => {
    const path = await madeStore();
    const whole = readFileSync(path);
    writeFileSync(path, whole.subarray(0, whole.length - 4_096));
    expect(await faultOf(path)).toMatchObject({ fault: "damaged", message: expect.stringContaining("name another file to begin anew") as string });
    writeFileSync(path, Buffer.concat([whole.subarray(0, 4_096), Buffer.alloc(whole.length - 4_096, 65)]));
    expect((await faultOf(path)).fault).toBe("damaged");
  });

  it("or a place where no file can be is told", async () => {
    const folder = temporaryFolder({ file: "x" });
    mkdirSync(join(folder, "folder"));
    expect((await faultOf(join(folder, "file/conference.db"))).fault).toBe("not-writable");
    expect((await faultOf(join(folder, "folder"))).fault).toBe("not-writable");
  });
});

describe("the lock", () => {
  it("keeps a second server out, and is gone when the first has closed", async () => {
    const path = join(temporaryFolder(), "conference.db");
    const { close } = await open(path);
    expect(await faultOf(path)).toMatchObject({ fault: "in-use", message: expect.stringContaining(`is in use by process ${process.pid}: stop that, or name another file`) as string });
    await close();
    await open(path);
  });

  it("of a process that was killed is in nobody's way; of a living one it is", async () => {
    const path = join(temporaryFolder(), "conference.db");
    const child = await holding(path);
    expect(await faultOf(path)).toMatchObject({ fault: "in-use", message: expect.stringContaining(`process ${child.pid}`) as string });
    const ended = new Promise((heard) => { child.once("exit", heard); });
    child.kill("SIGKILL");
    await ended;
    expect(existsSync(`${path}.holder`)).toBe(true);
    const { ids } = await open(path);
    expect(ids()).toEqual(["of the child"]);
  });

  it("left by a process with our number, or with a number that another has now, is in nobody's way", async () => {
    const path = await madeStore();
    for (const left of [{ process: process.pid }, { process: 1, began: "before the last start of the machine" }]) {
      writeFileSync(`${path}.holder`, JSON.stringify({ host: hostname(), id: "left", ...left }));
      const { close } = await open(path);
      await close();
    }
    writeFileSync(`${path}.holder`, "not readable");
    await (await open(path)).close();
  });

  it("of another host holds", async () => {
    const path = await madeStore();
    writeFileSync(`${path}.holder`, JSON.stringify({ host: "elsewhere", process: 5, id: "x" }));
    expect(await faultOf(path)).toMatchObject({ fault: "in-use", message: expect.stringContaining(`process 5 of host "elsewhere"`) as string });
    rmSync(`${path}.holder`);
    await open(path);
  });
});

/** A child process that has the store open and has put one room. */
async function holding(path: string) {
  const built = new URL("../../../packages/reference-server/dist/conference/store/", import.meta.url).href;
  const program = `
    const { openSqliteRecordStore } = await import(${JSON.stringify(`${built}sqlite-record-store.js`)});
    const store = await openSqliteRecordStore(${JSON.stringify(path)});
    await store.commit([{ kind: "put", table: "room", key: "of the child", value: { id: "of the child", house: "blue", seats: 1 } }]);
    console.log("open");
    setInterval(() => undefined, 1_000);
  `;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((heard) => { child.stdout.once("data", heard); });
  return child;
}
