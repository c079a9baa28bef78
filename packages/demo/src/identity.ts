import { readPageLink } from "./page-link.js";

export interface Identity {
  readonly user: string;
  readonly token: string;
}

/** Who uses this tab: by the link it was opened with, or as before a reload. The token leaves the address bar at once, so that it is not shared by accident. */
export function takeIdentity(place: Location, memory: Storage, history: History): Identity | undefined {
  const link = readPageLink(place.hash);
  if (link?.kind === "user") {
    memory.setItem(key, JSON.stringify({ user: link.user, token: link.token }));
    history.replaceState(null, "", place.pathname);
  }
  return remembered(memory.getItem(key));
}

/** The conference link that this tab was opened with, kept until it is used: signing in may come between. */
export function takeInvitation(place: Location, memory: Storage, history: History): string | undefined {
  if (readPageLink(place.hash)?.kind === "conference") {
    memory.setItem(invitationKey, place.href);
    history.replaceState(null, "", place.pathname);
  }
  return memory.getItem(invitationKey) ?? undefined;
}

export function forgetInvitation(memory: Storage): void {
  memory.removeItem(invitationKey);
}

function remembered(text: string | null): Identity | undefined {
  const value: unknown = text === null ? undefined : JSON.parse(text);
  if (typeof value !== "object" || value === null || !("user" in value) || !("token" in value)) return undefined;
  return typeof value.user === "string" && typeof value.token === "string" ? { user: value.user, token: value.token } : undefined;
}

const key = "parley-identity";
const invitationKey = "parley-invitation";
