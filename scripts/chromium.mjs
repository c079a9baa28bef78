// Finds the browser that the end-to-end tests drive; installs Debian's where it can.
import { existsSync, readFileSync } from "node:fs";
import { run, say } from "./workspace.mjs";

const debianPackage = "chromium-headless-shell";
const places = [`/usr/bin/${debianPackage}`, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

/** The one command that mends a missing browser. */
export const installCommand = `sudo apt-get install --no-install-recommends ${debianPackage}`;

/** Path of a Chromium, after installing one where that is possible; undefined where there is none. */
export async function chromium() {
  const found = find();
  if (found !== undefined) return found;
  if (!isDebian() || process.getuid?.() !== 0) return undefined;
  say(`No Chromium found: installing Debian's ${debianPackage} ...`);
  const quiet = { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  try {
    await run("apt-get", ["update", "-q"], quiet);
    await run("apt-get", ["install", "-y", "-q", "--no-install-recommends", debianPackage], quiet);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  return find();
}

function find() {
  const named = process.env.PARLEY_CHROMIUM;
  if (named !== undefined && named !== "") return existsSync(named) ? named : undefined;
  return places.find((place) => existsSync(place));
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}
