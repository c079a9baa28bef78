import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { bareTerminals } from "./load-bare.js";
import { parleyTerminals } from "./load-parley.js";
import type { LoadPair, LoadTerminals } from "./load-terminals.js";
import type { ServerFigures, ServerReady } from "./load-server.js";

interface Shape {
  readonly connections: number;
  readonly sessions: number;
  readonly seconds: number;
  /** Milliseconds between two exchanges of one session, and between two setups. */
  readonly exchangeEvery: number;
  readonly renewEvery: number;
}

/**
 * 2,000 connections with 500 sessions on one server process for five minutes, then the bare relay with the same exchanges for one minute.
 * Every exchange is a request to the far terminal and its response, four messages at the server. `PARLEY_LOAD_SECONDS` shortens it.
 */
export async function loadBenchmark(): Promise<void> {
  const seconds = Number(process.env["PARLEY_LOAD_SECONDS"] ?? 300);
  const shape = { connections: 2_000, sessions: 500, seconds, exchangeEvery: 500, renewEvery: 30_000 };
  console.log(`load: ${shape.connections} connections, ${shape.sessions} sessions, ${shape.seconds} s, Node.js ${process.versions.node}`);
  const parley = await contend("parley", shape, (ready) => parleyTerminals(ready));
  const bare = await contend("bare", { ...shape, seconds: Math.min(60, seconds), renewEvery: Infinity }, (ready) => bareTerminals(ready.url));
  console.log(`  CPU per message, reference server over bare relay: ${(parley / bare).toFixed(2)} x`);
}

/** Runs one contender and prints its figures. @returns microseconds of CPU per message */
async function contend(contender: string, shape: Shape, make: (ready: ServerReady) => LoadTerminals): Promise<number> {
  const server = fork(fileURLToPath(new URL("./load-server.ts", import.meta.url)), [contender, String(shape.connections)], {
    execArgv: ["--expose-gc", "--import", "tsx"],
  });
  const [ready] = (await once(server, "message")) as [ServerReady];
  try {
    const terminals = make(ready);
    const empty = await ask(server);
    await terminals.open(shape.connections);
    const connected = await ask(server);
    const pairs = await terminals.establish(shape.sessions);
    const established = await ask(server);
    const work = await run(pairs, shape, () => ask(server));
    const after = await ask(server);
    const messages = work.exchanges.length * 4 + work.renewals.length * messagesOfRenewal;
    const cpu = (after.cpu - established.cpu - work.asking) / messages;
    console.log(`${contender}:
  ${(messages / shape.seconds).toFixed(0)} messages/s at the server, ${cpu.toFixed(1)} us CPU a message, ${((after.cpu - established.cpu) / 1e4 / shape.seconds).toFixed(0)} % of a core
  exchange p50 ${at(work.exchanges, 0.5)} ms, p99 ${at(work.exchanges, 0.99)} ms; setup p50 ${at(work.renewals, 0.5)} ms, p99 ${at(work.renewals, 0.99)} ms
  ${work.exchanges.length} exchanges, ${work.renewals.length} setups, ${work.lost} lost
  ${kib((connected.heap - empty.heap) / shape.connections)} heap and ${kib((connected.resident - empty.resident) / shape.connections)} resident a connection, ${kib((established.heap - connected.heap) / shape.sessions)} heap a session more
  heap after collection: ${work.heaps.map((heap) => mib(heap)).join(", ")} (begin, each quarter, end)`);
    await terminals.close();
    if (work.lost > 0) throw new Error(`${contender} lost ${work.lost} exchanges`);
    return cpu;
  } finally {
    server.disconnect();
  }
}

/** Setup, progress, answer, candidates' end, hang-up and their responses, on both hops: 8 messages in and out of the server. */
const messagesOfRenewal = 8;

interface Work {
  /** Milliseconds. */
  readonly exchanges: number[];
  readonly renewals: number[];
  lost: number;
  readonly heaps: number[];
  /** CPU that was spent on collecting for the figures, in microseconds. */
  asking: number;
}

async function run(pairs: readonly LoadPair[], shape: Shape, figures: () => Promise<ServerFigures>): Promise<Work> {
  const work: Work = { exchanges: [], renewals: [], lost: 0, heaps: [], asking: 0 };
  const until = performance.now() + shape.seconds * 1000;
  const measured = async (list: number[], act: () => Promise<void>) => {
    const started = performance.now();
    try {
      await act();
      list.push(performance.now() - started);
    } catch (error) {
      if (work.lost === 0) console.error(error);
      work.lost += 1;
    }
  };
  const play = async (pair: LoadPair, index: number) => {
    // Spread over the interval, so that the sessions do not move in step.
    await pause((index / pairs.length) * shape.exchangeEvery);
    let renewAt = performance.now() + (0.5 + index / pairs.length) * shape.renewEvery;
    while (performance.now() < until) {
      const next = performance.now() + shape.exchangeEvery;
      await measured(work.exchanges, () => pair.exchange());
      if (performance.now() > renewAt) {
        await measured(work.renewals, () => pair.renew());
        renewAt += shape.renewEvery;
      }
      await pause(next - performance.now());
    }
  };
  const look = async () => {
    const before = await figures();
    work.heaps.push(before.heap);
    work.asking += (await figures()).cpu - before.cpu;
  };
  const watch = async () => {
    for (let quarter = 0; quarter <= 4; quarter += 1) {
      await look();
      if (quarter < 4) await pause((shape.seconds * 1000) / 4 - 200);
    }
  };
  await Promise.all([watch(), ...pairs.map(play)]);
  return work;
}

async function ask(server: ChildProcess): Promise<ServerFigures> {
  server.send("figures");
  const [figures] = (await once(server, "message")) as [ServerFigures];
  return figures;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((next) => setTimeout(next, Math.max(0, milliseconds)));
}

function at(times: readonly number[], share: number): string {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(1) ?? "-";
}

function kib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1)} KiB`;
}

function mib(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
