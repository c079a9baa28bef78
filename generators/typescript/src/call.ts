import { camelCase, type Message, type MessageId, type Operation } from "@parley/compiler";
import { type MessageField, messageFields } from "./message-fields.js";
import type { Plan } from "./plan.js";

/** An operation as generated interfaces offer it: what it is called, what it takes, what it gives. */
export interface Call {
  readonly operation: Operation;
  readonly kind: "request" | "notification";
  /** Its name on the wire: `msetup`. */
  readonly method: string;
  /** Its name in generated interfaces: `setup`. */
  readonly name: string;
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
export function callsOf(plan: Plan): readonly Call[] {
  const acknowledge = plan.protocol.behaviour?.delivery?.acknowledge;
  return [...plan.protocol.operations.values()]
    .map((operation) => callOf(plan, operation))
    .filter((call) => call !== undefined)
    .filter((call) => call.method !== acknowledge);
}

function callOf(plan: Plan, operation: Operation): Call | undefined {
  const { protocol } = plan;
  const [message] = messagesOf(plan, operation.messages);
  if (message === undefined) return undefined;
  const success = messagesOf(plan, operation.reply?.messages ?? []).find(({ id }) => plan.messages.get(id)?.part === "success");
  const fields = messageFields(protocol, message).filter((field) => field.own);
  const argument = fields.find((field) => field.name === operation.argument);
  return {
    operation,
    kind: operation.kind,
    method: plan.messages.get(message.id)?.method ?? operation.name,
    name: operation.call ?? camelCase(operation.name),
    message,
    ...(success === undefined ? {} : { success }),
    fields,
    ...(argument === undefined ? {} : { argument }),
    answers: success !== undefined && messageFields(protocol, success).some((field) => field.own),
    problems: operation.problems,
  };
}

function messagesOf(plan: Plan, ids: readonly MessageId[]): readonly Message[] {
  return ids.map((id) => plan.protocol.messages.get(id)).filter((message) => message !== undefined);
}
