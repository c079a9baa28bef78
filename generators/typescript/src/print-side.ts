import { camelCase, code, type Code, concat, documented, jsDoc, kebabCase, listLiteral, objectLiteral, property, stringLiteral } from "@parley/compiler";
import { runtimeType } from "./call-types.js";
import type { InterfacePlan } from "./plan-interface.js";
import { machineTable } from "./print-behaviour.js";
import { wireSymbol } from "./print-protocol.js";
import type { RoleView } from "./role-view.js";

/** What the runtime has to know of one role: `const terminal: Side = { ... }`, with the machines of that role only. */
export function printSide(of: InterfacePlan, view: RoleView): Code {
  const wire = wireSymbol(of.plan);
  const protocol = wire === undefined ? concat(of.wire) : objectLiteral([concat("...", wire), property("machines", machineTable(view.machines))]);
  const incoming = view.sessions.filter((session) => session.direction === "incoming").map((session) => session.opening.method);
  const accepted = view.received.filter((call) => call.kind === "request" && view.accepted.has(call.method)).map((call) => call.method);
  const list = (names: readonly string[]): Code => listLiteral([...new Set(names)].map(stringLiteral));
  return documented(
    jsDoc(`How the ${inWords(view.role.name)} takes part.`),
    code`
      const ${sideName(view)}: ${runtimeType("Side")} = {
        protocol: ${protocol},
        role: ${stringLiteral(view.role.name)},
        remoteRole: ${stringLiteral(view.remote.name)},
        ${view.connection === undefined ? "" : concat("connection: ", stringLiteral(view.connection.name), ",")}
        sessions: ${list(incoming)},
        accepted: ${list(accepted)},
      };
    `,
  );
}

/** `signalling function` of `signallingFunction`. */
export function inWords(name: string): string {
  return kebabCase(name).replaceAll("-", " ");
}

export function sideName(view: RoleView): string {
  return camelCase(view.role.name);
}
