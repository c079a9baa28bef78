import { ConnectionError, DeadlineError, IllegalStateError, ProtocolError } from "@parley/runtime";
import type { Description, IncomingSetup, SignallingClient } from "@parley/signalling";
import { createEstablishedCall } from "./established-call.js";
import type { EstablishedCall } from "./established-call.js";
import type { LocalMedia } from "./media.js";
import type { FarMedia } from "./page-state.js";
import { createPeerConnection } from "./peer-connection.js";
import type { PeerConnection } from "./peer-connection.js";

/** One call from its first message to its end, by either side. */
export interface Call {
  /** Set once the call is answered. */
  readonly established: EstablishedCall | undefined;
  /** Cancels, declines or hangs up, whichever it is by now. */
  hangUp(): void;
}

/** What a call tells the page. After `ended` nothing more comes. */
export interface CallEvents {
  ringing(): void;
  answered(far: FarMedia): void;
  farChanged(far: FarMedia): void;
  path(state: "connecting" | "flowing" | "failed"): void;
  stream(stream: MediaStream): void;
  ended(reason: string, title?: string): void;
}

/** Calls somebody: offer, setup, candidates as they are found, answer. */
export function placeCall(client: SignallingClient, local: LocalMedia, to: { readonly to: string; readonly joinToken?: string }, events: CallEvents): Call {
  return run(client, local, events, async (peer, signal, established) => {
    const setup = client.setup({ ...to, description: await peer.offer(), exclusive: { tieBreak: newTieBreak() } }, { signal });
    // What a success without a description makes final.
    let early: Description | undefined;
    setup.onProgress((progress) => {
      if (progress.state === "ringing") events.ringing();
      early = progress.description ?? early;
    });
    const unsubscribe = setup.onCandidate(({ ufrag, candidates }) => peer.takeCandidates(ufrag, candidates));
    peer.sendCandidates((batch) => setup.candidate(batch));
    const session = await setup;
    const description = session.answer.description ?? early;
    if (description === undefined) {
      void session.disconnect({ reason: "bad-response" });
      throw new Error("The answer has no description, and none came before it.");
    }
    await peer.accept(description);
    unsubscribe();
    established({ session, isInitiator: true, description });
  });
}

/** Decides between this call and one that the other side makes at the same moment. */
function newTieBreak(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Takes a call that was asked for. */
export function takeCall(client: SignallingClient, local: LocalMedia, incoming: IncomingSetup, events: CallEvents): Call {
  return run(client, local, events, async (peer, signal, established) => {
    const unsubscribe = incoming.onCandidate(({ ufrag, candidates }) => peer.takeCandidates(ufrag, candidates));
    const { description } = incoming;
    if (description === undefined) {
      incoming.refuse("capability-absent", { scope: "device" });
      throw new Error("A call without an offer came, which this page does not answer.");
    }
    try {
      const answer = await peer.answer(description);
      signal.throwIfAborted();
      const session = await incoming.accept({ description: answer });
      unsubscribe();
      established({ session, isInitiator: false, description });
    } catch (error) {
      // Whatever went wrong, the caller is told; one who gave up has been told already.
      if (!(error instanceof IllegalStateError)) incoming.refuse(signal.aborted ? "declined" : "media-incompatible", { scope: "device" });
      throw error;
    }
  });
}

type Establish = (parts: Pick<Parameters<typeof createEstablishedCall>[0], "session" | "isInitiator" | "description">) => void;

function run(
  client: SignallingClient, local: LocalMedia, events: CallEvents, begin: (peer: PeerConnection, signal: AbortSignal, established: Establish) => Promise<void>,
): Call {
  const given = new AbortController();
  let established: EstablishedCall | undefined;
  let over = false;
  const end = (reason: string, title?: string) => {
    if (over) return;
    over = true;
    stopWatching();
    peer.close();
    events.ended(reason, title);
  };
  let restarts = 0;
  const restart = () => {
    restarts += 1;
    established?.restartIce().catch(() => undefined);
  };
  const peer = createPeerConnection(local, client.granted.iceServers, {
    stream: events.stream,
    path(state) {
      if (over) return;
      if (state === "flowing") restarts = 0;
      // A path that has broken may be found anew once; one that was never found is not looked for for ever.
      if (state === "failed" && established !== undefined && restarts === 0) return restart();
      events.path(state);
      if (state !== "failed") return;
      established?.disconnect("media-failed");
      end("media-failed");
    },
  });
  // Whose connection comes back may have come back by another network, where the old path leads nowhere.
  let wasLost = false;
  const stopWatching = client.onState((now) => {
    if (now === "ready" && wasLost) restart();
    wasLost = now === "lost" || now === "resuming";
  });
  begin(peer, given.signal, (parts) => {
    const call = createEstablishedCall({ ...parts, peer, local, changed: () => events.farChanged(call.far) });
    established = call;
    if (over) return call.disconnect("normal");
    events.answered(call.far);
    parts.session.onEnded((cause) => end(cause.reason, cause.text));
  }).catch((error: unknown) => end(...reasonOf(error)));

  return {
    get established() {
      return established;
    },
    hangUp() {
      if (established !== undefined) established.disconnect("normal");
      else given.abort(new DOMException("The call was given up.", "AbortError"));
      end(established === undefined ? "cancelled" : "normal");
    },
  };
}

function reasonOf(error: unknown): [reason: string, title?: string] {
  if (error instanceof ProtocolError) return [error.problem, error.details.title ?? error.problem];
  if (error instanceof DeadlineError) return ["no-answer"];
  if (error instanceof ConnectionError) return ["own-connection-lost"];
  return ["failed", error instanceof Error ? error.message : String(error)];
}
