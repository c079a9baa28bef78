import { type ManualClock, manualClock, memoryTransports, refuse, type Transport } from "@parley/runtime";
import {
  type AuthAnswer, type Connection, connectSignalling, type IncomingSetup, type MupdateAnswer, type Offer, type OutgoingSetup, serveSignalling, type SignallingClient,
  type SignallingFunctionHandlers, type Answer,
} from "@parley/signalling";
import { expect, onTestFinished } from "vitest";

/** A client and the function's end of its connection, in one process; time stands still. */
export interface Pair {
  readonly client: SignallingClient;
  readonly connection: Connection<undefined>;
  readonly clock: ManualClock;
  /** What the client has sent, without acknowledgements: `msetup request`. */
  readonly sent: readonly string[];
  /** What handlers of the client threw. */
  readonly faults: readonly unknown[];
  /** The connection breaks, without a word from either side; for good, where no other one can be opened. */
  lose(forGood?: boolean): void;
}

export type Handlers = SignallingFunctionHandlers<undefined>;

/** A signed-in client; `handlers` are the function's, as far as the test is about them. */
export async function pair(handlers: Partial<Handlers> = {}): Promise<Pair> {
  const clock = manualClock();
  const server = serveSignalling<undefined>({ ...silent, ...handlers }, { clock });
  const connections: Connection<undefined>[] = [];
  let terminal: Transport | undefined;
  let isThere = true;
  const connect = (): Transport => {
    if (!isThere) throw new Error("There is no network.");
    const [near, far] = memoryTransports();
    connections.push(server.accept(far, undefined));
    return (terminal = near);
  };
  const sent: string[] = [];
  const faults: unknown[] = [];
  const client = await connectSignalling("wss://operator.example/", {
    token: "good",
    transport: connect,
    clock,
    onFault: (error) => faults.push(error),
    observe: ({ direction, message }) => {
      if (direction === "sent" && message.method !== "ack") sent.push(`${message.method} ${message.kind}`);
    },
  });
  onTestFinished(() => server.close());
  const [connection] = connections;
  if (connection === undefined) throw new Error("The client has not connected.");
  const lose = (forGood = false) => {
    isThere = !forGood;
    terminal?.close(1006);
  };
  return { client, connection, clock, sent, faults, lose };
}

export const granted: AuthAnswer = {
  subject: "acct:alice@operator.example",
  addresses: ["acct:alice@operator.example"],
  limits: {},
  timers: { answer: 90, heartbeat: 25 },
  iceServers: [],
};

export const offer: Offer = {
  type: "offer",
  sdp: "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:8hhY\r\n",
  media: [{ mid: "0", kind: "audio", direction: "sendrecv" }],
  ufrag: "8hhY",
};

export const answer: Answer = { ...offer, type: "answer", ufrag: "Wq3k" };

export const bob = { to: "acct:bob@operator.example", description: offer } as const;

export const candidate = (priority: number) =>
  ({ ufrag: "8hhY", candidates: [{ candidate: `candidate:1 1 udp ${priority} 192.0.2.14 51472 typ host`, mid: "0", index: 0 }] }) as const;

export const sessionId = "c2a9e0b4-1d37-4f58-8e6a-7b90d3c5f122";

/** Lets what is under way arrive. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

/** A function that never answers a setup, and takes everything else. */
export const silent: Handlers = {
  auth: () => granted,
  available: ({ addresses }) => ({ contact: "acct:d-1@operator.example", addresses, expires: 3600 }),
  unavailable: () => ({}),
  msetup: () => new Promise(() => {}),
  mprogress: () => {},
  mcandidate: () => {},
  mcancel: () => {},
  mconfirm: () => ({}),
  mupdate: (): MupdateAnswer => ({}),
  mmessage: () => ({}),
  mtransfer: () => ({}),
  mtransferStatus: () => {},
  mqos: () => refuse("forbidden"),
  mqoe: () => {},
  csubscribe: () => refuse("forbidden"),
  cunsubscribe: () => ({}),
  mdisc: () => {},
};

export async function nextSetup(client: SignallingClient): Promise<IncomingSetup> {
  return new Promise((resolve) => client.onSetup(resolve));
}

/** Counts how often a session says that it has ended, and with what reason. */
export function endsOf(session: Pick<OutgoingSetup, "onEnded">): readonly string[] {
  const ends: string[] = [];
  session.onEnded(({ reason }) => ends.push(reason));
  return ends;
}

export function refusal(problem: string) {
  return expect.objectContaining({ name: "ProtocolError", problem });
}
