/**
 * A program that writes units into a store is killed at random moments, its start included, and started again on the same file.
 * `PARLEY_KILLS=200 PARLEY_CRASH_SEED=7 npx vitest run test/conference/crash` kills more often, at other moments.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
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

/** When a life ends. */
interface End {
  readonly lines?: number;
  readonly delay: number;
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
    // Every third life ends at some time of its start; the last one is to look.
    const end: End = life === kills ? { lines: asked.length + 1, delay: 0 } : life % 3 === 2 ? { delay: random.below(200) } : { lines: 1 + random.below(60), delay: random.below(20) };
    const told = await live([path, String(life), ...asked], end);
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
  expect(opened).toBeGreaterThanOrEqual(kills * 2 / 3);
  expect(acknowledged).toBeGreaterThan(0);
  console.log(`store, seed ${killSeed}: ${kills} kills, ${opened} starts that found the store, ${acknowledged} units and ${answered.size} answers acknowledged`);
}, 30_000 + kills * 4_000);

/** Starts the program, and kills it so many milliseconds after it has printed so many lines, or after its start. */
async function live(values: readonly string[], { lines, delay }: End): Promise<Life> {
  const child = spawn(process.execPath, [program, ...values], { stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<NodeJS.Signals | null>((heard) => { child.once("close", (_, signal) => heard(signal)); });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => { complaint += chunk.toString(); });
  const kept: number[] = [];
  const asked: string[] = [];
  const answers = new Map<string, string>();
  let found: Life["found"];
  let printed = 0;
  const kill = (): void => { setTimeout(() => child.kill("SIGKILL"), delay); };
  if (lines === undefined) kill();
  for await (const line of createInterface({ input: child.stdout })) {
    const said = readLine(line);
    if (said === undefined) continue;
    if (said.open !== undefined) found = { open: said.open, events: said.events ?? [] };
    kept.push(...(said.kept ?? []));
    if (said.asked !== undefined) asked.push(said.asked);
    if (said.answer !== undefined) answers.set(said.key ?? said.again ?? "", said.answer);
    printed += 1;
    if (printed === lines) kill();
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
