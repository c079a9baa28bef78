// Installs and builds the workspaces when they need it. Plain Node.js, no dependency.
import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Runs `npm ci` unless what this lockfile names is installed already. `npm ci` builds too. Says what it does. */
export async function install() {
  if (isInstalled()) return build();
  say("Installing the exact versions of package-lock.json ...");
  await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
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

/** npm writes its hidden lockfile last; where it is the younger one, all of package-lock.json is there. */
function isInstalled() {
  try {
    return statSync(`${root}node_modules/.package-lock.json`).mtimeMs >= statSync(`${root}package-lock.json`).mtimeMs;
  } catch {
    return false;
  }
}
