import { connectSignalling, signallingPath } from "@parley/signalling";
import { ProtocolError } from "@parley/runtime";
import type { CallCommands } from "./call-commands.js";
import { createBackgroundClock } from "./background-clock.js";
import { createConferences } from "./conferences.js";
import { createController } from "./controller.js";
import { forgetInvitation, takeIdentity, takeInvitation } from "./identity.js";
import type { Identity } from "./identity.js";
import { observable } from "./observable.js";
import { createPage } from "./page.js";
import { noMedia } from "./page-state.js";
import type { PageState } from "./page-state.js";
import { readPageLink } from "./page-link.js";
import { createPresence } from "./presence.js";
import { preferredLanguage } from "./texts.js";
import { createTrace } from "./trace.js";

// The page's own program: reads the link it was opened with, shows the page, signs in.
const languageKey = "parley-language";
const invitation = takeInvitation(location, sessionStorage, history);
const identity = takeIdentity(location, sessionStorage, history);
const state = observable<PageState>({
  language: preferredLanguage([localStorage.getItem(languageKey) ?? "", ...navigator.languages]),
  connection: identity === undefined ? { kind: "signed-out" } : { kind: "connecting", user: identity.user },
  call: { kind: "idle" },
  own: noMedia,
  room: { kind: "none" },
  invite: undefined,
  conference: invitation === undefined ? { kind: "none" } : { kind: "invited", link: invitation },
});
const trace = createTrace();
let commands: CallCommands | undefined;
const screens = createPage(state, trace, {
  call: (name) => commands?.call(name),
  accept: () => commands?.accept(),
  decline: () => commands?.decline(),
  hangUp: () => commands?.hangUp(),
  setMicrophone: (on) => commands?.setMicrophone(on),
  setCamera: (on) => commands?.setCamera(on),
  setHeld: (held) => commands?.setHeld(held),
  acceptInvite: () => commands?.acceptInvite(),
  declineInvite: () => commands?.declineInvite(),
  act: (action) => commands?.act(action),
  createConference: () => commands?.createConference(),
  join(link) {
    forgetInvitation(sessionStorage);
    commands?.join(link);
  },
});
state.watch(({ language }) => {
  if (language !== preferredLanguage(navigator.languages)) localStorage.setItem(languageKey, language);
  else localStorage.removeItem(languageKey);
});
addEventListener("hashchange", () => {
  const link = readPageLink(location.hash);
  if (link?.kind === "conference") state.change({ conference: { kind: "invited", link: takeInvitation(location, sessionStorage, history) ?? location.href } });
  // Another user's link in the same tab is another sign-in.
  else if (link?.kind === "user") location.reload();
});
if (identity !== undefined) void signIn(identity);

async function signIn({ user, token }: Identity): Promise<void> {
  try {
    const clock = createBackgroundClock();
    const url = new URL(signallingPath, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const client = await connectSignalling(url, { token, clock, renew: () => ({ token }), observe: ({ direction, message }) => trace.add({ kind: "message", direction, message }) });
    const presence = createPresence(client);
    commands = createController({
      state, screens: screens.call, roomScreens: screens.room, trace, clock, user, client, conferences: createConferences(location, { user, token, own: client.granted.subject }, trace),
    });
    let after: "lost" | "replaced" = "lost";
    client.onState((now) => {
      if (after === "replaced" || now === "closed") return;
      state.change({ connection: { kind: now === "lost" || now === "resuming" ? "resuming" : "ready", user } });
    });
    const again = () => void presence.declare().catch(() => undefined);
    client.onReconnected(again);
    client.onAvailabilityEnded(({ cause }) => {
      if (cause.reason !== "replaced") return again();
      after = "replaced";
      state.change({ connection: { kind: after, user } });
      // A call under way goes on; the connection closes when there is none.
      state.watch(({ call, room }) => {
        if (call.kind === "idle" && room.kind === "none") void client.close();
      });
    });
    client.onClosed(() => {
      presence.stop();
      state.change({ connection: { kind: after, user } });
    });
    await presence.declare();
    state.change({ connection: { kind: "ready", user } });
  } catch (error) {
    state.change({ connection: { kind: error instanceof ProtocolError ? "refused" : "lost", user } });
  }
}
