import type { Diagnostic, Machine, Protocol, Role } from "@parley/compiler";
import { type Call, callsOf } from "./call.js";
import type { Plan } from "./plan.js";
import { type Phase, sessionView, type SessionView } from "./session-view.js";

/** A protocol as one of its two roles sees it: everything that a printer of a client or a server has to know. */
export interface RoleView {
  readonly role: Role;
  readonly remote: Role;
  /** The machines that it runs. */
  readonly machines: readonly Machine[];
  /** The machine of its end of the connection. */
  readonly connection?: Machine;
  /** The request that opens the connection, sent by the role that connects. */
  readonly opening?: Call;
  /** By that request an epoch goes on where its connection was lost: the runtime brings it back. */
  readonly lasts: boolean;
  /** Everything that this role may start, and everything that it may be sent. */
  readonly sent: readonly Call[];
  readonly received: readonly Call[];
  /** Methods whose requests the machines accept by themselves; the program only hears of them. */
  readonly accepted: ReadonlySet<string>;
  /** Methods that the delivery does not count. */
  readonly uncounted: ReadonlySet<string>;
  /** Of these, what belongs to the connection itself. */
  readonly ofConnection: Phase;
  readonly sessions: readonly SessionView[];
}

/** The views of the connecting and of the accepting role. Undefined where the document has not exactly one of each. */
export function roleViews(
  plan: Plan,
  report: (found: Diagnostic) => void,
): { readonly client: RoleView; readonly server: RoleView } | undefined {
  const { protocol } = plan;
  const [accepting, ...otherAccepting] = protocol.roles.filter((role) => role.accepts);
  const [connecting, ...otherConnecting] = protocol.roles.filter((role) => !role.accepts);
  if (accepting === undefined || connecting === undefined || otherAccepting.length + otherConnecting.length > 0) return undefined;
  const calls = callsOf(plan, report);
  const opening = openingOf(protocol, connecting, calls);
  return {
    client: roleView(protocol, connecting, accepting, calls, opening),
    server: roleView(protocol, accepting, connecting, calls, opening),
  };
}

/**
 * True for a request that the machines accept and that says nothing, or nothing that it must, of the connection, such as a heartbeat with
 * the time that the last one took: no program has to know of it.
 */
export function isSilent(view: Pick<RoleView, "accepted" | "uncounted">, { kind, method, fields }: Call): boolean {
  if (kind !== "request" || !view.accepted.has(method)) return false;
  return fields.length === 0 || (view.uncounted.has(method) && fields.every((field) => !field.required));
}

function roleView(protocol: Protocol, role: Role, remote: Role, calls: readonly Call[], opening: Call | undefined): RoleView {
  const sent = calls.filter((call) => call.operation.initiator === role.name);
  const received = calls.filter((call) => call.operation.responder === role.name);
  const machines = (protocol.behaviour?.machines ?? []).filter((machine) => machine.roles.includes(role.name));
  const connection = machines.find(isOfConnection);
  const ofSessions = new Set(machines.filter((machine) => machine.instance.length > 0).flatMap(methodsOf));
  const others = (call: Call): boolean => !ofSessions.has(call.method) && call !== opening;
  const accepted = acceptedBy(machines);
  const uncounted = new Set(protocol.behaviour?.delivery?.uncounted);
  const heard = received.filter((call) => others(call) && !isSilent({ accepted, uncounted }, call));
  const mustAnswer = (call: Call): boolean => call.kind === "request" && !accepted.has(call.method);
  return {
    role,
    remote,
    machines,
    ...(connection === undefined ? {} : { connection }),
    ...(opening === undefined ? {} : { opening }),
    lasts: opening !== undefined && protocol.behaviour?.delivery?.replay?.method === opening.method,
    sent,
    received,
    accepted,
    uncounted,
    ofConnection: {
      calls: sent.filter(others),
      events: heard.filter((call) => !mustAnswer(call)),
      answers: heard.filter(mustAnswer),
    },
    sessions: machines.map((machine) => sessionView(machine, { role: role.name, sent, received, accepted, machines })).filter((view) => view !== undefined),
  };
}

/** The first request that the connecting role's machine sends. */
function openingOf(protocol: Protocol, connecting: Role, calls: readonly Call[]): Call | undefined {
  const machine = protocol.behaviour?.machines.find((each) => isOfConnection(each) && each.roles.includes(connecting.name));
  const start = machine?.states.find((state) => state.initial)?.name;
  if (machine === undefined || start === undefined) return undefined;
  const first = machine.transitions.find(
    ({ from, trigger }) => from.includes(start) && trigger.on === "send" && trigger.message.kind === "request",
  );
  if (first === undefined || first.trigger.on !== "send") return undefined;
  const { method } = first.trigger.message;
  return calls.find((call) => call.method === method && call.operation.initiator === connecting.name);
}

function methodsOf(machine: Machine): readonly string[] {
  return machine.transitions.flatMap(({ trigger }) => ("message" in trigger ? [trigger.message.method] : []));
}

function isOfConnection({ instance, contained }: Machine): boolean {
  return instance.length === 0 && !contained;
}

/** Methods of requests that the machines accept whenever they come and are not refused. */
function acceptedBy(machines: readonly Machine[]): ReadonlySet<string> {
  const transitions = machines.filter(({ contained }) => !contained).flatMap((machine) => machine.transitions);
  const answered = transitions.flatMap(({ trigger, effects }) => {
    if (trigger.on !== "receive" || trigger.message.kind !== "request") return [];
    const { method } = trigger.message;
    const acts = effects.flatMap((effect) => ((effect.do === "accept" || effect.do === "refuse") && effect.method === method ? [effect.do] : []));
    return acts.includes("refuse") ? [] : [{ method, byItself: acts.includes("accept") }];
  });
  const left = new Set(answered.filter(({ byItself }) => !byItself).map(({ method }) => method));
  return new Set(answered.flatMap(({ method, byItself }) => (byItself && !left.has(method) ? [method] : [])));
}
