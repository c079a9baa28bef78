import type { Flow, Json } from "@parley/compiler";
import { createSignallingFunction, memoryConferenceStore, silentLog, type SignallingFunctionOptions } from "@parley/reference-server";
import { expect } from "vitest";
import { Conversation, Mapping, stepsOf } from "./conversation.js";
import type { MakeLinks } from "./links.js";
import { Terminal } from "./terminal.js";

/** Plays a flow: terminals by generated clients, the function by the reference server's, which is built on the generated server. */
export async function play(flows: readonly Flow[], flow: Flow, makeLinks: MakeLinks): Promise<void> {
  const conversation = new Conversation();
  const faults: unknown[] = [];
  const signalling = createSignallingFunction({
    signIn: (token) => users.get(token),
    conferences: memoryConferenceStore({ uriBase: "https://operator.example/conferences/" }),
    iceServers: [{ urls: ["stun:stun.operator.example:3478"] }],
    log: (event, fields) => (event === "fault" ? void faults.push(fields) : silentLog(event, fields)),
  });
  const links = await makeLinks((transport) => signalling.accept(transport), conversation);
  const terminals = new Map<string, Terminal>();
  const terminalOf = (participant: string): Terminal => {
    const found = terminals.get(participant) ?? new Terminal(() => links.open(participant));
    terminals.set(participant, found);
    return found;
  };
  try {
    const steps = stepsOf(flows, flow);
    const mapping = new Mapping();
    for (const [index, step] of steps.entries()) {
      if (step.after !== undefined) links.lose(step.after.lost);
      if (step.from !== "function") {
        const payload = step.payload as { readonly [key: string]: Json };
        terminalOf(step.from).act(`${String(payload["method"])}.${step.part}`, payload);
      }
      mapping.expectSame(step, await conversation.at(index));
      if (step.to !== "function") await terminalOf(step.to).hears(steps.slice(0, index + 1).filter(({ to }) => to === step.to).length);
    }
    await turns(8);
    expect(conversation.passed.slice(steps.length).map(String), "nothing passes that is no step").toEqual([]);
    for (const terminal of terminals.values()) await terminal.close();
    for (const [participant, terminal] of terminals) {
      faults.push(...terminal.faults);
      for (const ends of terminal.ends) expect(ends, `${participant}'s session says once that it has ended`).toHaveLength(1);
    }
    expect(faults).toEqual([]);
  } finally {
    for (const terminal of terminals.values()) await terminal.close();
    await signalling.close();
    await links.close();
  }
}

/** Lets whatever is under way arrive. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}

const users: ReadonlyMap<string, ReturnType<SignallingFunctionOptions["signIn"]>> = new Map(
  ["Alice", "Bob"].map((display) => {
    const name = display.toLowerCase();
    const subject = `acct:${name}@operator.example`;
    return [`eyJhbGciOiJFUzI1NiJ9.${name}.signature`, { name, subject, addresses: [subject], display }] as const;
  }),
);
