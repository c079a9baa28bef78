import { createConferenceClient } from "@parley/conference";
import type { ConferenceClient, NewConference } from "@parley/conference";
import type { ReferenceServer } from "@parley/reference-server";
import type { CeventNotification, SubscribeOptions, Subscription } from "@parley/signalling";
import { serve, terminal, tokenOf } from "./terminals.js";
import type { Terminal } from "./terminals.js";

/** A conference of Alice's, and how terminals come into it. */
export interface Meeting {
  readonly server: ReferenceServer;
  /** As Alice calls it. */
  readonly conferences: ConferenceClient;
  readonly id: string;
  readonly uri: string;
  joinToken(options?: object): Promise<string>;
  /** A terminal that takes part. */
  join(user: string, options?: Partial<SubscribeOptions>): Promise<Member>;
}

export interface Member extends Watcher {
  readonly terminal: Terminal;
  /** Who it is in the conference. */
  readonly participant: string;
  readonly uri: string;
}

/** What one subscription was told. */
export interface Watcher {
  readonly subscription: Subscription;
  readonly events: readonly CeventNotification[];
  /** The first event like this one, those included that came before. */
  until(wanted: (event: CeventNotification) => boolean): Promise<CeventNotification>;
}

export async function meeting(settings: Partial<NewConference> = {}, users = ["alice", "bob", "carol", "dave"]): Promise<Meeting> {
  const server = await serve({ users });
  const conferences = conferencesOf(server, "alice");
  const { id, uri } = await conferences.createConference({ body: { topology: "p2p", maxParticipants: 4, subject: "Weekly", ...settings } });
  const joinToken = async (body: object = {}) => (await conferences.issueJoinToken({ conferenceId: id, body })).token;
  return {
    server, conferences, id, uri, joinToken,
    async join(user, options = {}) {
      const made = await terminal(server, user);
      const watcher = await watch(made, { conference: uri, participate: true, joinToken: await joinToken(), ...options });
      const participant = watcher.subscription.answer.participant ?? "";
      return { ...watcher, terminal: made, participant, uri: `${uri}/participants/${participant}` };
    },
  };
}

export function conferencesOf(server: ReferenceServer, user: string): ConferenceClient {
  return createConferenceClient({ baseUrl: `${server.url}/conference-management/v1`, token: tokenOf(server, user) });
}

/** Subscribes, and keeps what it is told. */
export async function watch({ client }: Terminal, options: SubscribeOptions): Promise<Watcher> {
  const events: CeventNotification[] = [];
  const waiting = new Set<() => void>();
  const subscription = await client.subscribe(options);
  subscription.onEvent((event) => {
    events.push(event);
    for (const wake of waiting) wake();
    waiting.clear();
  });
  return {
    subscription,
    events,
    async until(wanted) {
      for (;;) {
        const found = events.find(wanted);
        if (found !== undefined) return found;
        await new Promise<void>((wake) => waiting.add(wake));
      }
    },
  };
}

/** The status of a participant in an event. */
export function statusIn({ info }: CeventNotification, participant: string): string | undefined {
  return info.users?.find(({ id }) => id === participant)?.endpoints?.[0]?.status;
}
