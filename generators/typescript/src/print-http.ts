import type { CodeModule } from "@parley/compiler";
import type { HttpPlan } from "./http-plan.js";
import { printHttpCallbacks } from "./print-http-callbacks.js";
import { printHttpClient } from "./print-http-client.js";
import { printHttpOperations } from "./print-http-operations.js";
import { printHttpProblems } from "./print-http-problems.js";
import { printHttpServer } from "./print-http-server.js";

/** The client, the server and what they share; nothing for a protocol without operations on HTTP. */
export function printHttp(http: HttpPlan | undefined): readonly CodeModule[] {
  if (http === undefined) return [];
  const sides = http.calls.length === 0 ? [] : [...printHttpClient(http), ...printHttpServer(http)];
  return [printHttpProblems(http), ...printHttpOperations(http), ...sides, printHttpCallbacks(http)];
}
