import { followState } from "@parley/runtime";
import type { KnownState } from "@parley/runtime";
import { conferenceInfoToldBy } from "@parley/signalling";
import type { CeventNotification, ConferenceInfo, SignallingClient, SubscribeOptions } from "@parley/signalling";

/** One who follows a conference by its events alone, as the program of a user would. */
export interface Follower {
  /** Who it is in the conference, where it takes part. */
  readonly participant: string;
  known(): KnownState<ConferenceInfo> | undefined;
  /** What was known, by version. */
  readonly history: ReadonlyMap<number, ConferenceInfo>;
  /** How often an event was missing, and a snapshot was asked for. */
  gaps(): number;
  /** How many events have told what has changed, and not all. */
  deltas(): number;
  /** The next event is not heard. */
  missOne(): void;
}

export async function followConference(client: SignallingClient, options: SubscribeOptions): Promise<Follower> {
  let known: KnownState<ConferenceInfo> | undefined;
  const history = new Map<number, ConferenceInfo>();
  let isMending = false;
  let gaps = 0;
  let deltas = 0;
  let misses = 0;
  const first = await subscribe(options);
  return { participant: first.answer.participant ?? "", known: () => known, history, gaps: () => gaps, deltas: () => deltas, missOne: () => void (misses += 1) };

  async function subscribe(wish: SubscribeOptions) {
    const subscription = await client.subscribe(wish);
    isMending = false;
    const hear = (event: CeventNotification) => {
      if (event.final === true || isMending) return;
      if (misses > 0) return void (misses -= 1);
      if (event.state === "partial") deltas += 1;
      const next = followState(known, event, conferenceInfoToldBy);
      if (next !== undefined) {
        known = next;
        history.set(next.version, next.info);
        return;
      }
      gaps += 1;
      isMending = true;
      // A fault of it leaves what is known as it is, which the test finds.
      void subscribe({ conference: options.conference, replaces: subscription.subscription });
    };
    subscription.onEvent(hear);
    return subscription;
  }
}
