import { memoryUsage } from "node:process";
import { problems, signallingProtocol } from "@parley/signalling";
import { counter, gauge, histogram, openMetricsText } from "./open-metrics.js";
import type { Counter, Histogram, MetricFamily } from "./open-metrics.js";

/** What is counted about a signalling function. No label has anything of a user in it: they are methods, problems and plain reasons. */
export interface Metrics {
  readonly connectionsOpened: Counter;
  /** By reason. */
  readonly connectionsClosed: Counter;
  /** By outcome: `resumed`, `fresh`, `refused`. */
  readonly resumes: Counter;
  /** By outcome: `answered`, or the problem. */
  readonly setups: Counter;
  readonly forks: Counter;
  /** By what became of it: `won`, `refused`, `cancelled`, `late`. */
  readonly legs: Counter;
  /** By outcome: `finished`, `ended`. */
  readonly drained: Counter;
  /** Seconds between `ping` and its response. */
  readonly roundTrip: Histogram;
  /** Counts a message by method and direction, and a refusal by its problem. */
  passed(direction: "sent" | "received", message: object): void;
  /** The OpenMetrics text of now. */
  text(): string;
}

/** What is counted by looking. */
export interface Levels {
  readonly connections: () => { readonly ready: number; readonly lost: number };
  /** Setups under way and calls that are on. */
  readonly sessions: () => { readonly settingUp: number; readonly established: number };
  readonly devices: () => number;
  readonly draining: () => boolean;
}

export function createMetrics(levels: Levels): Metrics {
  const messages = counter({ name: "parley_messages", help: "Messages by method and direction.", labels: ["method", "direction"] });
  const refusals = counter({ name: "parley_refusals", help: "Refusals by problem and direction.", labels: ["problem", "direction"] });
  const metrics = {
    connectionsOpened: counter({ name: "parley_connections_opened", help: "Connections that were accepted." }),
    connectionsClosed: counter({ name: "parley_connections_closed", help: "Connections that are over, by reason.", labels: ["reason"] }),
    resumes: counter({ name: "parley_resumes", help: "Epochs that were asked to go on, by outcome.", labels: ["outcome"] }),
    setups: counter({ name: "parley_setups", help: "Setups by what came of them.", labels: ["outcome"] }),
    forks: counter({ name: "parley_forks", help: "Setups that were offered to more than one device." }),
    legs: counter({ name: "parley_fork_legs", help: "Devices that were offered a setup, by what became of it.", labels: ["outcome"] }),
    drained: counter({ name: "parley_drained_sessions", help: "Sessions that were on when the function began to drain, by how they went.", labels: ["outcome"] }),
    roundTrip: histogram({ name: "parley_round_trip_seconds", unit: "seconds", help: "From ping to its response." }, roundTripBounds),
  };
  const families: readonly MetricFamily[] = [
    gauge({ name: "parley_connections", help: "Connections now, by what their peer is: signed in, or lost and awaited.", labels: ["state"] }, () => {
      const { ready, lost } = levels.connections();
      return [[["ready"], ready], [["lost"], lost]];
    }),
    gauge({ name: "parley_epochs", help: "Epochs that are alive, lost ones included." }, () => {
      const { ready, lost } = levels.connections();
      return [[[], ready + lost]];
    }),
    gauge({ name: "parley_sessions", help: "Sessions now, by state.", labels: ["state"] }, () => {
      const { settingUp, established } = levels.sessions();
      return [[["setting-up"], settingUp], [["established"], established]];
    }),
    gauge({ name: "parley_devices", help: "Devices that are available now." }, () => [[[], levels.devices()]]),
    gauge({ name: "parley_draining", help: "1 while nothing new is taken." }, () => [[[], levels.draining() ? 1 : 0]]),
    gauge({ name: "process_resident_memory_bytes", unit: "bytes", help: "Resident memory of the process." }, () => [[[], memoryUsage.rss()]]),
    gauge({ name: "parley_heap_used_bytes", unit: "bytes", help: "Memory that objects of the program take." }, () => [[[], memoryUsage().heapUsed]]),
    messages,
    refusals,
    ...Object.values(metrics),
  ];
  return {
    ...metrics,
    passed(direction, message) {
      const { method, problemDetails } = message as { readonly method?: unknown; readonly problemDetails?: { readonly type?: unknown } };
      messages.add([typeof method === "string" && methods.has(method) ? method : "other", direction]);
      if (problemDetails !== undefined) refusals.add([problemNames.get(problemDetails.type) ?? "other", direction]);
    },
    text: () => openMetricsText(families),
  };
}

const roundTripBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const methods: ReadonlySet<string> = new Set(Object.keys(signallingProtocol.messages).map((name) => name.slice(0, name.lastIndexOf("."))));

const problemNames: ReadonlyMap<unknown, string> = new Map(Object.entries(problems).map(([name, { type }]) => [type, name]));
