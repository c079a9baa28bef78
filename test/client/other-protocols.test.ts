import { compile, diskHost } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { memoryTransports, refuse, type Transport } from "@parley/runtime";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { root } from "../support/specification-files.js";
import { settled } from "./pair.js";

// What these cases of test/generate print is in their goldens; here it runs.

test("without behaviour: connecting opens, every operation is a call of one side and a handler of the other", async () => {
  const { connectPrintQueue, servePrintQueue } = await generated<PrintQueue>("without-behaviour");
  const [desk, printer] = memoryTransports();
  const deleted: string[] = [];
  let awake = 0;
  const server = servePrintQueue({
    print: ({ page, copies = 1 }) => (page === "ream" ? refuse("out-of-paper") : { sheets: copies }),
    delete: (request) => {
      deleted.push(request.default);
      return {};
    },
    "wake/up": () => (awake += 1),
  });
  const connection = server.accept(printer, undefined);
  const client = await connectPrintQueue("wss://printer.example/", { transport: () => desk });

  await expect(client.print({ page: "cover", copies: 2 })).resolves.toMatchObject({ success: true, sheets: 2 });
  await expect(client.print({ page: "ream" })).rejects.toMatchObject({ problem: "out-of-paper" });
  await client.delete("cover");
  client.wakeUp();
  const percents: number[] = [];
  client.onProgress((percent) => percents.push(percent));
  connection.progress({ percent: 40 });
  client.onPaper(() => ({ sheets: 250 }));
  await expect(connection.paper()).resolves.toMatchObject({ sheets: 250 });
  await settled();
  expect({ deleted, awake, percents }).toEqual({ deleted: ["cover"], awake: 1, percents: [40] });
  await client.close();
  await settled();
  expect(server.connections.size).toBe(0);
});

test("with behaviour: sessions of another name and key, whose objects are those of its machines", async () => {
  const { connectBoard, serveBoard } = await generated<Board>("with-behaviour");
  const [player, host] = memoryTransports();
  const said: string[] = [];
  const server = serveBoard({
    enter: ({ name }) => ({ others: [`not ${name}`] }),
    invite: ({ opponent }) => (opponent === "nobody" ? refuse("never") : { colour: "white" }),
    move: () => ({ check: true }),
    resign: ({ why }) => said.push(`resigned: ${why?.reason}`),
    say: ({ text }) => said.push(text),
  });
  const connection = server.accept(host, undefined);
  const client = await connectBoard("wss://hall.example/", { name: "Ada", transport: () => player });
  expect(client).toMatchObject({ state: "inside", granted: { others: ["not Ada"] } });

  await expect(client.invite({ opponent: "nobody" })).rejects.toMatchObject({ problem: "never" });
  const asked = client.invite({ opponent: "Bob" });
  asked.say({ text: "good luck" });
  const game = await asked;
  expect(game).toMatchObject({ table: asked.table, game: asked.game, state: "playing", answer: { colour: "white" } });
  await expect(game.move({ piece: "king", square: "e4" })).resolves.toMatchObject({ check: true });
  const ends: unknown[] = [];
  game.onEnded((cause) => ends.push(cause));
  await game.resign({ reason: "late" });
  await settled();
  expect(said).toEqual(["good luck", "resigned: late"]);
  expect(ends).toEqual([{ reason: "late" }]);

  const answered = connection.invite({ table: "1", game: "2", opponent: "Ada", state: "friendly" });
  const incoming = await new Promise<{ accept(): Promise<Game> }>((resolve) => client.onInvite(resolve));
  expect(incoming).toMatchObject({ table: "1", game: "2", opponent: "Ada", state: "deciding", request: { state: "friendly" } });
  const theirs = await incoming.accept();
  await answered;
  const resigned: unknown[] = [];
  theirs.onResign((why) => resigned.push(why));
  await connection.resign({ table: "1", game: "2", why: { reason: "lost" } });
  expect(resigned).toEqual([{ reason: "lost" }]);
});

/** Writes what is generated from a case of test/generate, and imports it. That its types are so is checked with the case. */
async function generated<Exports>(name: string): Promise<Exports> {
  const { protocols } = await compile(["entry.yaml"], diskHost(join(root, "test/generate", name)));
  const [protocol] = protocols;
  if (protocol === undefined) throw new Error(`${name} does not compile`);
  await mkdir(join(root, "test/.tmp"), { recursive: true });
  const folder = await mkdtemp(join(root, "test/.tmp", `${name}-`));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const { path, text } of generate(protocol).files) await writeFile(join(folder, path), text);
  return (await import(join(folder, "index.ts"))) as Exports;
}

interface Served<Connection> {
  accept(transport: Transport, context: undefined): Connection;
  readonly connections: ReadonlySet<Connection>;
}

interface PrintQueue {
  connectPrintQueue(url: string, options: { transport(): Transport }): Promise<{
    print(fields: { readonly page: string; readonly copies?: number }): Promise<object>;
    delete(page: string): Promise<void>;
    wakeUp(): void;
    onProgress(handler: (percent: number) => void): void;
    onPaper(handler: () => object): void;
    close(): Promise<void>;
  }>;
  servePrintQueue(handlers: {
    print(request: { readonly page: string; readonly copies?: number }): object;
    delete(request: { readonly default: string }): object;
    "wake/up"(): void;
  }): Served<{ progress(fields: { readonly percent: number }): void; paper(): Promise<object> }>;
}

interface Why {
  readonly reason: string;
}

interface Game {
  readonly table: string;
  readonly game: string;
  move(fields: { readonly piece: string; readonly square: string }): Promise<object>;
  resign(why?: Why): Promise<void>;
  onResign(hear: (why: Why | undefined) => void): void;
  onEnded(hear: (why: Why) => void): void;
}

interface Invite {
  readonly opponent: string;
  readonly state?: string;
}

interface Board {
  connectBoard(url: string, options: { readonly name: string; transport(): Transport }): Promise<{
    invite(fields: Invite): PromiseLike<Game> & { readonly table: string; readonly game: string; say(fields: { readonly text: string }): void };
    onInvite(handler: (incoming: { accept(): Promise<Game> }) => void): void;
  }>;
  serveBoard(handlers: {
    enter(request: { readonly name: string }): object;
    invite(request: Invite): object;
    move(): object;
    resign(request: { readonly why?: Why }): void;
    say(notification: { readonly text: string }): void;
  }): Served<{
    invite(fields: Invite & { readonly table: string; readonly game: string }): Promise<object>;
    resign(fields: { readonly table: string; readonly game: string; readonly why?: Why }): Promise<void>;
  }>;
}
