import type { MqoeNotification } from "@parley/signalling";
import type { FunctionState } from "./function-state.js";
import { faultFields } from "./log.js";
import type { TerminalConnection } from "./terminal.js";

/** Adds what a terminal has measured of a session in a conference to the statistics of that. Of other sessions nobody keeps it. */
export function reportQuality(state: FunctionState, { session, start, period, reports }: MqoeNotification, from: TerminalConnection): void {
  const place = state.calls.find(from, session);
  const conference = place?.call.conference;
  if (place === undefined || conference === undefined) return;
  const measured = { ...(start === undefined ? {} : { start }), period, reports };
  state.conferences.report(conference[place.from], measured).catch((error: unknown) => state.log("fault", faultFields(error)));
}
