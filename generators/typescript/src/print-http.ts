import type { CodeModule, Diagnostic } from "@parley/compiler";
import { planHttp } from "./http-plan.js";
import type { Plan } from "./plan.js";
import { printHttpCallbacks } from "./print-http-callbacks.js";
import { printHttpClient } from "./print-http-client.js";
import { printHttpOperations } from "./print-http-operations.js";
import { printHttpProblems } from "./print-http-problems.js";
import { printHttpServer } from "./print-http-server.js";

/** The client, the server and what they share; nothing for a protocol without operations on HTTP. */
export function printHttp(plan: Plan, report: (found: Diagnostic) => void): readonly CodeModule[] {
  const http = planHttp(plan, report);
  if (http === undefined) return [];
  const sides = http.calls.length === 0 ? [] : [...printHttpClient(http), ...printHttpServer(http)];
  return [printHttpProblems(http), ...printHttpOperations(http), ...sides, printHttpCallbacks(http)];
}
