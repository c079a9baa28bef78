import type { Answerer } from "./answerer.js";
import { ConnectionError } from "./errors.js";
import type { CloseCause } from "./peer-handlers.js";
import type { PeerParts } from "./peer-parts.js";

/** The connection is over: everything that is open on it ends, sessions first, the connection last. */
export function conclude({ sessions, transactions, connection }: PeerParts, answerer: Answerer, cause: CloseCause): void {
  const reason = cause.reason === "state-lost" ? "state-lost" : "connection-lost";
  for (const session of sessions.all) {
    if (reason === "state-lost") session.blame({ reason });
    session.run.trigger("ended");
    session.finish({ reason });
  }
  answerer.concludeAll(undefined, cause);
  transactions.failAll(new ConnectionError(cause.reason, cause.text));
  connection.trigger("ended");
  connection.finish();
  sessions.clear();
}
