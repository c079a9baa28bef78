import { ProtocolError } from "@parley/runtime";

/** The short name of the problem that a call is refused with. */
export async function problemOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "none",
    (error: unknown) => (error instanceof ProtocolError ? error.problem : String(error)),
  );
}
