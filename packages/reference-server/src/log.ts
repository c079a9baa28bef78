/** Writes what happened as one JSON line. Fields are names, numbers and states: never a token, never a session description. */
export type Log = (event: string, fields?: { readonly [name: string]: string | number | boolean | undefined }) => void;

/** A log whose lines go to `write`, each with its time. */
export function jsonLinesLog(write: (line: string) => void, now: () => Date = () => new Date()): Log {
  return (event, fields = {}) => write(`${JSON.stringify({ at: now().toISOString(), event, ...fields })}\n`);
}

/** What a fault may leave in a log: its kind and where it happened. Its message may quote what a peer has sent. */
export function faultFields(error: unknown): { readonly error: string; readonly where?: string } {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^ {4}at /.test(line));
  return { error: error.name, ...(frames.length === 0 ? {} : { where: frames.slice(0, 12).map((line) => line.trim()).join("; ") }) };
}

/** A log that keeps nothing. */
export const silentLog: Log = () => undefined;
