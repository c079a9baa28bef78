import type { Flow, Protocol } from "@parley/compiler";
import type { Transport } from "@parley/runtime";
import { expect } from "vitest";
import { AcceptingSide } from "./accepting-side.js";
import { ConnectingSide } from "./connecting-side.js";
import { Conversation, Mapping, stepsOf } from "./conversation.js";
import { KeptMachines } from "./kept-machines.js";
import type { MakeLinks } from "./links.js";

/** A protocol as it is generated: how a side connects, how one serves, and which keys of the opening answer are not the program's. */
export interface Generated {
  readonly protocol: Protocol;
  readonly connect: (options: object) => Promise<object>;
  readonly serve: (handlers: object, options: object) => { accept(transport: Transport, context: string): object; close(): Promise<void> };
  readonly filled: readonly string[];
}

/**
 * Plays a flow between the generated client and the generated server, whose programs say what the flow says, and nothing else. Gives the
 * machines that both programs have kept.
 */
export async function playBetween(generated: Generated, flow: Flow, makeLinks: MakeLinks): Promise<KeptMachines> {
  const { protocol } = generated;
  const accepting = flow.participants.find(({ role }) => protocol.roles.some(({ name, accepts }) => accepts && name === role))?.name ?? "";
  const conversation = new Conversation();
  const server = new AcceptingSide(protocol, generated.serve, generated.filled);
  const links = await makeLinks((transport, participant) => server.accept(transport, participant), conversation, accepting);
  const clients = new Map<string, ConnectingSide>();
  const clientOf = (participant: string): ConnectingSide => {
    const found = clients.get(participant) ?? new ConnectingSide(protocol, () => links.open(participant), generated.connect);
    clients.set(participant, found);
    return found;
  };
  const kept = new KeptMachines(protocol);
  try {
    const steps = stepsOf(protocol.flows, flow);
    const mapping = new Mapping();
    for (const [index, step] of steps.entries()) {
      if (step.from === accepting) server.act(step, mapping.knownNames(step));
      else clientOf(step.from).act(step, mapping.knownNames(step));
      mapping.expectSame(step, await conversation.at(index));
      kept.pass(step);
      if (step.to === accepting) await turns(2);
      else await clientOf(step.to).hears(steps.slice(0, index + 1).filter(({ to }) => to === step.to).length);
    }
    await turns(8);
    expect(conversation.passed.slice(steps.length).map(({ message }) => message), "nothing passes that is no step").toEqual([]);
    const refused = steps.at(-1)?.operation === "auth" && steps.at(-1)?.part === "failure";
    for (const [participant, client] of clients) {
      const states = refused ? [undefined, "closed"] : ["ready", "ready"];
      expect([client.state, server.stateOf(participant)], participant).toEqual(states);
    }
  } finally {
    for (const client of clients.values()) await client.close();
    await server.close();
    await links.close();
  }
  expect([...clients.values()].flatMap(({ faults }) => faults)).toEqual([]);
  expect(server.faults).toEqual([]);
  return kept;
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}
