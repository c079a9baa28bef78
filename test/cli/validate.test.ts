import { run } from "@parley/cli";
import { describe, expect, it } from "vitest";
import { fakeTerminal } from "../support/fake-terminal.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { faulty, good, ring } from "./specifications.js";

const files = { "good.yaml": good, "parts/ring.yaml": ring, "faulty.yaml": faulty };

describe("parley validate", () => {
  it("judges a message, and says where it is wrong", async () => {
    const folder = temporaryFolder({ ...files, "valid.json": '{\n  "volume": 3\n}\n', "wrong.json": '{ "volume": 12 }' });
    const valid = fakeTerminal(folder);
    expect(await run(["validate", "good.yaml", "--message", "ring", "valid.json"], valid, "1")).toBe(0);
    expect(valid.written.out).toBe("1 message: 1 valid.\n");
    const wrong = fakeTerminal(folder);
    expect(await run(["validate", "good.yaml", "--message", "ring", "wrong.json"], wrong, "1")).toBe(1);
    expect(wrong.written.out).toBe("wrong.json:1: rejected\n  /volume: expected <= 11, found 12\n1 message: 1 rejected.\n");
  });

  it("says once what several schemas demand", async () => {
    const twice = good.replace("{ $ref: ./parts/ring.yaml }", "{ allOf: [{ type: object }, { $ref: ./parts/ring.yaml }] }");
    const terminal = fakeTerminal(temporaryFolder({ ...files, "good.yaml": twice }), "7");
    expect(await run(["validate", "good.yaml", "--message", "ring"], terminal, "1")).toBe(1);
    expect(terminal.written.out).toBe("<stdin>:1: rejected\n  the whole: expected an object, found 7\n1 message: 1 rejected.\n");
  });

  it("judges a message a line, one that is no JSON too", async () => {
    const terminal = fakeTerminal(temporaryFolder(files), '{"volume":1}\n\n{"volume":"loud"}\n{"volume":\n');
    expect(await run(["validate", "good.yaml", "--message", "ring"], terminal, "1")).toBe(1);
    expect(terminal.written.out).toMatch(
      /^<stdin>:3: rejected\n {2}\/volume: expected an integer, found "loud"\n<stdin>:4: rejected\n {2}not JSON: .+\n3 messages: 1 valid, 2 rejected\.\n$/,
    );
  });

  it("judges by a schema, of this file or another, and reports as JSON", async () => {
    const folder = temporaryFolder(files);
    for (const pointer of ["parts/ring.yaml#", "#/channels/line/messages/ring/payload"]) {
      const terminal = fakeTerminal(folder, "{}");
      expect(await run(["validate", "good.yaml", "--schema", pointer, "-", "--format", "json"], terminal, "1")).toBe(1);
      expect(JSON.parse(terminal.written.out)).toEqual({
        version: 1,
        valid: false,
        results: [{ line: 1, valid: false, issues: [{ pointer: "/volume", keyword: "required", expected: 'property "volume"', found: "nothing", at: "parts/ring.yaml#/required" }] }],
      });
    }
  });

  it.each([
    [["good.yaml"], "Name what to judge by: --schema POINTER, or --message with one of ring."],
    [["good.yaml", "--message", "rang"], 'There is no message "rang"; did you mean "ring"?'],
    [["good.yaml", "--schema", "parts/rin.yaml#"], 'There is no schema at "parts/rin.yaml#"; did you mean "parts/ring.yaml#"?'],
    [["good.yaml", "--message", "ring", "--schema", "#"], "Give --message or --schema, not both."],
    [["good.yaml", "--message", "ring", "nowhere.json"], 'Cannot read "nowhere.json": there is no such file or folder.'],
    [["good.yaml", "--message", "ring", "parts"], 'Cannot read "parts": it is a folder.'],
    [["good.yaml", "--message", "ring", "-"], '"<stdin>" holds no message.'],
  ])("tells wrong use: %j", async (words, says) => {
    const terminal = fakeTerminal(temporaryFolder(files));
    expect(await run(["validate", ...words], terminal, "1")).toBe(2);
    expect(terminal.written.err).toBe(`parley: ${says}\n`);
  });

  it("judges nothing by a specification that is wrong", async () => {
    const terminal = fakeTerminal(temporaryFolder(files), "{}");
    expect(await run(["validate", "faulty.yaml", "--schema", "#/components/schemas/Ring"], terminal, "1")).toBe(1);
    expect(terminal.written.out).toContain("error unknown-value");
  });

  it("is not brought down by depth, bytes that are no text, or __proto__", async () => {
    const folder = temporaryFolder({ ...files, "deep.json": "[".repeat(100_000), "binary.json": new Uint8Array([0xff, 0xfe, 0x00]), "proto.json": '{"__proto__":1,"volume":1}' });
    const deep = fakeTerminal(folder);
    expect(await run(["validate", "good.yaml", "--message", "ring", "deep.json"], deep, "1")).toBe(1);
    expect(deep.written.out).toContain("not JSON: it is nested more than 1000 levels deep");
    const binary = fakeTerminal(folder);
    expect(await run(["validate", "good.yaml", "--message", "ring", "binary.json"], binary, "1")).toBe(2);
    expect(binary.written.err).toBe('parley: "binary.json" is not text in UTF-8.\n');
    expect(await run(["validate", "good.yaml", "--message", "ring", "proto.json"], fakeTerminal(folder), "1")).toBe(0);
  });
});
