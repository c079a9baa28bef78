import { run } from "@parley/cli";
import { describe, expect, it } from "vitest";
import { fakeTerminal } from "../support/fake-terminal.js";
import { temporaryFolder } from "../support/temporary-folder.js";

describe("parley", () => {
  it.each(["check", "generate", "validate"])("%s --help shows one example, and it is a command that there is", async (command) => {
    const terminal = fakeTerminal(temporaryFolder());
    expect(await run([command, "--help"], terminal, "1")).toBe(0);
    const [, example = ""] = /\nExample:\n {2}(parley .+)\n$/.exec(terminal.written.out) ?? [];
    expect(example).toMatch(new RegExp(`^parley ${command} `));
    // Its options are known: what is wrong is only that the files are not here.
    const words = example.split(" ").slice(1).filter((word, index, all) => word !== ">" && all[index - 1] !== ">");
    const tried = fakeTerminal(temporaryFolder());
    await run(words, tried, "1");
    expect(tried.written.out).toContain("file-not-found");
    expect(tried.written.err).toBe("");
  });

  it.each([
    [[], "Usage: parley"],
    [["chek"], "unknown command 'chek'\n(Did you mean check?)"],
    [["check", "--strickt"], "unknown option '--strickt'\n(Did you mean --strict?)"],
    [["check", "--format", "xml"], "Allowed choices are text, json, sarif, junit."],
    [["check", "--max-bytes", "many"], "It must be a number of bytes."],
    [["validate"], "missing required argument 'SPEC'"],
  ])("tells wrong use: %j", async (words, says) => {
    const terminal = fakeTerminal(temporaryFolder());
    expect(await run(words, terminal, "1")).toBe(2);
    expect(terminal.written.err).toContain(says);
    expect(terminal.written.out).toBe("");
  });

  it("prints its version", async () => {
    const terminal = fakeTerminal(temporaryFolder());
    expect(await run(["--version"], terminal, "1.2.3")).toBe(0);
    expect(terminal.written.out).toBe("1.2.3\n");
  });
});
