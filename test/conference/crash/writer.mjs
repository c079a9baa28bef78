// Writes units into a store for as long as it lives, and prints a line for each that is kept: see crash/store.test.ts.
import { writeSync } from "node:fs";
import { idempotentAnswers } from "../../../packages/reference-server/dist/conference/store/idempotent-answers.js";
import { openSqliteRecordStore } from "../../../packages/reference-server/dist/conference/store/sqlite-record-store.js";
import { openUnits } from "../../../packages/reference-server/dist/conference/store/unit.js";

const [path, life] = process.argv.slice(2);
/** How many of the latest events are kept. */
const latest = 40;

const units = await openUnits(await openSqliteRecordStore(path));
const counters = units.table({ name: "counter" });
const events = units.table({ name: "event", partition: ({ writer }) => writer });
const answers = idempotentAnswers(units, { mostPerCaller: 1_000_000 });

const say = (line) => writeSync(1, `${JSON.stringify(line)}\n`);
const count = () => counters.get("all")?.count ?? 0;

/** Three records change together, so half a unit shows. */
function step(writer) {
  const next = count() + 1;
  counters.put("all", { count: next });
  events.put(String(next), { number: next, writer, text: "x".repeat(next % 7 * 400) });
  events.delete(String(next - latest));
  return next;
}

say({ open: count(), events: [...events.values()].map(({ number }) => number) });
for (const key of process.argv.slice(4)) say({ again: key, answer: await once(key) });

async function once(key) {
  const { answer } = await answers.once({ caller: "writer", operation: "step", key, fingerprint: "same" }, async () => {
    const number = await units.unit(() => step("answered"));
    return { status: 201, headers: [], body: new TextEncoder().encode(`${number}`) };
  });
  return new TextDecoder().decode(answer.body);
}

const writers = {
  unit: async () => say({ kept: [await units.unit(() => step("unit"))] }),
  joined: async () => say({ kept: await units.joining(async () => [await units.unit(() => step("joined")), await units.unit(() => step("joined"))]) }),
  undone: async () => units.unit(() => { step("undone"); throw new Error("on purpose"); }).catch(() => undefined),
  answered: async (turn) => {
    const key = `${life}-${turn}`;
    say({ asked: key });
    say({ key, answer: await once(key) });
  },
};
for (const write of Object.values(writers)) {
  void (async () => {
    for (let turn = 0; ; turn += 1) {
      await write(turn);
      await new Promise(setImmediate);
    }
  })();
}
