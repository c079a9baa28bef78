import { memoryRecordStore, openConferenceDesk } from "@parley/reference-server";
import { manualClock } from "@parley/runtime";
import { expect, it, onTestFinished } from "vitest";
import { conferenceWorld, uriBase } from "./world.js";

type World = ReturnType<typeof conferenceWorld>;

/** The page that a cursor leads to: its status, and who is asked about. */
async function page({ askAs }: World, path: string, user = "alice") {
  const response = await askAs(`${user}-token`, path);
  const { next, items, type } = (await response.json()) as { next?: string; items?: unknown[]; type?: string };
  return { status: response.status, next: next ?? "", items, type };
}

async function filled() {
  const world = conferenceWorld();
  const made = [];
  for (const user of [world.alice, world.alice, world.alice, world.bob, world.bob]) made.push(await user.createConference({ body: {} }));
  for (const conferenceId of made.map(({ id }) => id).slice(0, 2)) for (let count = 0; count < 3; count += 1) await world.alice.issueJoinToken({ conferenceId, body: {} });
  return { world, ids: made.map(({ id }) => id) };
}

it("a cursor leads on in the list that gave it, with pages of any size", async () => {
  const { world } = await filled();
  const first = await page(world, "/conferences?page-size=1");
  expect(await page(world, `/conferences?page-size=2&cursor=${first.next}`)).toMatchObject({ status: 200, items: [{}, {}] });
});

it.each([
  ["of another list", (next: string) => `/templates?cursor=${next}`, "alice"],
  ["of another caller", (next: string) => `/conferences?cursor=${next}`, "bob"],
  ["of another filter", (next: string) => `/conferences?state=active&cursor=${next}`, "alice"],
  ["that is changed", (next: string) => `/conferences?cursor=${next.startsWith("A") ? "B" : "A"}${next.slice(1)}`, "alice"],
  ["that is cut short", (next: string) => `/conferences?cursor=${next.slice(0, -4)}`, "alice"],
  ["that somebody made", () => `/conferences?cursor=${Buffer.from("after:99999").toString("base64url")}`, "alice"],
])("a cursor %s is not found", async (_, path, user) => {
  const { world } = await filled();
  const { next } = await page(world, "/conferences?page-size=1");
  expect(await page(world, path(next), user)).toMatchObject({ status: 404, type: expect.stringContaining("not-found") });
});

it("a cursor of another conference is not found", async () => {
  const { world, ids } = await filled();
  const { next } = await page(world, `/conferences/${ids[0]}/join-tokens?page-size=1`);
  expect(next).not.toBe("");
  expect(await page(world, `/conferences/${ids[1]}/join-tokens?cursor=${next}`)).toMatchObject({ status: 404 });
});

it("a cursor stays good after a restart", async () => {
  const store = memoryRecordStore();
  const open = async () => conferenceWorld({ desk: await openConferenceDesk({ store, uriBase, clock: manualClock() }) });
  const before = await open();
  for (let count = 0; count < 3; count += 1) await before.alice.createConference({ body: {} });
  const { next } = await page(before, "/conferences?page-size=1");
  await before.desk.close();
  const after = await open();
  onTestFinished(() => after.desk.close());
  expect(await page(after, `/conferences?cursor=${next}`)).toMatchObject({ status: 200, items: [{}, {}] });
});
