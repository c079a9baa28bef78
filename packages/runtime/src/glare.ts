import { tokensOf, valueAt } from "./json-pointer.js";
import type { Glare } from "./machine.js";
import type { Position } from "./machine-step.js";
import type { RefusalDetails } from "./problem.js";
import type { Session } from "./session.js";

/** What this end has begun towards the party that now asks for a session, and which of the two goes on. */
export interface Rival {
  readonly session: Session;
  /** Of the request of the peer. */
  readonly outcome: "wins" | "loses";
  readonly problem: string;
  /** What the refusal of the loser says beside its problem: the winner's value, where the request would have it. */
  readonly winner: RefusalDetails;
}

/** The session of this end that the opening request of a new one is in glare with; of several, one that the request loses to. */
export function rivalOf(asked: Session, message: object, sessions: readonly Session[], role: string): Rival | undefined {
  const { glare } = asked.run.machine;
  if (glare === undefined || glare.roles?.includes(role) === false) return undefined;
  const rivals = sessions.flatMap((session) => {
    const outcome = session.machine === glare.against ? crossing(glare, message, session.run.position) : undefined;
    return outcome === undefined ? [] : [{ session, outcome, problem: glare.problem, winner: winnerIn(glare, session.run.position) }];
  });
  return rivals.find(({ outcome }) => outcome === "loses") ?? rivals[0];
}

/**
 * How an opening request of the peer stands to what this side has begun: `wins`, `loses`, or they do not meet. Equal values are no glare:
 * it is this side's own request that comes back.
 */
export function crossing(glare: Glare, message: object, own: Position): "wins" | "loses" | undefined {
  const remembered = (name: string) => (Object.hasOwn(own.remembered, name) ? own.remembered[name] : undefined);
  if (!glare.in.includes(own.state)) return undefined;
  const isSame = glare.same.every((match) => {
    const value = valueAt(message, match.pointer);
    return value !== undefined && value === remembered(match.remembered);
  });
  const theirs = valueAt(message, glare.lower.pointer);
  const ours = remembered(glare.lower.remembered);
  if (!isSame || typeof theirs !== "string" || typeof ours !== "string" || theirs === ours) return undefined;
  return theirs < ours ? "wins" : "loses";
}

function winnerIn(glare: Glare, own: Position): RefusalDetails {
  return tokensOf(glare.lower.pointer).reduceRight<unknown>((value, token) => ({ [token]: value }), own.remembered[glare.lower.remembered]) as RefusalDetails;
}
