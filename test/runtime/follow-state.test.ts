import { followState } from "@parley/runtime";
import type { KnownState } from "@parley/runtime";
import { describe, expect, it } from "vitest";

interface Info {
  readonly subject?: string;
  readonly users?: readonly { readonly id: string; readonly state?: string; readonly name?: string }[];
}

const toldBy = { users: "id" };
const known: KnownState<Info> = { version: 4, info: { subject: "A", users: [{ id: "a", name: "Ann" }] } };

describe("what is known of a state, once more is told of it", () => {
  it.each<[string, KnownState<Info> | undefined, { readonly version: number; readonly state: string; readonly info: Info }, KnownState<Info> | undefined]>([
    ["a whole state, where nothing was known", undefined, { version: 7, state: "full", info: { users: [{ id: "b", state: "full" }] } }, { version: 7, info: { users: [{ id: "b" }] } }],
    ["a whole state takes the place of all that was known, at any version", known, { version: 2, state: "full", info: { users: [] } }, { version: 2, info: { users: [] } }],
    ["the next change", known, { version: 5, state: "partial", info: { users: [{ id: "a", state: "deleted" }] } }, { version: 5, info: { subject: "A", users: [] } }],
    ["the rest of what is known", known, { version: 4, state: "partial", info: { users: [{ id: "b" }] } }, { version: 4, info: { subject: "A", users: [{ id: "a", name: "Ann" }, { id: "b" }] } }],
    ["an older change says nothing", known, { version: 3, state: "partial", info: { subject: "B" } }, known],
    ["a change after one that is missing", known, { version: 6, state: "partial", info: { subject: "B" } }, undefined],
    ["a change of what was never told in full", undefined, { version: 1, state: "partial", info: { subject: "B" } }, undefined],
    ["a word that is not known is read as partial", known, { version: 5, state: "other", info: { subject: "B" } }, { version: 5, info: { subject: "B", users: [{ id: "a", name: "Ann" }] } }],
  ])("%s", (_, before, told, after) => {
    expect(followState(before, told, toldBy)).toEqual(after);
  });
});
