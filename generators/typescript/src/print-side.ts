import { camelCase, code, type Code, type CodeSymbol, concat, documented, jsDoc, kebabCase, listLiteral, stringLiteral } from "@parley/compiler";
import { runtimeType } from "./call-types.js";
import type { RoleView } from "./role-view.js";

/** What the runtime has to know of one role: `const terminal: Side = { ... }`. */
export function printSide(view: RoleView, wire: CodeSymbol): Code {
  const incoming = view.sessions.filter((session) => session.direction === "incoming").map((session) => session.opening.method);
  const accepted = view.received.filter((call) => call.kind === "request" && view.accepted.has(call.method)).map((call) => call.method);
  const list = (names: readonly string[]): Code => listLiteral([...new Set(names)].map(stringLiteral));
  return documented(
    jsDoc(`How the ${inWords(view.role.name)} takes part.`),
    code`
      const ${sideName(view)}: ${runtimeType("Side")} = {
        protocol: ${wire},
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
