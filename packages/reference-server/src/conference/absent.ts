import type { ConferenceImplementation } from "@parley/conference";
import type { ConferenceCaller } from "./access.js";
import { activeLeaderOf, activeMemberOf, leaderOf, memberOf } from "./access.js";
import type { PageCall } from "./page.js";
import { pageOf } from "./page.js";
import { refused } from "./refused.js";
import type { ConferenceState } from "./state.js";

type Implementation = ConferenceImplementation<ConferenceCaller>;

const lists = ["listDialIns", "listDialOuts", "listRecordings", "listStreams", "listIngests"] as const;
const reads = ["getDialIn", "getDialOut", "getRecording", "downloadRecording", "getStream", "getIngest"] as const;
const changes = ["closeDialIn", "cancelDialOut", "stopRecording", "deleteRecording", "stopStream", "closeIngest"] as const;
const beginnings = ["openDialIn", "dialOut", "startRecording", "startStream", "openIngest", "replaceLayout", "replaceMix"] as const;
const views = ["getLayout", "getMix"] as const;

type Name = (typeof lists | typeof reads | typeof changes | typeof beginnings | typeof views)[number];

interface Call {
  readonly conferenceId: string;
}

type Answer<C, A> = (call: C, context: { readonly caller: ConferenceCaller }) => Promise<A>;

/** What needs a media server, which this function has none of: nothing of it is there, and nothing can be begun. */
export function absentOperations(state: ConferenceState): Pick<Implementation, Name | "sendSignal"> {
  const { units } = state;
  const absent = () => refused("capability-absent", "It needs a media server, and this conference function has none.");
  const listOf = (operation: (typeof lists)[number]): Answer<Call & PageCall, { readonly items: readonly never[] }> => (call, { caller }) =>
    units.read(() => {
      memberOf(state, caller, call.conferenceId);
      return { items: pageOf(state, { operation, call, caller }, [], "newest", (none: never) => none).items };
    });
  const check = (judge: typeof memberOf, answer: () => Error): Answer<Call, never> => ({ conferenceId }, { caller }) =>
    units.read(() => {
      judge(state, caller, conferenceId);
      throw answer();
    });
  const each = <N extends Name, C, A>(names: readonly N[], answerOf: (name: N) => Answer<C, A>) => Object.fromEntries(names.map((name) => [name, answerOf(name)])) as { readonly [K in N]: Answer<C, A> };
  return {
    ...each(lists, listOf),
    ...each(reads, () => check(memberOf, () => refused("not-found"))),
    ...each(changes, () => check(leaderOf, () => refused("not-found"))),
    ...each(beginnings, () => check(activeLeaderOf, absent)),
    ...each(views, () => check(memberOf, absent)),
    sendSignal: ({ conferenceId }, { caller }) =>
      units.read(() => {
        const { leads, self } = activeMemberOf(state, caller, conferenceId);
        if (!leads && !self.some(({ value }) => value.permissions.includes("signal"))) throw refused("forbidden", "The participant has no permission to signal.");
        throw refused("capability-absent", "This conference function hands no signals on.");
      }),
  };
}
