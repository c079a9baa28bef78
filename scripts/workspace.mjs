// Installs and builds the workspaces when they need it. Plain Node.js, no dependency.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const installedMark = `${root}node_modules/.parley-installed`;

/** Runs `npm ci` unless this lockfile is what is installed already. `npm ci` builds too. Says what it does. */
export async function install() {
  if (readOr(installedMark) === lockfileHash()) return build();
  say("Installing the exact versions of package-lock.json ...");
  await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  writeFileSync(installedMark, lockfileHash());
}

/** Type-checks and builds what changed. */
export async function build() {
  say("Building the workspaces ...");
  await run(process.execPath, ["scripts/build.mjs"]);
}

/** Runs a command in the repository, its output shown; rejects when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32", ...options });
    child.on("error", reject);
    child.on("exit", (status, signal) => {
      if (status === 0) resolve();
      else reject(new Error(`${command} ${args.join(" ")} ended with ${signal ?? `status ${status}`}`));
    });
  });
}

/** One line to the person who waits. */
export function say(line) {
  console.log(line);
}

function lockfileHash() {
  return createHash("sha256").update(readFileSync(`${root}package-lock.json`)).update(process.version).digest("hex");
}

function readOr(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
