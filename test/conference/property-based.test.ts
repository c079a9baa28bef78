import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundle, createConfig } from "@redocly/openapi-core";
import { startReferenceServer } from "@parley/reference-server";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { sendCrowd } from "./property-based/crowd.js";
import { watchReach } from "./property-based/reach.js";

const tester = process.env["PARLEY_SCHEMATHESIS"] ?? "";
/** Test cases for each operation; ten times as many walks along the links. */
const cases = Number(process.env["PARLEY_HTTP_CASES"] ?? "2");
const seed = Number(process.env["PARLEY_HTTP_SEED"] ?? "2026");
const basePath = "/conference-management/v1";
/** How often the tester sets out, where its walks end early. */
const mostRounds = 20;
/** That of the document's examples, and this machine. */
const hosts = ["app.example", "127.0.0.1", "localhost", "[::1]"];
/** No tester is as fast: a limit that is reached would answer what something else is to answer. */
const perMinute = 1_000_000;
const folder = fileURLToPath(new URL("../.tmp/property-based/", import.meta.url));
const text = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

describe.skipIf(tester === "")("a property-based tester that knows the document alone", () => {
  it("finds nothing against the reference server, with every check and stateful links", async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const document = await bundled();
    const faults: string[] = [];
    // Events go no further than this: no request leaves the process but by it.
    const receivers = new Set<string>();
    vi.stubGlobal("fetch", ({ url }: Request) => new Promise((answer) => answer(receive(receivers, url))));
    onTestFinished(() => void vi.unstubAllGlobals());
    const server = await startReferenceServer({
      users: ["alice"],
      webhookHosts: hosts,
      requestsPerMinute: perMinute,
      log: (event, fields) => event.includes("fault") && faults.push(`${event} ${JSON.stringify(fields)}`),
    });
    onTestFinished(() => server.close());
    const { conferences, leave } = await sendCrowd(server.conferences, { count: 50 + 10 * cases, perMinute });
    const reach = watchReach(document, basePath);
    const token = server.users[0]?.token ?? "";
    const args = [
      "--config-file", configured(conferences), "run", `${folder}openapi.json`, "--url", `${server.url}${basePath}`,
      "--header", `Authorization: Bearer ${token}`, "--checks", "all", "--max-examples", String(cases), "--continue-on-failure", "--no-shrink",
      "--report", "json", "--report-json-path", `${folder}report.json`, "--output-truncate", "false",
    ];
    let { status, said } = await run([...args, "--seed", String(seed)]);
    // The tester ends its walks early where the same walk does not lead to the same answer, as on a server with a state it must.
    for (let round = 1, walks = walksIn(said); status === 0 && walks < 10 * cases && round < mostRounds; round += 1) {
      const more = await run([...args, "--seed", String(seed + round), "--phases", "stateful"]);
      walks += walksIn(more.said);
      status = more.status;
      said += more.said;
    }
    writeFileSync(`${folder}said.txt`, said);
    await leave();
    reach.stop();
    console.log(`seed ${seed}: ${reach.requests()} requests, ${reach.succeeded().length} operations with a success; what was said is in test/.tmp/property-based/said.txt`);
    console.log(`never with a success: ${reach.missed().join(", ")}`);
    expect([...receivers].filter((host) => !hosts.includes(host))).toEqual([]);
    expect(faults).toEqual([]);
    expect(failures(said)).toBe("");
    expect(status).toBe(0);
    expect(reach.requests()).toBeGreaterThan(4_000);
    expect(reach.succeeded().length).toBeGreaterThan(40);
  }, 3_600_000);
});

/** The document in one file, as testers take it. */
async function bundled(): Promise<object> {
  const { bundle: made } = await bundle({ ref: text("specs/conference/openapi.yaml"), config: await createConfig({}) });
  writeFileSync(`${folder}openapi.json`, JSON.stringify(made.parsed));
  return made.parsed as object;
}

function configured(conferences: readonly string[]): string {
  const config = readFileSync(text("test/conference/property-based/schemathesis.toml"), "utf8");
  const known = `[dictionaries.conferences]\nvalues = ${JSON.stringify(conferences)}\n`;
  writeFileSync(`${folder}schemathesis.toml`, `${config}\n[phases.stateful.generation]\nmax-examples = ${10 * cases}\n\n${known}`);
  return `${folder}schemathesis.toml`;
}

async function run(args: readonly string[]): Promise<{ readonly status: number | null; readonly said: string }> {
  const child = spawn(tester, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, NO_COLOR: "1", SCHEMATHESIS_HOOKS: "hooks", PYTHONPATH: text("test/conference/property-based"), PYTHONDONTWRITEBYTECODE: "1" } });
  onTestFinished(() => void child.kill());
  let said = "";
  for (const out of [child.stdout, child.stderr]) out.on("data", (bytes: Buffer) => (said += bytes.toString("utf8")));
  const status = await new Promise<number | null>((ended) => child.on("exit", ended));
  return { status, said };
}

/** How many walks along the links there were. */
function walksIn(said: string): number {
  return Number(/Scenarios: +(\d+)/.exec(said)?.[1] ?? 0);
}

/** From the first failure or error on. */
function failures(said: string): string {
  const from = said.search(/^=+ (FAILURES|ERRORS) =+$/m);
  return from < 0 ? "" : said.slice(from, from + 20_000);
}

/** What an application answers to an event, or nobody where there is none. */
function receive(receivers: Set<string>, url: string): Response {
  const { hostname } = new URL(url);
  receivers.add(hostname);
  if (hostname !== "app.example") throw new TypeError("Nobody is there.");
  return new Response(null, { status: 204 });
}
