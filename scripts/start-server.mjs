import { spawn } from "node:child_process";
import { build, install, root, run, say } from "./workspace.mjs";

try {
  await install();
  say("Compiling the canonical specifications ...");
  await run(process.execPath, ["packages/cli/bin/parley.js", "generate"]);
  await build();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}

say("Starting the reference server ...");
const server = spawn(process.execPath, ["packages/reference-server/dist/main.js", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
// Ctrl-C reaches the whole foreground group; a signal to this process alone is passed on. Either way the server's end is ours.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill(signal));
server.on("exit", (status, signal) => process.exit(signal === null ? (status ?? 1) : 0));
