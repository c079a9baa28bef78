import type { CodeModule } from "@parley/compiler";
import type { Plan } from "./plan.js";
import { planInterface } from "./plan-interface.js";
import { printCalls } from "./print-calls.js";
import { printClient } from "./print-client.js";
import { printServer } from "./print-server.js";
import { printSessions } from "./print-session.js";

/** The client, the server and what they share; nothing where the messages have no envelope that the runtime could work with. */
export function printInterface(plan: Plan): readonly CodeModule[] {
  const of = planInterface(plan);
  if (of === undefined) return [];
  const sessions = of.client.sessions.length === 0 ? [] : [printSessions(of)];
  return [printCalls(of), ...sessions, printClient(of), printServer(of)];
}
