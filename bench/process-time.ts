import { spawn } from "node:child_process";

/** What one contender did in one run: wall time in milliseconds, or undefined where it was stopped at the deadline or failed. */
export type Run = { readonly kind: "finished"; readonly milliseconds: number } | { readonly kind: "stopped" } | { readonly kind: "failed"; readonly output: string };

/** Runs a command as a whole process and times it. A run over the deadline is killed. */
export function timeProcess(command: readonly string[], directory: string, deadline: number): Promise<Run> {
  return new Promise((done) => {
    const started = performance.now();
    const child = spawn(command[0] ?? "", command.slice(1), { cwd: directory, stdio: ["ignore", "ignore", "pipe"] });
    let output = "";
    let stopped = false;
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const timer = setTimeout(() => {
      stopped = true;
      child.kill("SIGKILL");
    }, deadline);
    child.on("error", (error) => done({ kind: "failed", output: error.message }));
    child.on("exit", (status) => {
      clearTimeout(timer);
      if (stopped) done({ kind: "stopped" });
      else if (status !== 0) done({ kind: "failed", output });
      else done({ kind: "finished", milliseconds: performance.now() - started });
    });
  });
}

/** The middle of some numbers; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return undefined;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
