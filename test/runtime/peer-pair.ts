import { manualClock, memoryTransports, Peer } from "@parley/runtime";
import type { Answer, CloseCause, IncomingCall, ManualClock, PeerOptions, SessionHandle, Transport } from "@parley/runtime";
import { callProtocol } from "./call-protocol.js";

export type Message = { readonly [key: string]: unknown };

/** One end of a test: what its program answers, and what it has heard. */
export interface End {
  readonly peer: Peer;
  readonly transport: Transport;
  /** By method; without one the request succeeds with no fields. */
  readonly answers: { [method: string]: (message: Message, call: IncomingCall) => Promise<Answer | undefined> | Answer | undefined };
  /** `msetup.request`, `mcandidate.notification`, in the order they were shown to the program. */
  readonly shown: string[];
  readonly notifications: Message[];
  readonly sessions: SessionHandle[];
  readonly faults: unknown[];
  readonly closed: CloseCause[];
  /** All messages that left this end. */
  readonly sent: Message[];
}

export interface Pair {
  readonly clock: ManualClock;
  readonly terminal: End;
  readonly function: End;
}

/** A terminal and a signalling function, joined; nobody is signed in yet. */
export function pair(options: Partial<PeerOptions> = {}): Pair {
  const clock = manualClock();
  const [left, right] = memoryTransports();
  const terminal = end("terminal", "signallingFunction", "terminalConnection", left, clock, options);
  return { clock, terminal, function: end("signallingFunction", "terminal", "functionConnection", right, clock, options) };
}

/** As {@link pair}, signed in. */
export async function signedIn(options: Partial<PeerOptions> = {}): Promise<Pair> {
  const made = pair(options);
  await made.terminal.peer.request("auth", { token: "good" });
  return made;
}

/** As {@link signedIn}, with a session that the terminal asked for. */
export async function established(): Promise<Pair & { readonly mine: SessionHandle; readonly theirs: SessionHandle }> {
  const made = await signedIn();
  made.function.answers["msetup"] = () => ({ answer: "yes" });
  const mine = made.terminal.peer.session("sessionInitiator", { session: "s1" });
  await mine.request("msetup", { to: "bob" });
  const theirs = made.function.peer.session("sessionResponder", { session: "s1" });
  return { ...made, mine, theirs };
}

/** Lets everything that is on its way arrive. */
export function arrive(clock: ManualClock): Promise<void> {
  return clock.advance(0);
}

/** What was rejected with, of a call that has to fail. */
export async function failure(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}

function end(
  role: string,
  remoteRole: string,
  connection: string,
  transport: Transport,
  clock: ManualClock,
  options: Partial<PeerOptions>,
): End {
  const made: Omit<End, "peer"> = {
    transport,
    answers: {},
    shown: [],
    notifications: [],
    sessions: [],
    faults: [],
    closed: [],
    sent: [],
  };
  const peer = new Peer({
    protocol: callProtocol,
    role,
    remoteRole,
    connection,
    transport,
    clock,
    observe: ({ direction, message }) => direction === "sent" && made.sent.push({ ...message }),
    onFault: (error) => made.faults.push(error),
    handlers: {
      request: (method, message, call) => {
        made.shown.push(`${method}.request`);
        if (call.session !== undefined) made.sessions.push(call.session);
        return made.answers[method]?.(message as Message, call) ?? (made.answers[method] === undefined ? {} : undefined);
      },
      notification: (method, message) => {
        made.shown.push(`${method}.notification`);
        made.notifications.push(message as Message);
      },
      closed: (cause) => made.closed.push(cause),
    },
    ...options,
  });
  return { ...made, peer };
}
