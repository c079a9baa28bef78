import v8 from "node:v8";
import { Peer } from "@parley/runtime";
import { expect, it } from "vitest";
import { Session } from "../../packages/runtime/src/session.js";
import { Transaction } from "../../packages/runtime/src/transaction.js";
import { explore } from "./explore.js";
import { Scene } from "./scene.js";
import { settle } from "./settle.js";
import { World } from "./world.js";

/** How many are reachable, after everything unreachable has been collected. */
function alive(made: new (...given: never[]) => object): number {
  return v8.queryObjects(made as new () => object, { format: "count" });
}

it("functions that have outlived all their connections remember none of them", async () => {
  const functions = await functionsOf(50);
  await settle();
  // The sessions of the last world are watched until the next begins.
  new World();
  expect([Peer, Session, Transaction].map(alive)).toEqual([0, 0, 0]);
  expect(functions).toHaveLength(50);
});

it("the count counts: of a world that is in the middle of something it finds more than nothing", async () => {
  const scene = new Scene();
  await scene.online("alice1", "bob1");
  await scene.play("alice1 call bob");
  await scene.deliverAll();
  expect([Peer, Session, Transaction].map((each) => alive(each) > 0)).toEqual([true, true, true]);
  await scene.end();
});

async function functionsOf(count: number): Promise<readonly unknown[]> {
  const functions: unknown[] = [];
  for (let seed = 1; seed <= count; seed += 1) functions.push((await explore(seed)).function);
  return functions;
}
