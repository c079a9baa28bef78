import { refuse } from "@parley/runtime";
import {
  connectSignalling, type IncomingSession, type IncomingSetup, type MupdateAnswer, type OutgoingSession, type OutgoingSetup, serveSignalling,
  type SignallingFunctionHandlers,
} from "@parley/signalling";

/** Programs that must not compile, each marked as such; compiled by types.test.ts, never run. */
export function misuse(
  setup: OutgoingSetup,
  outgoing: OutgoingSession,
  incoming: IncomingSetup,
  accepted: IncomingSession,
  handlers: SignallingFunctionHandlers<undefined>,
): readonly unknown[] {
  // @ts-expect-error the side that asked cannot accept
  const accept: unknown = outgoing.accept;
  // @ts-expect-error nor before the answer
  const acceptSetup: unknown = setup.accept;
  // @ts-expect-error what is not established cannot be transferred
  const transfer: unknown = setup.transfer;
  // @ts-expect-error nor by the called side
  const transferIncoming: unknown = incoming.transfer;
  // @ts-expect-error what is established cannot be cancelled
  const cancel: unknown = outgoing.cancel;
  // @ts-expect-error the called side has no answer to show
  const answer: unknown = accepted.answer;
  // @ts-expect-error a problem that no setup may be refused with
  incoming.refuse("not-established");
  // @ts-expect-error the envelope is the runtime's
  outgoing.candidate({ ufrag: "8hhY", candidates: [], seq: 3 });
  // @ts-expect-error a cause has a reason
  void outgoing.disconnect({});
  // @ts-expect-error an update is answered or refused with its own problems
  outgoing.onUpdate(() => refuse("busy"));
  outgoing.onUpdate((): MupdateAnswer => ({}));
  outgoing.onUpdate(async () => refuse("declined"));
  // @ts-expect-error a token is needed
  void connectSignalling("wss://operator.example/", {});

  const { msetup: _msetup, ...others } = handlers;
  // @ts-expect-error a request without a handler would have no answer
  serveSignalling(others);
  const { goaway: _goaway, closed: _closed, ...without } = handlers;
  serveSignalling(without);
  return [accept, acceptSetup, transfer, transferIncoming, cancel, answer];
}
