import { connectWith, manualClock, memoryTransports, refuse, serve } from "@parley/runtime";
import type { Answer, Calls, CloseCause, ConnectionState, Endpoint, IncomingCall, LastingOptions, ManualClock, OpeningOptions, Server, Side, Transport } from "@parley/runtime";
import { onTestFinished } from "vitest";
import { resumeProtocol } from "./resume-protocol.js";

export type Message = { readonly [key: string]: unknown };

/** One connection as the server's program sees it. */
export interface Held {
  readonly calls: Calls;
  readonly name: string;
}

/** A server, and what its program has heard. */
export interface Home {
  readonly clock: ManualClock;
  readonly server: Server<Held, string>;
  /** `lost 1`, `resumed 1 by 2`, `closed 1 connection-lost`: connections by the order in which they came. */
  readonly heard: string[];
  readonly notifications: Message[];
  /** Messages that the server received, and sent. */
  readonly received: Message[];
  readonly sent: Message[];
  answers: { [method: string]: (message: Message, from: Held, call: IncomingCall) => Answer | undefined | Promise<Answer | undefined> };
  /** How connecting fares: the ends of the newest connection, and what to do instead of it. */
  readonly links: { readonly near: Transport; readonly far: Transport; readonly url: string }[];
  refuses: boolean;
  connect(url: URL): Transport;
}

const side: Side = {
  protocol: resumeProtocol,
  role: "terminal",
  remoteRole: "signallingFunction",
  connection: "terminalConnection",
  sessions: ["msetup"],
  accepted: ["ping", "mcancel", "mdisc"],
};

/** A server on a clock that stands still. The token `alice` is Alice's. */
export function home(protocol = resumeProtocol): Home {
  const clock = manualClock();
  const heard: string[] = [];
  const notifications: Message[] = [];
  const received: Message[] = [];
  const sent: Message[] = [];
  const links: Home["links"] = [];
  const answers: Home["answers"] = {
    auth: ({ token }) => (token === "bad" ? refuse("unauthenticated") : { subject: `acct:${String(token)}` }),
  };
  const server = serve<Held, string, Message>(
    { ...side, protocol, role: "signallingFunction", remoteRole: "terminal", connection: "functionConnection" },
    {
      connection: (calls, name) => ({ calls, name }),
      request: (message, from, call) => {
        const answer = made.answers[String((message as Message)["method"])];
        return answer === undefined ? {} : answer(message as Message, from, call);
      },
      notification: (message) => void notifications.push(message as Message),
      lost: (from) => heard.push(`lost ${from.name}`),
      resumed: (from, by) => heard.push(`resumed ${from.name} by ${by.name}`),
      closed: (from, { reason }) => heard.push(`closed ${from.name} ${reason}`),
    },
    { clock, observe: ({ direction, message }) => (direction === "sent" ? sent : received).push({ ...message }), onFault: (error) => heard.push(String(error)) },
  );
  const made: Home = {
    clock,
    server,
    heard,
    notifications,
    received,
    sent,
    answers,
    links,
    refuses: false,
    connect: (url) => {
      if (made.refuses) throw new Error("No network.");
      const [near, far] = memoryTransports();
      links.push({ near, far, url: url.href });
      server.accept(far, String(links.length));
      return near;
    },
  };
  onTestFinished(() => server.close());
  return made;
}

/** A client of a home, and what its program has heard. */
export interface Away {
  readonly endpoint: Endpoint;
  readonly states: ConnectionState[];
  readonly reopened: object[];
  readonly closed: CloseCause[];
  readonly sent: Message[];
  readonly faults: unknown[];
}

type Options = Partial<OpeningOptions<object, never, Message> & LastingOptions<object>> & { readonly [field: string]: unknown };

/** Signs in. Attempts wait half of their longest wait. */
export async function away(at: Home, options: Options = {}): Promise<Away> {
  const sent: Message[] = [];
  const faults: unknown[] = [];
  const { endpoint } = await connectWith("auth", side, "wss://home.example/", {
    token: "alice",
    transport: (url: URL) => at.connect(url),
    clock: at.clock,
    reconnect: { random: () => 0.5 },
    onFault: (error: unknown) => faults.push(error),
    observe: ({ direction, message }: { readonly direction: string; readonly message: object }) => direction === "sent" && sent.push({ ...message }),
    ...options,
  } as never);
  const made: Away = { endpoint, states: [], reopened: [], closed: [], sent, faults };
  endpoint.onState((state) => made.states.push(state));
  endpoint.onReconnected((granted) => made.reopened.push(granted));
  endpoint.onClosed((cause) => made.closed.push(cause));
  onTestFinished(() => endpoint.close());
  return made;
}

/** The newest connection breaks, without a word from either side. */
export function lose({ links }: Home): void {
  links.at(-1)?.near.close(1006);
}

export const methodsOf = (messages: readonly Message[]) => messages.map(({ method, kind }) => `${String(method)}.${String(kind)}`);
