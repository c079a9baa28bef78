import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.js";

const program = fileURLToPath(new URL("../../../packages/reference-server/dist/main.js", import.meta.url));

/** The program in a folder: what it prints first, and its end. */
async function run(folder: string, ...options: readonly string[]) {
  const child = spawn(process.execPath, [program, "--port", "0", ...options], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<number | null>((heard) => { child.once("close", heard); });
  const printed = await new Promise<string>((heard) => {
    for (const output of [child.stdout, child.stderr]) output.once("data", (chunk: Buffer) => heard(chunk.toString()));
  });
  return { printed, ended, kill: (signal: NodeJS.Signals) => { child.kill(signal); return ended; } };
}

const advice = "(--store FILE; --store memory keeps conferences as long as the server runs.)\n";

describe("the program keeps conferences", () => {
  it("in one file of the working folder, which it lets go of when it ends, with the digests of tokens beside it", async () => {
    const folder = temporaryFolder();
    const first = await run(folder);
    expect(first.printed).toMatch(/^Listening on /);
    const second = await run(folder);
    expect(second.printed).toMatch(/^The store "\.parley\/conference\.db" is in use by process \d+: stop that, or name another file\. If it is certain that nothing uses it, remove "\.parley\/conference\.db\.holder"\. /);
    expect(second.printed.endsWith(advice)).toBe(true);
    expect(await second.ended).toBe(2);
    expect(await first.kill("SIGTERM")).toBe(0);
    expect(readdirSync(join(folder, ".parley"))).toEqual(["conference.db", "conference.db.tokens"]);
    expect((await run(folder)).printed).toMatch(/^Listening on /);
  });

  it("in a file that is named, or in memory", async () => {
    const folder = temporaryFolder({ letter: "Dear aunt" });
    expect((await run(folder, "--store", "letter")).printed).toBe(`"letter" is not a store of this server and was left as it is: name another file. ${advice}`);
    expect((await run(folder, "--store", "kept/here.db")).printed).toMatch(/^Listening on /);
    expect(existsSync(join(folder, "kept/here.db"))).toBe(true);
    expect((await run(folder, "--store", "memory")).printed).toMatch(/^Listening on /);
    expect(readdirSync(folder).sort()).toEqual(["kept", "letter"]);
  });
});
