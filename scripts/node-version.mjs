// Refuses a Node.js that is too old, in one sentence. Written so that old versions can still read it.
import { readFileSync } from "fs";

/** The lowest version that package.json allows, as [major, minor]. */
function lowest() {
  const engines = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).engines.node;
  return /(\d+)\.(\d+)/.exec(engines).slice(1).map(Number);
}

/** Ends the process with status 2 when this Node.js is older than package.json allows. */
export function requireNode(version = process.versions.node) {
  const [major, minor] = version.split(".").map(Number);
  const [needMajor, needMinor] = lowest();
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  console.error(`Parley needs Node.js ${needMajor}.${needMinor} or later; this is ${version}.`);
  process.exit(2);
}
