import { type CodeModule, type Diagnostic, diagnostic } from "@parley/compiler";
import type { Plan } from "./plan.js";
import { forFile, planInterface } from "./plan-interface.js";
import { printCalls } from "./print-calls.js";
import { printClient } from "./print-client.js";
import { printServer } from "./print-server.js";
import { printSessions } from "./print-session.js";

/** The client, the server and what they share; nothing, and a word why, where the runtime could not work with the messages. */
export function printInterface(plan: Plan, report: (found: Diagnostic) => void): readonly CodeModule[] {
  const of = planInterface(plan, report);
  if (of === undefined) {
    if (plan.protocol.dialect === "asyncapi-3" && plan.protocol.operations.size > 0) reportNotRoutable(plan, report);
    return [];
  }
  const sessions = of.client.sessions.length === 0 ? [] : [printSessions(forFile(of))];
  return [printCalls(of), ...sessions, printClient(forFile(of)), printServer(forFile(of))];
}

function reportNotRoutable({ protocol, envelope }: Plan, report: (found: Diagnostic) => void): void {
  const { title, origin, roles } = protocol;
  const reason =
    envelope === undefined
      ? {
          why: "its messages do not tell their method, their kind and what they answer",
          hint: "Give every message a constant for its method and one for its kind (request, response, notification), every reply one for its success, and requests and replies a correlation id.",
        }
      : {
          why: `it has ${roles.length} roles, and not one that connects and one that accepts`,
          hint: "Name them: x-parley-roles of the info object.",
        };
  report(diagnostic("not-routable", origin, { title, ...reason }));
}
