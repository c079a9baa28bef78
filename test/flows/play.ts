import type { Flow, Json, Step } from "@parley/compiler";
import { createSignallingFunction, memoryConferenceDesk, silentLog, type SignallingFunction, type SignallingFunctionOptions } from "@parley/reference-server";
import { manualClock } from "@parley/runtime";
import { expect } from "vitest";
import { Conversation, Mapping, stepsOf } from "./conversation.js";
import type { MakeLinks } from "./links.js";
import { RawTerminal } from "./raw-terminal.js";
import { Terminal } from "./terminal.js";

/**
 * Plays a flow: terminals by generated clients, functions by the reference server's, which is built on the generated server. Time moves only as the flow
 * says, and while a message does not come. Who is to do what no generated client does is named in `raw`, and writes its messages itself.
 */
export async function play(flows: readonly Flow[], flow: Flow, makeLinks: MakeLinks, raw: readonly string[] = []): Promise<void> {
  const steps = stepsOf(flows, flow);
  const clock = manualClock(Date.parse("2026-03-02T09:00:00Z"));
  // Who lives says so now and then: that is told only where it is the point.
  const conversation = new Conversation(steps.some((step) => methodOf(step) === "ping") ? ["ack"] : ["ack", "ping"]);
  const faults: unknown[] = [];
  const functions = new Map<string, SignallingFunction>(
    flow.participants.filter(({ role }) => role === "signallingFunction").map(({ name }) => [name, newFunction(steps, clock, faults)]),
  );
  const links = await makeLinks((transport, _participant, accepting) => functions.get(accepting)?.accept(transport), conversation);
  const terminals = new Map<string, Terminal | RawTerminal>();
  const terminalOf = (participant: string): Terminal | RawTerminal => {
    const open = (url?: URL) => links.open(participant, [...functions.keys()].find((name) => url?.pathname.startsWith(`/${name}/`)));
    const found = terminals.get(participant) ?? (raw.includes(participant) ? new RawTerminal(open, clock) : new Terminal(open, clock, conversation.unseen));
    terminals.set(participant, found);
    return found;
  };
  const mapping = new Mapping();
  const act = (step: Step) => {
    const draining = functions.get(step.from);
    if (draining === undefined) terminalOf(step.from).act(step, mapping.onTheWire(step));
    else if (methodOf(step) === "goaway") void draining.drain(mapping.onTheWire(step) as { readonly deadline: number; readonly endpoints?: readonly string[] });
  };
  try {
    let acted = -1;
    for (const [index, step] of steps.entries()) {
      const { lost, passes = 0 } = step.after ?? {};
      if (lost !== undefined) links.lose(lost);
      if (passes > 0) {
        if (lost !== undefined) links.allow(lost, false);
        await clock.advance(passes * 1000);
        if (lost !== undefined) links.allow(lost, true);
      }
      // What two of them send one after the other crosses: neither has heard of the other's.
      for (; acted < lastCrossing(steps, index, functions); acted += 1) act(steps[acted + 1] ?? step);
      mapping.expectSame(step, await conversation.next(step, clock));
      if (!functions.has(step.to)) await terminalOf(step.to).hears(steps.slice(0, index + 1).filter(({ to }) => to === step.to).length, step);
    }
    await clock.advance(0);
    expect(conversation.left, "nothing passes that is no step").toEqual([]);
    await Promise.all([...terminals.values()].map((terminal) => terminal.close()));
    for (const [participant, terminal] of terminals) {
      faults.push(...terminal.faults);
      for (const ends of terminal.ends) expect(ends, `${participant}'s session says once that it has ended`).toHaveLength(1);
    }
    expect(faults).toEqual([]);
  } finally {
    for (const terminal of terminals.values()) await terminal.close();
    for (const signalling of functions.values()) await signalling.close();
    await links.close();
  }
}

/** A function that grants what the flow says it does. */
function newFunction(steps: readonly Step[], clock: ReturnType<typeof manualClock>, faults: unknown[]): SignallingFunction {
  const granted = steps.find((step) => methodOf(step) === "auth" && step.part === "success")?.payload as { readonly limits?: SignallingFunctionOptions["limits"] } | undefined;
  return createSignallingFunction({
    signIn: (token) => users.get(token),
    conferences: memoryConferenceDesk({ uriBase: "https://operator.example/conferences/", clock }),
    iceServers: [{ urls: ["stun:stun.operator.example:3478"] }],
    clock,
    random: () => 0.5,
    ...(granted?.limits === undefined ? {} : { limits: granted.limits }),
    log: (event, fields) => (event === "fault" ? void faults.push(fields) : silentLog(event, fields)),
  });
}

/** The last of the steps from this one on whose senders have not heard what the functions make of the ones before. */
function lastCrossing(steps: readonly Step[], first: number, functions: ReadonlyMap<string, unknown>): number {
  let last = first;
  for (let next = steps[last + 1]; next !== undefined; next = steps[last + 1]) {
    const before = steps.slice(first, last + 1).map(({ from }) => from);
    if (functions.has(next.from) || functions.has(before[0] ?? "") || before.includes(next.from) || next.after !== undefined) break;
    last += 1;
  }
  return last;
}

function methodOf({ payload }: Step): Json | undefined {
  return (payload as { readonly [key: string]: Json })["method"];
}

const users: ReadonlyMap<string, ReturnType<SignallingFunctionOptions["signIn"]>> = new Map(
  ["Alice", "Bob", "Carol"].map((display) => {
    const name = display.toLowerCase();
    const subject = `acct:${name}@operator.example`;
    return [`eyJhbGciOiJFUzI1NiJ9.${name}.signature`, { name, subject, addresses: [subject], display }] as const;
  }),
);
