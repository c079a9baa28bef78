import type { CodeModule, Diagnostic } from "@parley/compiler";
import type { Plan } from "./plan.js";
import { forFile, planInterface } from "./plan-interface.js";
import { printCalls } from "./print-calls.js";
import { printClient } from "./print-client.js";
import { printParties } from "./print-parties.js";
import { printServer } from "./print-server.js";
import { printSessions } from "./print-session.js";

/** The client, the server and what they share: in the words of the envelope, where the messages have one and there are two roles; else plain. */
export function printInterface(plan: Plan, report: (found: Diagnostic) => void): readonly CodeModule[] {
  const of = planInterface(plan, report);
  if (of === undefined) return plan.protocol.dialect === "asyncapi-3" ? printParties(plan, report) : [];
  const sessions = of.client.sessions.length === 0 ? [] : [printSessions(forFile(of))];
  return [printCalls(of), ...sessions, printClient(forFile(of)), printServer(forFile(of))];
}
