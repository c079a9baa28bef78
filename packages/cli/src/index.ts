export type { ExitStatus } from "./exit-status.js";
export { run } from "./run.js";
export type { Terminal } from "./terminal.js";
