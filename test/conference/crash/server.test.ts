/**
 * The reference server, on a store on disk, is killed at random moments: while it starts, while conferences are changed, while webhooks are sent.
 * `PARLEY_KILLS=200 PARLEY_CRASH_SEED=7 npx vitest run test/conference/crash` kills more often, at other moments.
 */
import { join } from "node:path";
import { createConferenceClient } from "@parley/conference";
import type { ConferenceClient, CreatedWebhook, WebhookDelivery } from "@parley/conference";
import { expect, it } from "vitest";
import { Random } from "../../differential/random.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { judgeArrivals } from "./arrivals.js";
import { startServer } from "./killed-server.js";
import { Ledger } from "./ledger.js";
import { killSeed, kills } from "./plan.js";
import { openMoodyReceiver } from "./moody-receiver.js";
import { RecordedPosts } from "./recorded-posts.js";
import type { PostAnswer } from "./recorded-posts.js";

const basePath = "/conference-management/v1";
const workers = 4;

it(`keeps what it acknowledged, once, when it is killed (${kills} times, seed ${killSeed})`, async () => {
  const random = new Random(killSeed);
  const store = join(temporaryFolder(), "conference.db");
  const receiver = await openMoodyReceiver(new Random(killSeed + 1));
  const hook = new RecordedPosts();
  const ledgers = Array.from({ length: workers }, (_, at) => new Ledger(`worker-${at}`, new Random(killSeed + 2 + at), new RecordedPosts()));
  const acknowledged = () => ledgers.reduce((sum, one) => sum + one.acknowledged, 0);
  let longestStart = 0;
  let served = 0;
  let repeated = 0;
  let wentOn = 0;

  for (let life = 0; life < kills; life += 1) {
    const begun = performance.now();
    const server = startServer(store);
    if (life % 4 === 3) {
      await pause(random.next() * longestStart);
      await server.kill();
      continue;
    }
    const ready = await server.ready;
    if (ready === undefined) return server.kill();
    longestStart = Math.max(longestStart, performance.now() - begun);
    served += 1;
    await check(ready);
    await goesOn(ready);
    const enough = acknowledged() + random.below(40);
    const working = Promise.all(ledgers.map((ledger) => ledger.work(clientOf(ready, ledger.posts))));
    await Promise.race([working, (async () => { while (acknowledged() < enough) await pause(1); })()]);
    await pause(random.below(15));
    await server.kill();
    await working;
  }

  const server = startServer(store);
  const ready = await server.ready;
  if (ready === undefined) return server.kill();
  await check(ready);
  receiver.settle();
  const client = clientOf(ready);
  const own: string[] = [];
  for await (const { id } of client.listConferences()) own.push(id);
  expect(own.sort(), "no conference is there twice").toEqual(ledgers.flatMap(({ conferences }) => conferences).sort());
  const { webhookId, secret } = webhookOf(hook);
  await until(async () => isDelivered(await client.getWebhookDelivery({ webhookId })));
  const events = await judgeArrivals(receiver.arrived, { client, webhookId, secret, ledgers });
  await server.kill();

  const unheard = ledgers.reduce((sum, one) => sum + one.doneUnheard, 0);
  expect(acknowledged()).toBeGreaterThan(0);
  expect(events.length).toBeGreaterThan(0);
  console.log(`server, seed ${killSeed}: ${kills} kills, ${served} of them under load, ${acknowledged()} changes acknowledged, ${unheard} done whose answer was lost, ${repeated} answers given again`);
  console.log(`webhook: ${events.length} events in ${receiver.arrived.length} requests, ${wentOn} starts that found events to be sent and went on`);

  /** After a start: everything is as it was told, and a request that is sent again gets the answer that it had. */
  async function check(at: { readonly url: string; readonly token: string }): Promise<void> {
    const client = clientOf(at);
    if (hook.posts.length === 0) await clientOf(at, hook).createWebhook({ body: { url: receiver.url } });
    for (const ledger of ledgers) {
      await ledger.settle(client, at);
      await ledger.compare(client);
      const { posts } = ledger.posts;
      for (const post of [hook.posts[0], posts.at(-1), random.pick(posts), random.pick(posts)]) {
        if (post?.answer === undefined) continue;
        expect(comparable(await ledger.posts.again(post, at)), `${post.path} with ${post.key}`).toEqual(comparable(post.answer));
        repeated += 1;
      }
    }
  }

  /** After a start: where events are left over, another one is taken. */
  async function goesOn(at: { readonly url: string; readonly token: string }): Promise<void> {
    const client = clientOf(at);
    const { webhookId } = webhookOf(hook);
    const found = await client.getWebhookDelivery({ webhookId });
    if (isDelivered(found)) return;
    await until(async () => (await client.getWebhookDelivery({ webhookId })).deliveredSequence > found.deliveredSequence);
    wentOn += 1;
  }
}, 60_000 + kills * 10_000);

/** As it was answered to who made it: the secret is told once. */
function webhookOf({ posts }: RecordedPosts): { readonly webhookId: string; readonly secret: string } {
  const { id, secret } = JSON.parse(posts[0]?.answer?.body ?? "") as CreatedWebhook;
  return { webhookId: id, secret };
}

function isDelivered({ lastSequence, deliveredSequence }: WebhookDelivery): boolean {
  return lastSequence === deliveredSequence;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10);
}

function clientOf({ url, token }: { readonly url: string; readonly token: string }, posts?: RecordedPosts): ConferenceClient {
  return createConferenceClient({ baseUrl: `${url}${basePath}`, token, retry: false, ...(posts === undefined ? {} : { fetch: posts.fetch }) });
}

/** All but whether it was given before. */
function comparable({ status, etag, location, body }: PostAnswer): Omit<PostAnswer, "replayed"> {
  return { status, etag, location, body };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((over) => { setTimeout(over, milliseconds); });
}
