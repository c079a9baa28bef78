import type { HostedBy } from "./hosted-session.js";
import { MachineInstance } from "./machine-instance.js";
import type { MachineHost } from "./machine-instance.js";
import type { Machine } from "./machine.js";

/** The machine of a connection, at work on it. */
export function connectionRun(
  machine: Machine,
  { protocol: table, clock, timers, requester, answerer }: HostedBy,
  told: Pick<MachineHost, "raise" | "changed">,
): MachineInstance {
  return new MachineInstance(machine, {
    table,
    clock,
    timers,
    send: (...sent) => requester().sendOf(undefined, ...sent),
    answer: (...answered) => answerer().answerOpen(undefined, ...answered),
    timedOut: (timer) => requester().timedOut(undefined, timer),
    ...told,
  });
}
