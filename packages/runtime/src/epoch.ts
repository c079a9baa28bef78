/** What the success that opens an epoch says of it. */
export interface EpochGrant {
  readonly id: string;
  /** Asks for the epoch back on another connection; another one with every resume. */
  readonly secret: string;
  readonly window: number;
  readonly windowBytes: number;
  /** How long a lost connection is waited for, in seconds. */
  readonly resumeWithin: number;
}

/** What a request says to get an epoch back. */
export interface EpochResume {
  readonly epoch: string;
  readonly secret: string;
  /** The count of the last message that its sender has taken. */
  readonly received: number;
  /** The keys of the sessions that its sender holds: `{ session: "..." }`. */
  readonly sessions?: readonly object[];
}

/** What the other end says of where it stands when an epoch goes on. */
export type Standing = Pick<EpochResume, "received" | "sessions">;

/** An opening request and its success, by which an epoch goes on on another connection. */
export interface Handshake {
  /** The end that asks sent the request. */
  readonly asked: "sent" | "received";
  readonly request: object;
  readonly success: object;
  readonly standing: Standing;
}

/** The `resume` of an opening request, where it has one that can be read. */
export function resumeIn(request: object): EpochResume | undefined {
  const resume: unknown = "resume" in request ? request.resume : undefined;
  if (typeof resume !== "object" || resume === null) return undefined;
  if (!("epoch" in resume && "secret" in resume && "received" in resume)) return undefined;
  const { epoch, secret, received } = resume;
  if (typeof epoch !== "string" || typeof secret !== "string" || !isCount(received)) return undefined;
  return { epoch, secret, received, ...sessionsIn(resume) };
}

/** The `epoch` of a success, where it has one that can be resumed. */
export function epochIn(success: object): EpochGrant | undefined {
  const epoch: unknown = "epoch" in success ? success.epoch : undefined;
  if (typeof epoch !== "object" || epoch === null) return undefined;
  if (!("id" in epoch && "secret" in epoch && "resumeWithin" in epoch)) return undefined;
  const { id, secret, resumeWithin } = epoch;
  if (typeof id !== "string" || typeof secret !== "string" || typeof resumeWithin !== "number") return undefined;
  return epoch as EpochGrant;
}

/** What a success says of the epoch that goes on; undefined where none does. */
export function standingIn(success: object): Standing | undefined {
  if (!("resumed" in success && success.resumed === true && "received" in success && isCount(success.received))) return undefined;
  return { received: success.received, ...sessionsIn(success) };
}

/** Without the sessions where they would fill more than half of a message, or are too many to list: what is not listed is not compared. */
export function standingWithin({ received, sessions }: Standing, messageBytes: number): Standing {
  const isTooLong = sessions === undefined || sessions.length > 4_096 || JSON.stringify(sessions).length * 2 > messageBytes;
  return isTooLong ? { received } : { received, sessions };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function sessionsIn(said: object): Pick<EpochResume, "sessions"> {
  if (!("sessions" in said && Array.isArray(said.sessions))) return {};
  return { sessions: said.sessions.filter((each): each is object => typeof each === "object" && each !== null) };
}
