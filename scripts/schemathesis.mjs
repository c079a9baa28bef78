// Finds the property-based HTTP tester that judges the conference function; installs it into a Python environment of its own where it can.
import { existsSync } from "node:fs";
import { root, run, say } from "./workspace.mjs";

const version = "4.32.5";
const home = `${root}node_modules/.cache/schemathesis-${version}`;

/** The one command that mends a missing tester. */
export const installCommand = `python3 -m venv ${home} && ${home}/bin/pip install schemathesis==${version}`;

/** Path of the tester, after installing it where that is possible; undefined where there is none. */
export async function schemathesis() {
  const named = process.env.PARLEY_SCHEMATHESIS;
  if (named !== undefined && named !== "") return existsSync(named) ? named : undefined;
  const program = `${home}/bin/schemathesis`;
  if (existsSync(program)) return program;
  say(`Installing schemathesis ${version} into node_modules/.cache ...`);
  const quiet = { stdio: ["ignore", "ignore", "inherit"] };
  try {
    await run("python3", ["-m", "venv", home], quiet);
    await run(`${home}/bin/pip`, ["install", "--quiet", "--disable-pip-version-check", `schemathesis==${version}`], quiet);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  return existsSync(program) ? program : undefined;
}
