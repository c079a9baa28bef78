/**
 * A program that writes units into a store is killed at random moments, its start included, and started again on the same file.
 * `PARLEY_KILLS=200 PARLEY_CRASH_SEED=7 npx vitest run test/conference/crash` kills more often, at other moments.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { Random } from "../../differential/random.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { killSeed, kills } from "./plan.js";

const program = fileURLToPath(new URL("writer.mjs", import.meta.url));

/** What a life of the program said. */
interface Life {
  /** What it found: the number of units, and the events of the latest. */
  readonly found?: { readonly open: number; readonly events: readonly number[] };
  /** Numbers of units that were acknowledged. */
  readonly kept: readonly number[];
  /** Keys that were asked with, and what was answered where the answer was heard. */
  readonly asked: readonly string[];
  readonly answers: ReadonlyMap<string, string>;
}

it(`keeps what it acknowledged, once, when it is killed (${kills} times, seed ${killSeed})`, async () => {
  const random = new Random(killSeed);
  const path = join(temporaryFolder(), "conference.db");
  const answered = new Map<string, string>();
  let asked: readonly string[] = [];
  let least = 0;
  let opened = 0;
  let acknowledged = 0;
  for (let life = 0; life <= kills; life += 1) {
    // Some lives end before the program has opened the store; the last one is to look.
    const last = life === kills;
    const told = await live([path, String(life), ...asked], { fromStart: random.below(3) === 0 && !last, delay: random.below(160), enough: last ? asked.length : undefined });
    if (told.found !== undefined) {
      opened += 1;
      const { open, events } = told.found;
      expect(open, "units that were acknowledged are there").toBeGreaterThanOrEqual(least);
      expect(events, "units are whole, and none is there twice").toEqual(Array.from({ length: Math.min(open, 40) }, (_, at) => open - Math.min(open, 40) + 1 + at));
    }
    for (const [key, answer] of told.answers) {
      if (answered.has(key)) expect(answer, `the answer to ${key}`).toBe(answered.get(key));
      answered.set(key, answer);
    }
    acknowledged += told.kept.length;
    least = Math.max(least, ...told.kept, ...Array.from(told.answers.values(), Number));
    asked = [...new Set([...told.asked, ...told.answers.keys()])].slice(-5);
  }
  expect(new Set(answered.values()).size, "no answer was given to two keys").toBe(answered.size);
  expect(opened).toBeGreaterThan(kills / 3);
  expect(acknowledged).toBeGreaterThan(kills);
  console.log(`store, seed ${killSeed}: ${kills} kills, ${opened} starts that found the store, ${acknowledged} units and ${answered.size} answers acknowledged`);
}, 30_000 + kills * 4_000);

/** Starts the program, and kills it so many milliseconds after its start or after it has opened the store; or when it has answered so many keys again. */
async function live(values: readonly string[], { fromStart, delay, enough }: { fromStart: boolean; delay: number; enough: number | undefined }): Promise<Life> {
  const child = spawn(process.execPath, [program, ...values], { stdio: ["ignore", "pipe", "pipe"] });
  const ended = new Promise<NodeJS.Signals | null>((heard) => { child.once("close", (_, signal) => heard(signal)); });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => { complaint += chunk.toString(); });
  const kept: number[] = [];
  const asked: string[] = [];
  const answers = new Map<string, string>();
  let found: Life["found"];
  let again = 0;
  const kill = (): void => { setTimeout(() => child.kill("SIGKILL"), delay); };
  if (fromStart) kill();
  for await (const line of createInterface({ input: child.stdout })) {
    const said = readLine(line);
    if (said === undefined) continue;
    if (said.open !== undefined) {
      found = { open: said.open, events: said.events ?? [] };
      if (!fromStart && enough === undefined) kill();
    }
    kept.push(...(said.kept ?? []));
    if (said.asked !== undefined) asked.push(said.asked);
    if (said.answer !== undefined) answers.set(said.key ?? said.again ?? "", said.answer);
    if (said.again !== undefined) again += 1;
    if (enough !== undefined && found !== undefined && again === enough) child.kill("SIGKILL");
  }
  const signal = await ended;
  if (signal !== "SIGKILL") throw new Error(`the program ended by itself: ${complaint}`);
  return { ...(found === undefined ? {} : { found }), kept, asked, answers };
}

interface Line {
  readonly open?: number;
  readonly events?: readonly number[];
  readonly kept?: readonly number[];
  readonly asked?: string;
  readonly key?: string;
  readonly again?: string;
  readonly answer?: string;
}

/** The last line may be half of one. */
function readLine(line: string): Line | undefined {
  try {
    return JSON.parse(line) as Line;
  } catch {
    return undefined;
  }
}
