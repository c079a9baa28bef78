import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "@parley/cli";
import { describe, expect, it, vi } from "vitest";
import { fakeTerminal } from "../support/fake-terminal.js";
import { expectGolden } from "../support/golden.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { coverage, doubtful, faulty, good, ring } from "./specifications.js";

describe("parley check", () => {
  it.each(["text", "json", "sarif", "junit"])("reports as %s", async (format) => {
    const terminal = fakeTerminal(temporaryFolder({ "good.yaml": good, "parts/ring.yaml": ring, "faulty.yaml": faulty }));
    expect(await run(["check", "good.yaml", "faulty.yaml", "--format", format], terminal, "1.2.3")).toBe(1);
    expect(terminal.written.err).toBe("");
    await expectGolden(join(import.meta.dirname, "reports", `${format}.txt`), terminal.written.out);
  });

  it("ends with 0 where nothing is wrong, and with warnings unless they are strict", async () => {
    const folder = temporaryFolder({ "good.yaml": good, "parts/ring.yaml": ring, "doubtful.yaml": doubtful });
    const clean = fakeTerminal(folder);
    expect(await run(["check", "good.yaml"], clean, "1.2.3")).toBe(0);
    expect(clean.written.out).toBe("No findings in 1 specification.\n");
    expect(await run(["check", "doubtful.yaml"], fakeTerminal(folder), "1.2.3")).toBe(0);
    expect(await run(["check", "doubtful.yaml", "--strict"], fakeTerminal(folder), "1.2.3")).toBe(1);
  });

  it("reads parley.config.json where no specification is named", async () => {
    const configuration = JSON.stringify({ specifications: ["specs"], outputs: [{ specification: "other/good.yaml", target: "typescript", out: "gen" }] });
    const folder = temporaryFolder({ "parley.config.json": configuration, "specs/doubtful.yaml": doubtful, "other/good.yaml": good, "other/parts/ring.yaml": ring });
    const terminal = fakeTerminal(folder);
    expect(await run(["check"], terminal, "1.2.3")).toBe(0);
    expect(terminal.written.out).toContain("specs/doubtful.yaml:5:13: warning foreign-keyword");
    expect(terminal.written.out).toContain("1 warning in 2 specifications.");
  });

  it("finds the specifications of a folder", async () => {
    const terminal = fakeTerminal(temporaryFolder({ "specs/good.yaml": good, "specs/parts/ring.yaml": ring, "specs/deep/doubtful.yaml": doubtful }));
    expect(await run(["check", "."], terminal, "1.2.3")).toBe(0);
    expect(terminal.written.out).toContain("in 2 specifications.");
  });

  it("shows no more than a person reads, and says how many there are", async () => {
    const keys = Array.from({ length: 150 }, (_, index) => `k${String(index)}: 1\n`).join("");
    const folder = temporaryFolder({ "many.yaml": `asyncapi: 3.0.0\ninfo: { title: T, version: "1" }\n${keys}` });
    const terminal = fakeTerminal(folder);
    expect(await run(["check", "many.yaml"], terminal, "1.2.3")).toBe(1);
    expect(terminal.written.out).toContain("... and 50 more; --format json has all of them.\n\n150 errors in 1 specification.\n");
    const whole = fakeTerminal(folder);
    await run(["check", "many.yaml", "--format", "json"], whole, "1.2.3");
    expect((JSON.parse(whole.written.out) as { errors: number }).errors).toBe(150);
  });

  it("shows errors before warnings where it cannot show all", async () => {
    const required = Array.from({ length: 120 }, (_, index) => `p${String(index)}`).join(", ");
    const text = `asyncapi: 3.0.0
info: { title: Bell, version: 1.0.0 }
components:
  schemas:
    Bell: { type: object, required: [${required}] , properties: {} }
    Ring: { type: integer, maximum: "11" }
`;
    const terminal = fakeTerminal(temporaryFolder({ "many.yaml": text }));
    expect(await run(["check", "many.yaml"], terminal, "1.2.3")).toBe(1);
    expect(terminal.written.out).toMatch(/^many\.yaml:6:\d+: error wrong-type\n[^]*1 error, 120 warnings/);
  });

  it("colours what it shows to a person, and takes back what it was doing", async () => {
    const terminal = fakeTerminal(temporaryFolder({ "faulty.yaml": faulty }), "", true);
    await run(["check", "faulty.yaml"], terminal, "1.2.3");
    expect(terminal.written.out).toContain("\u001b[31merror\u001b[39m unknown-value");
    expect(terminal.written.err).toBe("Checking ...\r\u001b[K");
  });

  it("respects the limit of bytes", async () => {
    const terminal = fakeTerminal(temporaryFolder({ "good.yaml": good, "parts/ring.yaml": ring }));
    expect(await run(["check", "good.yaml", "--max-bytes", "100"], terminal, "1.2.3")).toBe(1);
    expect(terminal.written.out).toContain("good.yaml: error file-too-large\n  The file has 243 bytes, more than the 100 that are read.\n");
  });

  it("quotes the oracle", async () => {
    const text = good.replace("payload: { $ref: ./parts/ring.yaml }", "payload: { type: object }\n        contentType: 5").replace("action: receive", "action: receive\n    title: 7");
    const terminal = fakeTerminal(temporaryFolder({ "odd.yaml": text }));
    expect(await run(["check", "odd.yaml", "--oracle"], terminal, "1.2.3")).toBe(1);
    expect(terminal.written.out).toMatch(/error oracle-objects\n {2}@asyncapi\/parser says: /);
  }, 60_000);

  it("does not let the oracle follow a reference to the network", async () => {
    const terminal = fakeTerminal(temporaryFolder({ "remote.yaml": good.replace("./parts/ring.yaml", "https://example.org/ring.yaml") }));
    expect(await run(["check", "remote.yaml", "--oracle"], terminal, "1.2.3")).toBe(0);
    expect(terminal.written.err).toContain("The oracle was not asked");
    expect(terminal.written.out).not.toContain("oracle-objects");
  });
});

describe("parley check --coverage", () => {
  const files = { "good.yaml": good, "parts/ring.yaml": ring, "coverage.yaml": coverage, "page.md": "Rings are soft.\n" };
  const covered = coverage.replace("elements: []", 'elements: ["good.yaml#line/messages/ring", "page.md#soft"]');

  it.each(["text", "json", "sarif", "junit"])("reports as %s", async (format) => {
    const terminal = fakeTerminal(temporaryFolder(files));
    expect(await run(["check", "good.yaml", "--coverage", "coverage.yaml", "--format", format], terminal, "1.2.3")).toBe(1);
    await expectGolden(join(import.meta.dirname, "reports", `coverage-${format}.txt`), terminal.written.out);
  });

  it("ends with 0 where all that is asked for is there, and names all that is there", async () => {
    const terminal = fakeTerminal(temporaryFolder({ ...files, "coverage.yaml": covered }));
    expect(await run(["check", ".", "--coverage", "coverage.yaml"], terminal, "1.2.3")).toBe(0);
    expect(terminal.written.out).toBe("No findings in 1 specification.\n");
  });

  it("looks for the file, and for what it names, as they are named", async () => {
    const folder = temporaryFolder({ ...files, "coverage.yaml": covered });
    const missing = fakeTerminal(folder);
    expect(await run(["check", "good.yaml", "--coverage", "coverig.yaml"], missing, "1.2.3")).toBe(1);
    expect(missing.written.out).toContain("coverig.yaml: error file-not-found");
    const limited = fakeTerminal(folder);
    expect(await run(["check", "good.yaml", "--coverage", "coverage.yaml", "--max-bytes", "250"], limited, "1.2.3")).toBe(1);
    expect(limited.written.out).toContain("coverage.yaml: error file-too-large");
  });

  it("judges again when a file changes that the requirements name, be it no document", async () => {
    const folder = temporaryFolder({ ...files, "coverage.yaml": covered });
    const terminal = fakeTerminal(folder);
    const ended = run(["check", "good.yaml", "--coverage", "coverage.yaml", "--watch"], terminal, "1.2.3");
    const said = async (expected: RegExp) => {
      await vi.waitFor(() => expect(terminal.written.out).toMatch(/ ms\)\n$/), { timeout: 20_000, interval: 10 });
      expect(terminal.written.out).toMatch(expected);
      terminal.written.out = "";
    };
    await said(/^Checked 1 specification \(no findings, \d+ ms\)\n$/);
    writeFileSync(join(folder, "page.md"), "Rings are loud.\n");
    await said(/error unknown-element[^]*\nChecked 1 specification \(1 error, \d+ ms\)\n$/);
    writeFileSync(join(folder, "page.md"), "Rings are soft.\n");
    await said(/^Checked 1 specification \(no findings, \d+ ms\)\n$/);
    writeFileSync(join(folder, "coverage.yaml"), coverage);
    await said(/error requirement-without-element/);
    terminal.stop();
    expect(await ended).toBe(0);
  });

  it("has one way to report to who watches", async () => {
    const terminal = fakeTerminal(temporaryFolder(files));
    expect(await run(["check", "good.yaml", "--watch", "--format", "json"], terminal, "1.2.3")).toBe(2);
    expect(terminal.written.err).toBe("parley: Give --watch or --format, not both: who watches reads text.\n");
  });
});
