import { resolve } from "node:path";
import { diskHost, formatDiagnostic, type Host, printable } from "@parley/compiler";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { recordingHost } from "./recording-host.js";
import { countOf } from "./report.js";
import type { Round } from "./round.js";
import type { Terminal } from "./terminal.js";
import { WatchedFiles } from "./watched-files.js";

/** Generates, and again whenever a file that was read changes, until the user ends it. A line a round, after what is wrong. */
export async function watch(terminal: Terminal, round: (host: Host) => Promise<Round>): Promise<ExitStatus> {
  const watched = new WatchedFiles();
  const stopped = terminal.stopSignal();
  stopped.addEventListener("abort", () => watched.close());
  while (!stopped.aborted) {
    const host = recordingHost(diskHost(terminal.workingFolder));
    const started = performance.now();
    const changed = watched.nextChange();
    const made = await round(host);
    for (const one of made.diagnostics) terminal.out(`${formatDiagnostic(one, { colour: terminal.colour })}\n\n`);
    terminal.out(`${printable(made.lines.join("; "))} (${countOf(made.diagnostics)}, ${(performance.now() - started).toFixed(0)} ms)\n`);
    const absolute = (paths: ReadonlySet<string>) => Array.from(paths, (path) => resolve(terminal.workingFolder, path));
    watched.watch(absolute(host.files), absolute(host.folders));
    await changed;
  }
  return exitStatus.clean;
}
