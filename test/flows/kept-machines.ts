import type { Json, Machine, Protocol, Step, Transition } from "@parley/compiler";
import { methodOf, operationOf, type Payload } from "./payload.js";

/** The machines that programs keep over their connections, one instance for each participant and key, stepped by the messages of a flow. */
export class KeptMachines {
  readonly #protocol: Protocol;
  readonly #machines: readonly Machine[];
  readonly #states = new Map<string, string>();
  /** Who asked for what is not named yet, by participants and correlation id. */
  readonly #asked = new Map<string, string>();

  constructor(protocol: Protocol) {
    this.#protocol = protocol;
    this.#machines = (protocol.behaviour?.machines ?? []).filter(({ within }) => within === "program");
  }

  /** Passes a message of a flow to the machine of its sender and to that of its receiver. @throws where it is illegal in their state */
  pass(step: Step): void {
    const { initiator, responder } = operationOf(this.#protocol, step);
    const answers = step.part === "success" || step.part === "failure";
    const [sender, receiver] = answers ? [responder, initiator] : [initiator, responder];
    this.#step(step, "send", sender, step.from, step.to);
    this.#step(step, "receive", receiver, step.to, step.from);
  }

  get states(): readonly string[] {
    return [...this.#states.values()];
  }

  #step(step: Step, on: "send" | "receive", role: string, participant: string, peer: string): void {
    const payload = step.payload as Payload;
    const message = `${methodOf(step)}.${String(payload["kind"])}`;
    const machine = this.#machines.find((one) => one.roles.includes(role) && one.transitions.some((each) => nameOf(each, on) === message));
    const [key = ""] = machine?.instance ?? [];
    if (machine === undefined) return;
    const initial = machine.states.find((state) => state.initial)?.name ?? "";
    const open = `${machine.name} ${[participant, peer].sort().join(" ")} ${String(payload["id"])}`;
    const named = payload[key];
    if (named === undefined && step.part !== "request") {
      // A refusal names nothing: it ends what was asked for, or changes nothing.
      if (this.#asked.get(open) === initial) this.#take(machine, on, message, payload, initial);
      return;
    }
    const instance = `${machine.name} ${machine.roles.includes(this.#accepting) ? "" : participant} ${String(named)}`;
    const before = named === undefined ? initial : (this.#states.get(instance) ?? this.#asked.get(open) ?? "no state");
    const after = this.#take(machine, on, message, payload, before);
    if (named === undefined) this.#asked.set(open, after);
    else this.#states.set(instance, after);
  }

  #take(machine: Machine, on: "send" | "receive", message: string, payload: Payload, state: string): string {
    // What crosses the end is late, and dropped.
    if (machine.states.some((each) => each.final && each.name === state)) return state;
    const taken = machine.transitions.find((each) => each.from.includes(state) && nameOf(each, on) === message && each.where.every((guard) => holds(guard, payload)));
    if (taken === undefined) throw new Error(`In "${state}" of "${machine.name}", "${on}: ${message}" is illegal.`);
    return taken.to;
  }

  get #accepting(): string {
    return this.#protocol.roles.find((role) => role.accepts)?.name ?? "";
  }
}

function nameOf({ trigger }: Transition, on: "send" | "receive"): string | undefined {
  return trigger.on === on ? `${trigger.message.method}.${trigger.message.kind}` : undefined;
}

function holds({ pointer, test }: Transition["where"][number], payload: Payload): boolean {
  const value = pointer.split("/").slice(1).reduce<Json | undefined>((at, name) => (typeof at === "object" && at !== null ? (at as Payload)[name] : undefined), payload);
  switch (test.is) {
    case "const":
      return value === test.value;
    case "in":
      return value !== undefined && test.values.includes(value);
    case "exists":
      return (value !== undefined) === test.expected;
    default:
      throw new Error(`What is remembered is not known here: ${pointer}.`);
  }
}
