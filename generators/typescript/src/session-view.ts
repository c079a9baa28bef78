import { type Machine, type MessageName, pascalCase, type Transition } from "@parley/compiler";
import type { Call } from "./call.js";

/** The two objects that one side of a session machine becomes: the session that is asked for, and the one that is accepted. */
export interface SessionView {
  readonly machine: Machine;
  /** Whether this side asks for the session, or is asked. */
  readonly direction: "outgoing" | "incoming";
  /** The request that opens it. */
  readonly opening: Call;
  /** The name of the machine that this one may be in glare against. */
  readonly rival?: string;
  /** Another may be in glare against this one. */
  readonly isRival: boolean;
  /** `OutgoingSetup`: until the final response. */
  readonly pendingName: string;
  /** `OutgoingSession`: from then on. */
  readonly establishedName: string;
  readonly pending: Phase;
  readonly established: Phase;
}

/** What a session may say and hear in some of its states. */
export interface Phase {
  /** Requests and notifications that it may send. */
  readonly calls: readonly Call[];
  /** What it may hear and need not answer. */
  readonly events: readonly Call[];
  /** Requests that it has to answer. */
  readonly answers: readonly Call[];
}

/** The view of a session machine for the role whose calls and events these are; undefined where the role cannot play it. */
export function sessionView(machine: Machine, { role, sent, received, accepted, machines }: Calls): SessionView | undefined {
  const { object, instance } = machine;
  const start = machine.states.find((state) => state.initial)?.name;
  const first = machine.transitions.find(
    ({ from, trigger }) => start !== undefined && from.includes(start) && "message" in trigger && trigger.message.kind === "request",
  );
  if (object === undefined || first === undefined || !("message" in first.trigger)) return undefined;
  const { on, message } = first.trigger;
  const direction = on === "send" ? "outgoing" : "incoming";
  const opening = (direction === "outgoing" ? sent : received).find((call) => call.method === message.method);
  if (opening === undefined) return undefined;

  const accepts = machine.transitions.filter((transition) => isSuccessOf(transition, message.method));
  const pending = reachable(machine, [first.to], accepts);
  const established = reachable(machine, accepts.map((transition) => transition.to), []);
  const phase = (states: ReadonlySet<string>): Phase => phaseOf(machine, states, message.method, { role, sent, received, accepted, machines });
  return {
    machine,
    direction,
    opening,
    ...(decides(machine, role) && machine.glare !== undefined ? { rival: machine.glare.against } : {}),
    isRival: machines.some((each) => decides(each, role) && each.glare?.against === machine.name),
    pendingName: pendingName(object, instance, opening),
    establishedName: object,
    pending: phase(pending),
    established: phase(established),
  };
}

/** `OutgoingSession` of `setup`, keyed by `session`: `OutgoingSetup`. */
function pendingName(object: string, instance: readonly string[], opening: Call): string {
  const noun = pascalCase(instance[0] ?? "");
  const side = noun !== "" && object.endsWith(noun) ? object.slice(0, -noun.length) : object;
  return side + pascalCase(opening.name);
}

function isSuccessOf(transition: Transition, method: string): boolean {
  const { trigger, where } = transition;
  if (!("message" in trigger) || trigger.message.method !== method || trigger.message.kind !== "response") return false;
  return where.every(({ test }) => test.is !== "const" || test.value !== false);
}

/** States that can be reached without the transitions left out; final ones say and hear nothing. */
function reachable(machine: Machine, starts: readonly string[], without: readonly Transition[]): ReadonlySet<string> {
  const finals = new Set(machine.states.filter((state) => state.final).map((state) => state.name));
  const found = new Set<string>();
  const open = [...starts];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (found.has(state) || finals.has(state)) continue;
    found.add(state);
    for (const transition of machine.transitions) {
      if (!without.includes(transition) && transition.from.includes(state)) open.push(transition.to);
    }
  }
  return found;
}

function phaseOf(machine: Machine, states: ReadonlySet<string>, opening: string, { sent, received, accepted }: Calls): Phase {
  const passes = (on: "send" | "receive", call: Call): boolean =>
    call.method !== opening &&
    machine.transitions.some(
      ({ from, trigger, effects }) =>
        trigger.on === on &&
        isFirstOf(trigger.message, call) &&
        from.some((state) => states.has(state)) &&
        !effects.some((effect) => effect.do === "refuse" && effect.method === call.method),
    );
  const heard = received.filter((call) => passes("receive", call));
  const mustAnswer = (call: Call): boolean => call.kind === "request" && !accepted.has(call.method);
  return {
    calls: sent.filter((call) => passes("send", call)),
    events: heard.filter((call) => !mustAnswer(call)),
    answers: heard.filter(mustAnswer),
  };
}

/** Whether this role decides what the machine says of glare. */
function decides({ glare }: Machine, role: string): boolean {
  return glare !== undefined && (glare.roles.length === 0 || glare.roles.includes(role));
}

/** What a role may send and be sent, and the machines that it runs. */
export interface Calls {
  readonly role: string;
  readonly sent: readonly Call[];
  readonly received: readonly Call[];
  /** Methods whose requests the machines accept by themselves. */
  readonly accepted: ReadonlySet<string>;
  readonly machines: readonly Machine[];
}

function isFirstOf(message: MessageName, call: Call): boolean {
  return message.method === call.method && message.kind === call.kind;
}
