import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Flow, Step } from "../model/flow.js";
import type { Json } from "../model/json.js";
import type { Operation } from "../model/operation.js";
import type { Origin } from "../model/origin.js";
import type { Protocol } from "../model/protocol.js";
import { parsePointer } from "../source/json-pointer.js";
import { canonicalJson, isArray, isObject } from "./json-value.js";
import { placeOf } from "./place.js";

/**
 * Flow order.
 *
 * On one connection, the counted messages of a sender go up by one, and a reply names a request that is open. A flow goes on where the
 * flows that it depends on have ended; a connection that is lost begins anew, unless it goes on with its epoch.
 *
 * @see specs/signalling/uni.asyncapi.yaml, 2 Messages and 4 Delivery; specs/README.md, "Extensions of AsyncAPI, OpenAPI and Arazzo";
 * Arazzo 1.1.0, Workflow Object, `dependsOn`
 */
export function* flowOrder(protocol: Protocol): Iterable<Diagnostic> {
  const operations = new Map([...protocol.operations.values()].map((operation) => [operation.name, operation]));
  const context = { protocol, operations, flows: new Map(protocol.flows.map((flow) => [flow.name, flow])) };
  for (const flow of protocol.flows) {
    const connections: Connections = { counts: new Map(), open: new Map() };
    const before = flowsBefore(context, flow);
    for (const earlier of before ?? []) for (const step of earlier.steps) Array.from(pass(context, step, connections));
    // What another document has begun is not known.
    for (const step of flow.steps) for (const fault of pass(context, step, connections)) if (before !== undefined) yield fault;
  }
}

interface Context {
  readonly protocol: Protocol;
  readonly operations: ReadonlyMap<string, Operation>;
  readonly flows: ReadonlyMap<string, Flow>;
}

/** What has passed so far, by sender and receiver. */
interface Connections {
  /** What the next counted message may be: after a wrong count, one more than that, or than what it should have been. */
  readonly counts: Map<string, { readonly next: readonly number[]; readonly origin: Origin }>;
  /** Requests by their ids; without an id, that one has passed whose id is not known. */
  readonly open: Map<string, Step>;
}

function flowsBefore({ flows }: Context, flow: Flow): readonly Flow[] | undefined {
  const before = new Set<Flow>();
  const passed = new Set([flow]);
  let known = true;
  const visit = ({ dependsOn = [] }: Flow) => {
    for (const name of dependsOn) {
      const found = flows.get(name);
      known &&= found !== undefined;
      if (found === undefined || passed.has(found)) continue;
      passed.add(found);
      visit(found);
      before.add(found);
    }
  };
  visit(flow);
  return known ? [...before] : undefined;
}

function* pass(context: Context, step: Step, connections: Connections): Iterable<Diagnostic> {
  if (step.after?.lost !== undefined && context.protocol.behaviour?.delivery?.replay === undefined) forget(connections, step.after.lost);
  if (step.payload !== undefined) yield* miscounted(context, step, step.payload, connections);
  yield* uncalledFor(context, step, connections);
  if (beginsEpoch(context, step)) forget(connections, step.to);
}

/** The success that opens an epoch: one that goes on says `resumed`, and one that renews does not name an epoch. */
function beginsEpoch({ protocol }: Context, { part, payload }: Step): boolean {
  if (protocol.behaviour?.delivery?.replay === undefined || part !== "success" || payload === undefined || !isObject(payload)) return false;
  return payload["epoch"] !== undefined && payload["resumed"] !== true;
}

function forget({ counts, open }: Connections, participant: string): void {
  for (const map of [counts, open]) for (const key of map.keys()) if ((JSON.parse(key) as readonly string[]).slice(0, 2).includes(participant)) map.delete(key);
}

function* miscounted({ protocol }: Context, step: Step, payload: Json, { counts }: Connections): Iterable<Diagnostic> {
  const key = protocol.behaviour?.delivery?.count;
  const count = key === undefined || !isObject(payload) ? undefined : payload[key];
  if (key === undefined || typeof count !== "number") return;
  const direction = JSON.stringify([step.from, step.to]);
  const before = counts.get(direction);
  const [expected = count] = before?.next ?? [];
  const isNext = before === undefined || before.next.includes(count);
  counts.set(direction, { next: isNext ? [count + 1] : [expected + 1, count + 1], origin: step.origin });
  if (isNext) return;
  const parameters = { fault: "count" as const, step: step.name, key, count, expected, sender: step.from };
  yield diagnostic("flow-order", placeOf(step.origin, `/requestBody/payload/${key}`), parameters, [{ message: "The message before it is here", location: before.origin }]);
}

function* uncalledFor({ protocol, operations }: Context, step: Step, { open }: Connections): Iterable<Diagnostic> {
  if (step.part === "notification") return;
  const parties = step.part === "request" ? [step.from, step.to] : [step.to, step.from];
  const pointer = correlationOf(protocol, operations.get(step.operation), step);
  const id = pointer === undefined || step.payload === undefined ? undefined : valueAt(step.payload, pointer);
  const key = JSON.stringify(id === undefined ? parties : [...parties, canonicalJson(id)]);
  if (step.part === "request") open.set(key, step);
  else if (id !== undefined && !open.delete(key) && !open.has(JSON.stringify(parties))) {
    yield diagnostic("flow-order", placeOf(step.origin, `/requestBody/payload${pointer ?? ""}`), { fault: "reply", step: step.name, id: canonicalJson(id), requester: step.to });
  }
}

function correlationOf({ messages }: Protocol, operation: Operation | undefined, { part }: Step): string | undefined {
  const passing = part === "request" ? operation?.messages : operation?.reply?.messages;
  return passing?.map((id) => messages.get(id)?.correlation).find((one) => one?.in === "payload")?.pointer;
}

function valueAt(value: Json, pointer: string): Json | undefined {
  let at: Json | undefined = value;
  for (const token of parsePointer(pointer) ?? []) {
    if (at === undefined) return undefined;
    at = isArray(at) ? at[Number(token)] : isObject(at) ? at[token] : undefined;
  }
  return at;
}
