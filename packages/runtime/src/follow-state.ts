import { mergePartial } from "./merge-partial.js";

/** A state as it is known. Its version goes up by one with every change. */
export interface KnownState<Info extends object> {
  readonly version: number;
  readonly info: Info;
}

/** What is told of a state, by whatever channel: all of it where `state` is `full`, else what has changed. */
export interface ToldState<Info extends object> extends KnownState<Info> {
  readonly state: string;
}

/**
 * What is known of a state once something more is told of it: `known = followState(known, event, conferenceInfoToldBy)`. Nothing has to be known
 * before. What is older than what is known changes nothing. Undefined where a version in between is missing, and where a change is told of what
 * was never told in full: then only the whole state, asked for, helps.
 * @param toldBy by which member the entries of each list in the state are told apart; generated beside its type
 */
export function followState<Info extends object>(
  known: KnownState<Info> | undefined,
  { version, state, info }: ToldState<Info>,
  toldBy: Readonly<Record<string, string>>,
): KnownState<Info> | undefined {
  // A whole state is its own type, but for the `state` of its entries, which is of telling alone.
  if (state === "full") return { version, info: mergePartial<object>({}, info, toldBy) as Info };
  if (known === undefined || version > known.version + 1) return undefined;
  return version < known.version ? known : { version, info: mergePartial(known.info, info, toldBy) };
}
