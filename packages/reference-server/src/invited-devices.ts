import { DeadlineError, ProtocolError } from "@parley/runtime";
import type { Clock } from "@parley/runtime";
import type { Cause, Party } from "@parley/signalling";
import { addressKey } from "./address-rules.js";
import { attempt } from "./attempt.js";
import type { Invitation } from "@parley/conference";
import type { InvitationCaller, InvitationGrant, InvitationReport } from "./conference/invitations/invitation-caller.js";
import type { Device, Devices } from "./devices.js";
import { problemRank } from "./problem-rank.js";
import type { TerminalConnection } from "./terminal.js";

/** Calls invited users: on every device that is available, at once, and on those that become so while it rings. */
export interface InvitedDevices extends InvitationCaller {
  /** A device has become available. */
  join(device: Device): void;
}

interface Shared {
  readonly devices: Devices;
  readonly connections: () => Iterable<TerminalConnection>;
  readonly newId: () => string;
  readonly clock: Clock;
}

/** One invitation that rings, and the devices that have not answered, with the name that it has on each. */
interface Ring {
  readonly address: string;
  readonly asked: Map<TerminalConnection, string>;
  ask(connection: TerminalConnection): void;
  over(cause: Cause): void;
}

export function invitedDevices(shared: Shared): InvitedDevices {
  const rings = new Map<string, Ring>();
  return {
    ring(invitation, grant, tell) {
      const ring = openRing(shared, invitation, grant, (report, cause) => {
        rings.delete(invitation.id);
        ring.over(cause);
        tell(report);
      });
      const devices = shared.devices.at(invitation.address).filter(canRing);
      if (devices.length === 0) return tell({ state: "failed", cause: { reason: "unreachable" } });
      rings.set(invitation.id, ring);
      tell({ state: "ringing" });
      for (const { connection } of devices) ring.ask(connection);
    },
    stop({ id, cause = { reason: "cancelled" } }) {
      const ring = rings.get(id);
      rings.delete(id);
      ring?.over(cause);
    },
    join(device) {
      if (!canRing(device)) return;
      for (const ring of rings.values()) if (device.addresses.has(ring.address)) ring.ask(device.connection);
    },
  };
}

function openRing(shared: Shared, { address }: Invitation, grant: InvitationGrant, decided: (report: InvitationReport, cause: Cause) => void): Ring {
  const { clock, newId } = shared;
  const asked = new Map<TerminalConnection, string>();
  const seen = new Set<TerminalConnection>();
  const until = clock.now() + grant.ringFor * 1_000;
  let best: ProtocolError | undefined;
  let isOver = false;
  const answered = (connection: TerminalConnection, error: unknown) => {
    asked.delete(connection);
    if (isOver) return;
    const refusal = error instanceof ProtocolError ? error : undefined;
    if (refusal !== undefined && (best === undefined || problemRank(refusal.problem) < problemRank(best.problem))) best = refusal;
    if (refusal !== undefined && refusal.details.scope === "everywhere") return decided(...outcomeOf(refusal));
    if (asked.size === 0) decided(...outcomeOf(best ?? error));
  };
  return {
    address: addressKey(address),
    asked,
    ask(connection) {
      const left = Math.round((until - clock.now()) / 1_000);
      // So late nobody can be asked in time.
      if (isOver || seen.has(connection) || left < leastRing) return;
      seen.add(connection);
      const invitation = newId();
      asked.set(connection, invitation);
      const { conferenceUri: conference, joinToken, subject, invitedBy } = grant;
      const fields = { invitation, conference, joinToken, from: partyOf(shared, invitedBy), ...(subject === undefined ? {} : { subject }), ringFor: left };
      void connection.cinvite(fields).then(
        () => {
          asked.delete(connection);
          if (!isOver) decided({ state: "accepted" }, { reason: "answered-elsewhere" });
        },
        (error: unknown) => answered(connection, error),
      );
    },
    over(cause) {
      isOver = true;
      for (const [connection, invitation] of asked) attempt(() => connection.cinviteEnded({ invitation, cause }));
    },
  };
}

/** What `cinvite` takes at the least, in seconds. */
const leastRing = 5;

function canRing({ connection }: Device): boolean {
  return connection.state === "ready" && !connection.context.isLost;
}

/** What a refusal, or that there was no answer, makes of the invitation, and what the other devices are told. */
function outcomeOf(error: unknown): [InvitationReport, Cause] {
  const problem = error instanceof ProtocolError ? error.problem : error instanceof DeadlineError ? "no-answer" : "unreachable";
  switch (problem) {
    case "declined":
    case "busy":
      return [{ state: problem }, { reason: problem }];
    case "no-answer":
      return [{ state: "unanswered" }, { reason: problem }];
    default:
      return [{ state: "failed", cause: { reason: "unreachable" } }, { reason: "failed" }];
  }
}

/** The inviting user, named as its own terminals know it where one is there. */
function partyOf({ connections }: Shared, uri: string): Party {
  const user = [...connections()].map(({ context }) => context.user).find((known) => known?.subject === uri);
  return { uri, ...(user === undefined ? {} : { display: user.display }), asserted: uri };
}
