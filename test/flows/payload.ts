import type { Json, Operation, Problem, Protocol, Step } from "@parley/compiler";
import { refuse, type Refusal, type RefusalDetails } from "@parley/runtime";

export type Payload = { readonly [key: string]: Json };

/** What a program says of a message: the rest is the runtime's. */
export function fieldsOf(step: Step, kept: readonly string[] = []): Payload {
  const envelope = ["kind", "method", "id", "seq", "ack", "success", ...kept];
  return Object.fromEntries(Object.entries(step.payload as Payload).filter(([key]) => !envelope.includes(key)));
}

export function methodOf(step: Step): string {
  return String((step.payload as Payload)["method"]);
}

/** The refusal that a program makes for the failure of a step. */
export function refusalOf(step: Step, problems: readonly Problem[]): Refusal {
  const { type, title: _title, status: _status, ...more } = (step.payload as { readonly problemDetails: Payload }).problemDetails;
  const problem = problems.find((one) => one.type === type);
  if (problem === undefined) throw new Error(`${String(type)} is no problem of the registry.`);
  return refuse(problem.name, more as RefusalDetails);
}

export function operationOf(protocol: Protocol, step: Step): Operation {
  const found = [...protocol.operations.values()].find(({ name }) => name === step.operation);
  if (found === undefined) throw new Error(`There is no operation ${step.operation}.`);
  return found;
}

/** The methods whose requests a machine accepts by itself: no program answers them. */
export function acceptedMethods({ behaviour }: Protocol): ReadonlySet<string> {
  return new Set(
    (behaviour?.machines ?? []).flatMap(({ within, transitions }) =>
      transitions.flatMap(({ trigger, effects }) =>
        within !== "program" && trigger.on === "receive" && effects.some((effect) => effect.do === "accept" && effect.method === trigger.message.method) ? [trigger.message.method] : [],
      ),
    ),
  );
}
