/** Writes what happened as one JSON line. Fields are names, numbers and states: never a token, never a session description. */
export type Log = (event: string, fields?: { readonly [name: string]: string | number | boolean | undefined }) => void;

/** A log whose lines go to `write`, each with its time. */
export function jsonLinesLog(write: (line: string) => void, now: () => Date = () => new Date()): Log {
  return (event, fields = {}) => write(`${JSON.stringify({ at: now().toISOString(), event, ...fields })}\n`);
}

/** A log that keeps nothing. */
export const silentLog: Log = () => undefined;
