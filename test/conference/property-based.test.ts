import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle, createConfig } from "@redocly/openapi-core";
import { startReferenceServer } from "@parley/reference-server";
import { describe, expect, it, onTestFinished } from "vitest";

const tester = process.env["PARLEY_SCHEMATHESIS"] ?? "";
/** Test cases for each operation and phase. 40 make more than 20,000 requests. */
const cases = process.env["PARLEY_HTTP_CASES"] ?? "2";
const seed = process.env["PARLEY_HTTP_SEED"] ?? "2026";
const folder = fileURLToPath(new URL("../.tmp/property-based/", import.meta.url));
const text = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe.skipIf(tester === "")("a property-based tester that knows the document alone", () => {
  it("finds nothing against the reference server, with every check and stateful links", async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const document = await bundled();
    const faults: string[] = [];
    const server = await startReferenceServer({ users: ["alice"], log: (event, fields) => event.includes("fault") && faults.push(`${event} ${JSON.stringify(fields)}`) });
    onTestFinished(() => server.close());
    const token = server.users[0]?.token ?? "";
    const { status, said } = await run([
      "--config-file", text("test/conference/property-based/schemathesis.toml"), "run", document, "--url", `${server.url}/conference-management/v1`,
      "--header", `Authorization: Bearer ${token}`, "--checks", "all", "--max-examples", cases, "--seed", seed, "--continue-on-failure", "--no-shrink",
      "--report", "json", "--report-json-path", `${folder}report.json`, "--output-truncate", "false",
    ]);
    const counted = /^ +([0-9]+) generated/m.exec(said)?.[1];
    console.log(`seed ${seed}: ${counted ?? "no"} test cases; what was said is in test/.tmp/property-based/said.txt`);
    expect(faults).toEqual([]);
    expect(failures(said)).toBe("");
    expect(status).toBe(0);
    expect(Number(counted)).toBeGreaterThan(90);
  }, 3_600_000);
});

/** The document in one file, as testers take it. */
async function bundled(): Promise<string> {
  const { bundle: made } = await bundle({ ref: text("specs/conference/openapi.yaml"), config: await createConfig({}) });
  writeFileSync(`${folder}openapi.json`, JSON.stringify(made.parsed));
  return `${folder}openapi.json`;
}

async function run(args: readonly string[]): Promise<{ readonly status: number | null; readonly said: string }> {
  const child = spawn(tester, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1" } });
  onTestFinished(() => void child.kill());
  let said = "";
  for (const out of [child.stdout, child.stderr]) out.on("data", (bytes: Buffer) => (said += bytes.toString("utf8")));
  const status = await new Promise<number | null>((ended) => child.on("exit", ended));
  writeFileSync(`${folder}said.txt`, said);
  return { status, said };
}

/** From the first failure or error on. */
function failures(said: string): string {
  const from = said.search(/^=+ (FAILURES|ERRORS) =+$/m);
  return from < 0 ? "" : said.slice(from, from + 20_000);
}
