import type { CodeModule, Diagnostic } from "@parley/compiler";
import { planHttp } from "./http-plan.js";
import type { Plan } from "./plan.js";
import { printHttpClient } from "./print-http-client.js";
import { printHttpOperations } from "./print-http-operations.js";
import { printHttpProblems } from "./print-http-problems.js";
import { printHttpServer } from "./print-http-server.js";

/** The client, the server and what they share; nothing for a protocol without operations on HTTP. */
export function printHttp(plan: Plan, report: (found: Diagnostic) => void): readonly CodeModule[] {
  const http = planHttp(plan, report);
  return http === undefined ? [] : [printHttpProblems(http), printHttpOperations(http), printHttpClient(http), printHttpServer(http)];
}
