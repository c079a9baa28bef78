import type { ConferenceInfo } from "@parley/conference";
import { attempt } from "./attempt.js";
import type { TerminalConnection } from "./terminal.js";

/** Where an event goes. */
export interface Told {
  readonly connection: TerminalConnection;
  readonly subscription: string;
  /** The URI. */
  readonly conference: string;
}

export interface Event {
  readonly version: number;
  readonly state: "full" | "partial";
  readonly info: ConferenceInfo;
}

/** Sends a `cevent`; with a cause it is the last one of its subscription. One that the terminal does not take is left out, and the next tells of a gap; the last is sent all the same. */
export function sendEvent({ connection, subscription, conference }: Told, event: Event, cause?: { readonly reason: string }): void {
  const { version, state, info } = event;
  const head = { subscription, conference, version };
  if (cause === undefined) return attempt(() => connection.cevent({ ...head, state, info }));
  try {
    connection.cevent({ ...head, state, info, final: true, cause });
  } catch {
    attempt(() => connection.cevent({ ...head, state: "partial", info: {}, final: true, cause }));
  }
}
