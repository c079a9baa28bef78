import { type CodeSymbol, type Diagnostic, diagnostic, type Message, type MessageId, type Operation, pascalCase, type Protocol } from "@parley/compiler";
import { requiredConstant } from "./constant.js";
import type { Declaration, Part } from "./declaration.js";
import { type Envelope, type MessagePart, partOfMessage } from "./envelope.js";
import type { Names } from "./naming.js";
import type { Placement } from "./placement.js";
import type { Declarations, Wanted } from "./plan-declarations.js";

/** A message as generated code knows it. */
export interface PlannedMessage {
  readonly message: Message;
  /** Absent where the message has no payload. */
  readonly declaration?: Declaration;
  /** `msetup`; the operation's name where the protocol has no envelope. */
  readonly method: string;
  readonly part: MessagePart;
  /** The roles that may send it. */
  readonly sentBy: readonly string[];
}

/** A name for several messages: all replies of a method, all that a role may receive. */
export interface MessageUnion {
  readonly type: CodeSymbol;
  readonly members: readonly CodeSymbol[];
  readonly description: string;
  readonly see?: string;
}

/** The names that messages want for their payloads and headers. */
export function wantedByMessages(protocol: Protocol): readonly Wanted[] {
  return [...protocol.messages.values()].flatMap((message) => {
    const description = message.description ?? message.summary;
    const { pointer } = message.origin;
    const payload = { name: message.name, pointer, ...(description === undefined ? {} : { description }) };
    return [
      ...(message.payload === undefined ? [] : [{ ...payload, schema: message.payload }]),
      ...(message.headers === undefined ? [] : [{ schema: message.headers, name: `${message.name}-headers` }]),
    ];
  });
}

/** Every message that an operation carries, in the author's order. */
export function planMessages(protocol: Protocol, declarations: Declarations, envelope: Envelope | undefined): ReadonlyMap<MessageId, PlannedMessage> {
  const planned = new Map<MessageId, PlannedMessage>();
  // Operations that name none of their channel's messages share one list: it is gone through once for each sender.
  const done = new Map<readonly MessageId[], Set<string>>();
  for (const operation of protocol.operations.values()) {
    for (const [ids, sender] of [[operation.messages, operation.initiator], [operation.reply?.messages ?? [], operation.responder]] as const) {
      const senders = done.get(ids) ?? new Set();
      if (senders.has(sender)) continue;
      done.set(ids, senders.add(sender));
      for (const id of ids) {
        const message = protocol.messages.get(id);
        if (message === undefined) continue;
        const before = planned.get(id);
        planned.set(id, before === undefined ? plan(operation, message, sender) : { ...before, sentBy: [...new Set([...before.sentBy, sender])] });
      }
    }
  }
  return planned;

  function plan(operation: Operation, message: Message, sender: string): PlannedMessage {
    const declaration = message.payload === undefined ? undefined : declarations.of(message.payload);
    const part = partOfMessage(protocol, operation, message, envelope);
    return { message, ...(declaration === undefined ? {} : { declaration }), method: methodOf(protocol, operation, message, envelope), part, sentBy: [sender] };
  }
}

/** Where unions stand, and among which names. */
interface UnionPlace {
  readonly own: Part;
  readonly names: Names;
  readonly seeOf: Placement["seeOf"];
}

/** `MsetupResponse` for each method with several replies, and `ToTerminal` for each role that receives anything. */
export function planUnions(
  protocol: Protocol,
  messages: ReadonlyMap<MessageId, PlannedMessage>,
  { own, names, seeOf }: UnionPlace,
  report: (found: Diagnostic) => void,
): readonly MessageUnion[] {
  const unions: MessageUnion[] = [];
  const replies = new Map<string, CodeSymbol>();
  const keyOf = (ids: readonly MessageId[]): string => ids.join("\n");
  const typesOf = (ids: readonly MessageId[]): readonly CodeSymbol[] => [
    ...new Set(ids.map((id) => messages.get(id)?.declaration?.type).filter((type) => type !== undefined)),
  ];
  const add = (wish: string, members: readonly CodeSymbol[], description: string, operation?: Operation): CodeSymbol => {
    const given = names.give(wish, [], wish);
    const origin = operation?.origin ?? protocol.origin;
    if (given.why !== undefined) report(diagnostic("name-changed", origin, { target: "TypeScript", wanted: wish, given: given.name, why: given.why }));
    const type: CodeSymbol = { name: given.name, from: own.types, kind: "type" };
    unions.push({ type, members, description, ...(operation === undefined ? {} : { see: seeOf(origin.file.path, origin.pointer) }) });
    return type;
  };

  const answered = new Set<readonly MessageId[]>();
  for (const operation of protocol.operations.values()) {
    const ids = operation.reply?.messages ?? [];
    if (answered.has(ids)) continue;
    answered.add(ids);
    const members = typesOf(ids);
    if (members.length < 2 || replies.has(keyOf(ids))) continue;
    const method = messages.get(ids[0] ?? "")?.method ?? operation.name;
    replies.set(keyOf(ids), add(`${pascalCase(method)}Response`, members, `How a ${method} request is answered.`, operation));
  }
  for (const { name } of protocol.roles) {
    const received = new Set<CodeSymbol>();
    // In the order of the text; a list that several operations share adds nothing the second time.
    const requests = new Set<readonly MessageId[]>();
    const answers = new Set<readonly MessageId[]>();
    for (const { responder, initiator, messages: ids, reply } of protocol.operations.values()) {
      if (responder === name && !requests.has(ids)) for (const type of typesOf(ids)) received.add(type);
      if (responder === name) requests.add(ids);
      if (initiator !== name || reply === undefined || answers.has(reply.messages)) continue;
      answers.add(reply.messages);
      for (const type of [replies.get(keyOf(reply.messages)) ?? typesOf(reply.messages)].flat()) received.add(type);
    }
    if (received.size > 0) add(`To${pascalCase(name)}`, [...received], `Everything that a ${name} may receive.`);
  }
  return unions;
}

function methodOf(protocol: Protocol, operation: Operation, message: Message, envelope: Envelope | undefined): string {
  const method = envelope === undefined || message.payload === undefined ? undefined : requiredConstant(protocol, message.payload, envelope.method);
  return typeof method === "string" ? method : operation.name;
}
