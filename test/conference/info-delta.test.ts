import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { conferenceInfoToldBy } from "@parley/conference";
import type { ConferenceInfo } from "@parley/conference";
import { followState } from "@parley/runtime";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { root } from "../support/specification-files.js";
import { infoDelta } from "../../packages/reference-server/src/conference/info-delta.js";

const alice = { id: "a", roles: ["moderator"], endpoints: [{ entity: "a1", status: "connected", media: [{ id: "0", kind: "audio" }] }] };
const bob = { id: "b", displayText: "Bob" };

it("the text says of each list whose entries have a state of their own by what they are told apart", () => {
  const told = ["conference-info", "conference-user", "conference-endpoint"].flatMap((name) =>
    Object.entries(schemaAt(name).properties ?? {}).flatMap(([list, { items }]) => {
      const entry = items?.$ref === undefined ? {} : schemaAt(basename(items.$ref, ".yaml"));
      return entry.properties?.["state"]?.$ref === "./element-state.yaml" ? [[list, entry.required] as const] : [];
    }));
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(Object.entries(conferenceInfoToldBy).map(([list, by]) => [list, [by]])));
});

describe("the change from one state to another", () => {
  it.each<[string, ConferenceInfo, ConferenceInfo, ReturnType<typeof infoDelta>]>([
    ["is none where nothing has changed", { users: [alice] }, { users: [structuredClone(alice)] }, undefined],
    ["is a member", { subject: "A", locked: false }, { subject: "A", locked: true }, { state: "partial", info: { locked: true } }],
    ["is an entry that came", { users: [alice] }, { users: [alice, bob] }, { state: "partial", info: { users: [{ ...bob, state: "full" }] } }],
    ["is an entry that went", { users: [alice, bob] }, { users: [bob] }, { state: "partial", info: { users: [{ id: "a", state: "deleted" }] } }],
    [
      "is a member deep inside entries",
      { users: [alice, bob] },
      { users: [{ ...alice, endpoints: [{ entity: "a1", status: "connected", media: [{ id: "0", kind: "audio", muted: true }] }] }, bob] },
      { state: "partial", info: { users: [{ id: "a", state: "partial", endpoints: [{ entity: "a1", state: "partial", media: [{ id: "0", state: "partial", muted: true }] }] }] } },
    ],
    ["tells an entry that lost a member in full", { users: [alice, bob] }, { users: [alice, { id: "b" }] }, { state: "partial", info: { users: [{ id: "b", state: "full" }] } }],
    ["tells a state that lost a member in full", { subject: "A", users: [alice] }, { users: [alice] }, { state: "full", info: { users: [alice] } }],
    ["tells other lists as values", { users: [bob] }, { users: [{ ...bob, roles: ["observer"] }] }, { state: "partial", info: { users: [{ id: "b", state: "partial", roles: ["observer"] }] } }],
  ])("%s", (_, before, after, delta) => {
    expect(infoDelta(before, after)).toEqual(delta);
  });

  it("put into the one gives the other, whatever the two are", () => {
    fc.assert(
      fc.property(states(), states(), (before, after) => {
        const delta = infoDelta(before, after);
        expect(putInto(before, delta)).toEqual(after);
        expect(delta === undefined).toBe(JSON.stringify(before) === JSON.stringify(after));
      }),
      { numRuns: 3_000, seed: 2026 },
    );
  });

  it("put one after the other into the first state give the last", () => {
    fc.assert(
      fc.property(fc.array(states(), { minLength: 2, maxLength: 8 }), ([first = {}, ...others]) => {
        const { told } = others.reduce(({ known, told }, after) => {
          const delta = infoDelta(known, after);
          return { known: after, told: putInto(told, delta) };
        }, { known: first, told: first as ConferenceInfo | undefined });
        expect(told).toEqual(others.at(-1));
      }),
      { numRuns: 500, seed: 2026 },
    );
  });
});

interface SchemaText {
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: SchemaText };
  readonly items?: SchemaText;
}

function schemaAt(name: string): SchemaText {
  return parse(readFileSync(join(root, "specs/common", `${name}.yaml`), "utf8")) as SchemaText;
}

function putInto(known: ConferenceInfo | undefined, delta: ReturnType<typeof infoDelta>): ConferenceInfo | undefined {
  return delta === undefined || known === undefined ? known : followState({ version: 1, info: known }, { version: 2, ...delta }, conferenceInfoToldBy)?.info;
}

/** States of few parts, so that two of them have much in common. */
function states(): fc.Arbitrary<ConferenceInfo> {
  const record = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }, ...required: (keyof T)[]) => fc.record(shape, { requiredKeys: required });
  const entries = <T extends object>(entry: fc.Arbitrary<T>, name: keyof T) => fc.uniqueArray(entry, { maxLength: 3, selector: (one) => one[name] });
  const name = fc.constantFrom("a", "b", "c");
  const media = entries(record({ id: name, kind: fc.constantFrom("audio", "video"), muted: fc.boolean() }, "id"), "id");
  const endpoints = entries(record({ entity: name, status: fc.constantFrom("connected", "pending"), media }, "entity"), "entity");
  const users = entries(record({ id: name, displayText: name, roles: fc.array(name, { maxLength: 2 }), endpoints }, "id"), "id");
  const floors = entries(record({ id: name, holders: fc.array(name, { maxLength: 2 }) }, "id"), "id");
  return record({ subject: name, locked: fc.boolean(), users, floors });
}
