import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { chromium, installCommand } from "./chromium.mjs";
import { installCommand as installTester, schemathesis } from "./schemathesis.mjs";
import { install, root, say } from "./workspace.mjs";

try {
  await install();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  finish({ passed: 0, failed: 1, skipped: 0 });
}

const browser = await chromium();
if (browser === undefined) say(`No Chromium: the browser tests are skipped. To run them: ${installCommand}`);

const tester = await schemathesis();
if (tester === undefined) say(`No schemathesis: the property-based HTTP test is skipped. To run it: ${installTester}`);

const report = `${root}test/.tmp/report.json`;
mkdirSync(`${root}test/.tmp`, { recursive: true });
rmSync(report, { force: true });
say("Running the tests ...");
const args = ["node_modules/vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...process.argv.slice(2)];
const env = { ...process.env, PARLEY_CHROMIUM: browser ?? "", PARLEY_SCHEMATHESIS: tester ?? "" };
const vitest = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], env });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => vitest.kill(signal));
vitest.on("exit", (status) => finish(countOf(report, status)));

/** What the report says, and never a success that it does not say: a crash outside any test counts as one failure. */
function countOf(path, status) {
  let counted;
  try {
    const found = JSON.parse(readFileSync(path, "utf8"));
    const files = found.testResults.filter((file) => file.status === "failed" && file.assertionResults.every((test) => test.status !== "failed"));
    counted = { passed: found.numPassedTests, failed: found.numFailedTests + files.length, skipped: found.numPendingTests + found.numTodoTests, results: found.testResults };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const skipped = counted.results.flatMap((file) => file.assertionResults.filter((test) => test.status === "pending" || test.status === "skipped"));
  for (const test of skipped) say(`skipped: ${test.fullName}`);
  const wanted = skipped.filter((test) => !test.fullName.includes("[corpora]"));
  if (process.env.CI === "true" && wanted.length > 0) {
    say("With CI=true only the tests of outside corpora may be skipped.");
    counted = { ...counted, failed: counted.failed + wanted.length, skipped: counted.skipped - wanted.length };
  }
  if (status !== 0 && counted.failed === 0) counted = { ...counted, failed: 1 };
  return counted;
}

function finish({ passed, failed, skipped }) {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
