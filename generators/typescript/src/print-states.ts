import { code, type Code, type CodeSymbol, documented, type Machine, pascalCase, stringLiteral, union } from "@parley/compiler";
import { seeOf } from "./plan.js";
import type { InterfacePlan } from "./plan-interface.js";
import { docText } from "./print-member.js";

/**
 * The type that names the states of a machine: `SessionInitiatorState`. A connection has two ends, each of a role of its own, and documents
 * may share the machines of both: there the role says whose states they are, `AcceptingGatewayConnectionState`.
 */
export function stateType(of: InterfacePlan, machine: Machine, from: string): CodeSymbol {
  const ends = [of.client, of.server].filter(({ connection }) => connection === machine);
  const [end, ...others] = ends;
  const owner = end === undefined || others.length > 0 ? machine.name : `${end.role.name}-connection`;
  return of.symbol(from, `${pascalCase(owner)}State`);
}

/** Declares the states of a machine, with the author's sentences on each. */
export function printStates(of: InterfacePlan, machine: Machine, from: string): Code {
  const states = machine.states
    .filter((state) => state.description !== undefined)
    .map((state) => `- \`${state.name}\`: ${(state.description ?? "").trim().replace(/\s+/g, " ")}`);
  const names = union(machine.states.map((state) => stringLiteral(state.name)));
  return documented(
    docText([machine.description, states.join("\n")], seeOf(of.plan, machine.origin)),
    code`export type ${stateType(of, machine, from)} = ${names};`,
  );
}
