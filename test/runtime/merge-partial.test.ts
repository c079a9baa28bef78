import { mergePartial } from "@parley/runtime";
import { describe, expect, it } from "vitest";

const names = { users: "id", endpoints: "entity" };
const known: object = { subject: "Weekly", users: [{ id: "a", roles: ["moderator"], endpoints: [{ entity: "a1", status: "connected" }] }, { id: "b" }] };

describe("a change is put into what is known", () => {
  it.each<[string, object, object]>([
    ["members take the place of those known, the others stay", { locked: true, subject: "Daily" }, { ...known, subject: "Daily", locked: true }],
    ["a partial entry keeps what it does not say", { users: [{ id: "b", state: "partial", text: "Bob" }] }, { ...known, users: [first(), { id: "b", text: "Bob" }] }],
    ["an unknown state is read as partial", { users: [{ id: "a", state: "new", text: "Al" }] }, { ...known, users: [{ ...first(), text: "Al" }, { id: "b" }] }],
    ["a full entry takes the place of the whole", { users: [{ id: "a", state: "full" }] }, { ...known, users: [{ id: "a" }, { id: "b" }] }],
    ["so does one without a state", { users: [{ id: "a" }] }, { ...known, users: [{ id: "a" }, { id: "b" }] }],
    ["a deleted entry is there no more", { users: [{ id: "a", state: "deleted" }] }, { ...known, users: [{ id: "b" }] }],
    ["a new entry comes last", { users: [{ id: "c" }] }, { ...known, users: [first(), { id: "b" }, { id: "c" }] }],
    ["a partial entry that is not known is new", { users: [{ id: "c", state: "partial" }] }, { ...known, users: [first(), { id: "b" }, { id: "c" }] }],
    ["other lists are values", { users: [{ id: "a", state: "partial", roles: ["participant"] }] }, { ...known, users: [{ ...first(), roles: ["participant"] }, { id: "b" }] }],
    [
      "entries inside entries are merged the same way",
      { users: [{ id: "a", state: "partial", endpoints: [{ entity: "a1", state: "partial", muted: true }, { entity: "a2", state: "full" }] }] },
      { ...known, users: [{ ...first(), endpoints: [{ entity: "a1", status: "connected", muted: true }, { entity: "a2" }] }, { id: "b" }] },
    ],
  ])("%s", (_, change, result) => {
    const before = structuredClone(known);
    expect(mergePartial(known, change, names)).toEqual(result);
    expect(known).toEqual(before);
  });

  it("a whole state, merged into nothing, is itself, without the states of its entries", () => {
    expect(mergePartial({}, { users: [{ id: "a", state: "full", endpoints: [{ entity: "a1", state: "full" }] }] }, names)).toEqual({
      users: [{ id: "a", endpoints: [{ entity: "a1" }] }],
    });
  });

  it("names of the language are members like others", () => {
    const change = JSON.parse('{ "constructor": [1], "__proto__": { "polluted": true } }') as object;
    const result = mergePartial<object>({}, change, names);
    expect(JSON.stringify(result)).toBe('{"constructor":[1],"__proto__":{"polluted":true}}');
    expect(result).not.toHaveProperty("polluted");
  });
});

function first() {
  return { id: "a", roles: ["moderator"], endpoints: [{ entity: "a1", status: "connected" }] };
}
