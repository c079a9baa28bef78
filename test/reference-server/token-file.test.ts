import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { fileTokenStore } from "../../packages/reference-server/src/token-file.js";

function file(): string {
  const folder = mkdtempSync(join(tmpdir(), "parley-tokens-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "deep/conference.db.tokens");
}

describe("tokens in a file", () => {
  it("are good after a restart, beside those that it makes", () => {
    const path = file();
    const [before, after] = [fileTokenStore(path), fileTokenStore(path)];
    const alice = before.mint("alice");
    const again = fileTokenStore(path);
    const bob = again.mint("bob");
    expect([again.userOf(alice), again.userOf(bob), again.userOf(`${alice}0`), after.userOf(alice)]).toEqual(["alice", "bob", undefined, undefined]);
  });

  it("are not in it, and nobody else may read what is", () => {
    const path = file();
    const token = fileTokenStore(path).mint("alice");
    expect(readFileSync(path, "utf8")).not.toContain(token);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("make room for new ones, each user's for its own", () => {
    const store = fileTokenStore(file());
    const bob = store.mint("bob");
    const tokens = Array.from({ length: 9 }, () => store.mint("alice"));
    expect(tokens.map((token) => store.userOf(token))).toEqual([undefined, ...Array.from({ length: 8 }, () => "alice")]);
    expect(store.userOf(bob)).toBe("bob");
  });

  it.each(["", "[1", "[[]]", '{"alice":"x"}', '{"alice":[1]}'])("are not taken from a file of something else: %s", (text) => {
    const path = file();
    fileTokenStore(path).mint("alice");
    writeFileSync(path, text);
    expect(() => fileTokenStore(path)).toThrow(/does not hold the tokens/);
    expect(readFileSync(path, "utf8")).toBe(text);
  });
});
