import {
  blocks, camelCase, code, type Code, type CodeModule, type CodeSymbol, concat, documented, type Fragment, jsDoc, memberName, stringLiteral, union,
} from "@parley/compiler";
import { answerType, callFiles, messageType, optionsType, problemType, runtimeType, runtimeValue } from "./call-types.js";
import { conjunctsOf } from "./constant.js";
import { messageFields } from "./message-fields.js";
import type { InterfacePlan } from "./plan-interface.js";
import { answerMember, callMember, eventMember, isOptional, type Member } from "./print-member.js";
import { printStates, stateType } from "./print-states.js";
import type { Phase, SessionView } from "./session-view.js";

const file = callFiles.sessions;

/** Prints `session.ts`: the sessions of the connecting role as objects, each offering what its state allows. */
export function printSessions(of: InterfacePlan): CodeModule {
  const { sessions } = of.client;
  const printed = sessions.map((view) => (view.direction === "outgoing" ? printOutgoing(of, view) : printIncoming(of, view)));
  return {
    path: file,
    body: blocks(sessions.map((view) => printStates(of, view.machine, file)), printed),
    exports: sessions.flatMap((view) => {
      const { pending, makePending, established } = sessionSymbols(of, view);
      return [stateType(of, view.machine, file), pending, established, makePending];
    }),
  };
}

/** The names of what a session becomes. */
export function sessionSymbols(of: InterfacePlan, view: SessionView): { readonly [name in "pending" | "established" | "makePending" | "makeEstablished"]: CodeSymbol } {
  return {
    pending: of.symbol(file, view.pendingName),
    established: of.symbol(file, view.establishedName),
    makePending: of.symbol(file, makerOf(view.pendingName), "value"),
    makeEstablished: of.symbol(file, makerOf(view.establishedName), "value"),
  };
}

/** The function that makes a session: named for its type, which a name without letters would be twice. */
function makerOf(type: string): string {
  const name = camelCase(type);
  return name === type ? `make${type}` : name;
}

function printOutgoing(of: InterfacePlan, view: SessionView): Code {
  const { pending, established, makePending, makeEstablished } = sessionSymbols(of, view);
  const success = messageType(of, view.opening.success);
  // An incoming session that wins against it shows the very object that the program has.
  const shown = view.isRival ? concat("opening.show<", pending, ">(") : "";
  const members = phaseMembers(of, view, view.pending);
  const later = phaseMembers(of, view, view.established);
  const key = keyType(view);
  return blocks(
    documented(
      jsDoc(`A session that this side asked for, until the final response: await it for the {@link ${established.name}}.
@throws {ProtocolError<${problemType(of, view.opening).name}> | DeadlineError | ConnectionError}`),
      code`
        export interface ${pending} extends PromiseLike<${established}> {
          ${declared(members)}
        }
      `,
    ),
    documented(
      jsDoc("A session that this side asked for, from its acceptance on."),
      code`
        export interface ${established} {
          /** The response that accepted it. */
          readonly answer: ${success};
          ${declared(later)}
        }
      `,
    ),
    documented(
      jsDoc("Made by the client."),
      code`
        export function ${makePending}(opening: ${runtimeType("OutgoingOpening")}<${success}, ${key}>): ${pending} {
          const { session } = opening;
          const established = opening.established((answer) => ${makeEstablished}(session, answer));
          return ${shown}{
            ${implemented(members)}
            then: (accepted, refused) => established.then(accepted, refused),
          }${view.isRival ? ")" : ""};
        }
      `,
    ),
    code`
      function ${makeEstablished}(session: ${runtimeType("SessionObject")}<${key}>, answer: ${success}): ${established} {
        return {
          answer,
          ${implemented(later)}
        };
      }
    `,
  );
}

function printIncoming(of: InterfacePlan, view: SessionView): Code {
  const { pending, established, makePending, makeEstablished } = sessionSymbols(of, view);
  const { opening } = view;
  const request = messageType(of, opening.message);
  const members = phaseMembers(of, view, view.pending);
  const later = phaseMembers(of, view, view.established);
  const key = keyType(view);
  const rival = rivalOf(of, view);
  const own = ownFields(of, view, [...members, ...rival]);
  const { success } = opening;
  const optional = success !== undefined && isOptional(messageFields(of.plan.protocol, success).filter((field) => field.own));
  return blocks(
    documented(
      jsDoc("A session that the other side asks for, until this side has decided."),
      code`
        export interface ${pending} extends ${own} {
          /** The request as it came. */
          readonly request: ${request};
          ${declared([...rival, ...members])}
          /**
           * Accepts it.
           * @throws {IllegalStateError} when it is decided already, for instance by a cancel
           */
          accept(answer${optional ? "?" : ""}: ${answerType(of, opening)}): Promise<${established}>;
          /**
           * Refuses it.
           * @throws {IllegalStateError} when it is decided already
           */
          refuse(problem: ${problemType(of, opening)}, more?: ${runtimeType("RefusalDetails")}): void;
        }
      `,
    ),
    documented(
      jsDoc("A session that the other side asked for, from its acceptance on."),
      code`
        export interface ${established} {
          ${declared(later)}
        }
      `,
    ),
    documented(
      jsDoc("Made by the client."),
      code`
        export function ${makePending}(opening: ${runtimeType("IncomingOpening")}<${request}, ${key}>): ${pending} {
          const { session } = opening;
          return {
            ...(opening.fields as ${own}),
            request: opening.request,
            ${implemented([...rival, ...members])}
            accept: (answer) => opening.accept(${optional ? "answer ?? {}" : "answer"}, ${makeEstablished}),
            refuse: (problem, more) => opening.refuse(${runtimeValue("refuse")}(problem, more)),
          };
        }
      `,
    ),
    code`
      function ${makeEstablished}(session: ${runtimeType("SessionObject")}<${key}>): ${established} {
        return {
          ${implemented(later)}
        };
      }
    `,
  );
}

/** In glare: the session of this side that an incoming one wins against. */
function rivalOf(of: InterfacePlan, { rival }: SessionView): readonly Member[] {
  const view = of.client.sessions.find(({ machine }) => machine.name === rival);
  if (view === undefined) return [];
  const { pending } = sessionSymbols(of, view);
  return [
    {
      name: "wins",
      declaration: documented(
        jsDoc(`Set where it is in glare with what this side has asked for, and goes on: the user, who has asked for the other side, has thereby
accepted it. Accepting it cancels that one.`),
        code`readonly wins: ${pending} | undefined;`,
      ),
      implementation: code`wins: opening.rival?.shown as ${pending} | undefined,`,
    },
  ];
}

/** What every session has, and what it may say and hear in a phase. */
function phaseMembers(of: InterfacePlan, view: SessionView, phase: Phase): readonly Member[] {
  const keys = view.machine.instance.map((name) => ({
    name,
    declaration: documented(jsDoc("Names the session on this connection."), concat("readonly ", memberName(name), ": string;")),
    implementation: concat(),
  }));
  const state = stateType(of, view.machine, file);
  return [
    ...keys,
    {
      name: "state",
      declaration: concat("readonly state: ", state, ";"),
      implementation: code`
        ...session.key,
        get state() {
          return session.state as ${state};
        },
      `,
    },
    ...phase.calls.map((call) => callMember(of, call, optionsType(of, call), "session")),
    ...phase.events.map((call) => eventMember(of, call, "session")),
    ...phase.answers.map((call) => answerMember(of, call, "session")),
    {
      name: "onEnded",
      declaration: documented(
        jsDoc("Called once when the session is over, however it ended; at once when it is over already."),
        code`onEnded(handler: (cause: ${causeType(of, view)}) => void): ${runtimeType("Unsubscribe")};`,
      ),
      implementation: concat("onEnded: (handler) => session.onEnded(handler),"),
    },
  ];
}

/** The author's type of a cause where all requests that carry one agree on it and the runtime can make one, else the runtime's own. */
function causeType(of: InterfacePlan, { pending, established }: SessionView): Fragment {
  const { protocol, declarationOf } = of.plan;
  const schemas = [...pending.calls, ...established.calls, ...pending.events, ...established.events]
    .filter((call) => call.kind === "request")
    .flatMap(({ argument }) => (argument === undefined ? [] : [declarationOf(argument.schema)?.schema.id ?? argument.schema]));
  const [schema] = new Set(schemas).size === 1 ? schemas : [];
  const makes = schema !== undefined && conjunctsOf(protocol, schema).flatMap(({ rules }) => rules.required ?? []).every((name) => name === "reason");
  return (makes ? declarationOf(schema)?.type : undefined) ?? runtimeType("EndCause");
}

/** The fields of the request as members of the object, but for those whose names its own members have. */
function ownFields(of: InterfacePlan, { machine, opening }: SessionView, members: readonly Member[]): Fragment {
  const taken = new Set([...members.map((member) => member.name), "request", "accept", "refuse"]);
  const { id, count, acknowledge } = of.envelope;
  const written = new Set([id, count, acknowledge, ...machine.instance]);
  const clashes = messageFields(of.plan.protocol, opening.message).filter(({ name }) => taken.has(name) && !written.has(name));
  const options = optionsType(of, opening);
  return clashes.length === 0 ? options : code`Omit<${options}, ${union(clashes.map(({ name }) => stringLiteral(name)))}>`;
}

function keyType(view: SessionView): Fragment {
  return union(view.machine.instance.map(stringLiteral));
}

function declared(members: readonly Member[]): readonly Code[] {
  return members.map((member) => member.declaration);
}

function implemented(members: readonly Member[]): readonly Code[] {
  return members.map((member) => member.implementation);
}
