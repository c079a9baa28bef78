import type { Issue } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";

const party = { type: "object", required: ["uri"], properties: { uri: { type: "string", minLength: 3, format: "uri" }, display: { type: "string", maxLength: 5 } } };

const schemas = {
  Party: party,
  Circle: { type: "object", required: ["type", "radius"], properties: { type: { const: "circle" }, radius: { type: "number", exclusiveMinimum: 0 } } },
  Square: { type: "object", required: ["type", "side"], properties: { type: { const: "square" }, side: { type: "number" } } },
  Shape: { oneOf: [{ $ref: "./Circle.json" }, { $ref: "./Square.json" }] },
  Invite: {
    type: "object",
    required: ["to", "a/b", "expires"],
    properties: {
      to: { $ref: "./Party.json" },
      expires: { type: "integer", minimum: 90, maximum: 86400 },
      "a/b": { type: "array", items: { type: "object", properties: { "x~y": { enum: ["p", "q"] } } } },
      pattern: { type: "string", pattern: "^[0-9]+$" },
      state: { anyOf: [{ enum: ["ringing", "queued"] }, { type: "string", maxLength: 10 }] },
      shape: { $ref: "./Shape.json" },
      either: { oneOf: [{ type: "string" }, { $ref: "./Party.json" }] },
    },
    additionalProperties: false,
  },
};

describe("explainX", async () => {
  const validators = await generatedValidators(schemas);
  const short = (issues: readonly Issue[]) => issues.map(({ pointer, keyword, expected, found, at }) => `${pointer} ${keyword}: expected ${expected}, found ${found} (${at})`);
  const explain = (value: unknown) => short(validators.explain("Invite", value));
  const good = { to: { uri: "acct:a@b" }, expires: 100, "a/b": [] };

  it("says nothing of a valid value", () => {
    expect(explain(good)).toEqual([]);
  });

  it("gives every issue in the order of the specification, each with its place in the value and in the text", () => {
    expect(explain({ expires: 30, "a/b": [{ "x~y": "p" }, { "x~y": "r" }], pattern: "x", other: 1, to: { uri: "x", display: "123456" } })).toEqual([
      '/to/uri minLength: expected at least 3 characters, found 1 character (Party.json#/properties/uri/minLength)',
      '/to/uri format: expected a text of format uri, found "x" (Party.json#/properties/uri/format)',
      '/to/display maxLength: expected at most 5 characters, found 6 characters (Party.json#/properties/display/maxLength)',
      '/expires minimum: expected >= 90, found 30 (Invite.json#/properties/expires/minimum)',
      '/a~1b/1/x~0y enum: expected "p", "q", found "r" (Invite.json#/properties/a~1b/items/properties/x~0y/enum)',
      '/pattern pattern: expected text matching ^[0-9]+$, found "x" (Invite.json#/properties/pattern/pattern)',
      '/other additionalProperties: expected no such property, found "other" (Invite.json#/additionalProperties)',
    ]);
  });

  it("points at what is missing, and at the wrong type without what follows from it", () => {
    expect(explain({ to: 7, "a/b": null })).toEqual([
      '/to type: expected an object, found 7 (Party.json#/type)',
      '/expires required: expected property "expires", found nothing (Invite.json#/required)',
      '/a~1b type: expected an array, found null (Invite.json#/properties/a~1b/type)',
    ]);
  });

  it("goes by the constant that tells the branches of a union apart", () => {
    expect(explain({ ...good, shape: { type: "circle", radius: 0, side: "x" } })).toEqual([
      "/shape/radius exclusiveMinimum: expected > 0, found 0 (Circle.json#/properties/radius/exclusiveMinimum)",
    ]);
    expect(explain({ ...good, shape: { type: "oval" } })).toEqual(['/shape/type oneOf: expected "circle", "square", found "oval" (Shape.json#/oneOf)']);
    expect(explain({ ...good, shape: {} })).toEqual(['/shape/type oneOf: expected "circle", "square", found nothing (Shape.json#/oneOf)']);
  });

  it("names the branch that was meant where the type tells it", () => {
    expect(explain({ ...good, either: { uri: 5 } })).toEqual(["/either/uri type: expected a string, found 5 (Party.json#/properties/uri/type)"]);
    expect(explain({ ...good, either: 5 })).toEqual(["/either oneOf: expected one of 2 forms, found 5 (Invite.json#/properties/either/oneOf)"]);
    expect(explain({ ...good, state: "x".repeat(11) })).toEqual([
      "/state maxLength: expected at most 10 characters, found 11 characters (Invite.json#/properties/state/anyOf/1/maxLength)",
    ]);
  });

  it("never shows a large value whole", () => {
    const [issue] = validators.explain("Invite", { ...good, pattern: "\u{1f600}".repeat(100_000) });
    expect(issue?.found.length).toBeLessThanOrEqual(60);
    expect(issue?.found).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
  });

  it("holds out against more issues than a call takes arguments", () => {
    const items = Array.from({ length: 130_000 }, () => ({ "x~y": 1 }));
    expect(validators.explain("Invite", { ...good, "a/b": items }).length).toBe(130_000);
  });
});
