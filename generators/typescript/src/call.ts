import { camelCase, type Diagnostic, diagnostic, type Message, type MessageId, type Operation, pascalCase, problemNamesOf } from "@parley/compiler";
import { type MessageField, messageFields } from "./message-fields.js";
import { MemberNames } from "./naming.js";
import type { Plan } from "./plan.js";

/** An operation as generated interfaces offer it: what it is called, what it takes, what it gives. */
export interface Call {
  readonly operation: Operation;
  readonly kind: "request" | "notification";
  /** Its name on the wire: `msetup`. */
  readonly method: string;
  /** Its name in generated interfaces: `setup`. */
  readonly name: string;
  /** Its name in the interfaces of the role that accepts: the method, where a member may be called so. */
  readonly serverName: string;
  /** The message that starts it: the request or the notification. */
  readonly message: Message;
  readonly success?: Message;
  /** What the first message says of its own: no envelope. */
  readonly fields: readonly MessageField[];
  /** The one field that is the whole argument of the call. */
  readonly argument?: MessageField;
  /** True where the success says something of its own. */
  readonly answers: boolean;
  readonly problems: readonly string[];
}

/** Every operation of the protocol as a call. Acknowledgements are the runtime's own, and no call. */
export function callsOf(plan: Plan, report: (found: Diagnostic) => void): readonly Call[] {
  const acknowledge = plan.protocol.behaviour?.delivery?.acknowledge;
  const nameOf = memberNames(plan, report);
  return [...plan.protocol.operations.values()]
    .map((operation) => callOf(plan, operation, nameOf))
    .filter((call) => call !== undefined)
    .filter((call) => call.method !== acknowledge);
}

function callOf(plan: Plan, operation: Operation, nameOf: NameOf): Call | undefined {
  const { protocol } = plan;
  const [message] = messagesOf(plan, operation.messages);
  if (message === undefined) return undefined;
  const success = messagesOf(plan, operation.reply?.messages ?? []).find(({ id }) => plan.messages.get(id)?.part === "success");
  const fields = messageFields(protocol, message).filter((field) => field.own);
  const argument = fields.find((field) => field.name === operation.argument);
  const method = plan.messages.get(message.id)?.method ?? operation.name;
  return {
    operation,
    kind: operation.kind,
    method,
    name: nameOf("client", operation, method, wishOf(operation)),
    serverName: nameOf("server", operation, method, method),
    message,
    ...(success === undefined ? {} : { success }),
    fields,
    ...(argument === undefined ? {} : { argument }),
    answers: success !== undefined && messageFields(protocol, success).some((field) => field.own),
    problems: problemNamesOf(operation.problems),
  };
}

function messagesOf(plan: Plan, ids: readonly MessageId[]): readonly Message[] {
  return ids.map((id) => plan.protocol.messages.get(id)).filter((message) => message !== undefined);
}

function wishOf(operation: Operation): string {
  return operation.call ?? (camelCase(operation.name) || operation.name);
}

type NameOf = (side: "client" | "server", operation: Operation, method: string, wish: string) => string;

/** Both directions of a method share their name. */
function memberNames(plan: Plan, report: (found: Diagnostic) => void): NameOf {
  const keys = (plan.protocol.behaviour?.machines ?? []).flatMap(({ instance }) => instance);
  const events = [...plan.protocol.operations.values()].map((operation) => `on${pascalCase(wishOf(operation))}`);
  const names = { client: new MemberNames([...clientMembers, ...keys, ...events]), server: new MemberNames(serverMembers) };
  const known = new Map<string, string>();
  return (side, operation, method, wish) => {
    const key = JSON.stringify([side, method, wish]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const { name, why } = names[side].give(wish);
    if (why !== undefined) report(diagnostic("name-changed", operation.origin, { target: "TypeScript", wanted: wish, given: name, why }));
    known.set(key, name);
    return name;
  };
}

// What clients and their sessions have anyway; `closed` and `ended` are heard of by `onClosed` and `onEnded`.
const clientMembers = [
  "accept", "answer", "close", "closed", "ended", "granted", "onClosed", "onEnded", "onReconnected", "onState", "refuse", "request",
  "roundTrip", "state",
];

// What the connections and the handlers of a server have anyway.
const serverMembers = ["close", "closed", "context", "lost", "resumed", "roundTrip", "state"];
