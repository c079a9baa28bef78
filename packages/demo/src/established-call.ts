import type { Description, IncomingSession, Offer, OutgoingSession } from "@parley/signalling";
import { createFarMediaReader } from "./far-media.js";
import type { LocalMedia } from "./media.js";
import type { FarMedia } from "./page-state.js";
import type { PeerConnection } from "./peer-connection.js";
import { createUpdateQueue } from "./update-queue.js";

/** A call after its answer: what either side changes in it, until it ends. */
export interface EstablishedCall {
  readonly far: FarMedia;
  /** Turns own sound or picture off at once, then tells the far side. */
  setMuted(kind: "audio" | "video", muted: boolean): Promise<void>;
  /** Asks the far side to stop sending, and sends nothing itself. Rejects when it is refused: then nothing has changed. */
  setHeld(held: boolean): Promise<void>;
  /** Looks for a path for picture and sound anew, as the network may be another. What flows goes on flowing meanwhile. */
  restartIce(): Promise<void>;
  disconnect(reason: "normal" | "media-failed"): void;
}

export interface EstablishedCallParts {
  readonly session: OutgoingSession | IncomingSession;
  readonly isInitiator: boolean;
  readonly peer: PeerConnection;
  readonly local: LocalMedia;
  /** The far side's first description. */
  readonly description: Description;
  changed(): void;
}

export function createEstablishedCall({ session, isInitiator, peer, local, description, changed }: EstablishedCallParts): EstablishedCall {
  const far = createFarMediaReader();
  far.described(description);
  const updates = createUpdateQueue(isInitiator);
  // One negotiation at a time: while we answer, our own offer waits. Of two offers that cross, the initiator's holds: the far side's never
  // gets here where that is ours, and where it is theirs, ours is taken back, be it sent or only just made.
  let offering = false;
  let making: Promise<unknown> | undefined;
  let answering: Promise<unknown> | undefined;
  const answerTo = async (offer: Description) => {
    const made = (async () => {
      await making;
      if (offering) await peer.rollBack();
      return peer.answer(offer);
    })();
    answering = made.catch(() => undefined);
    try {
      return await made;
    } finally {
      answering = undefined;
    }
  };

  peer.sendCandidates((batch) => session.candidate(batch));
  session.onCandidate(({ ufrag, candidates }) => peer.takeCandidates(ufrag, candidates));
  session.onProgress(({ state }) => {
    if (state !== "away" && state !== "back") return;
    far.setAway(state === "away");
    changed();
  });
  session.onUpdate(async (update) => {
    const answer = update.description === undefined ? undefined : await answerTo(update.description);
    if (update.description !== undefined) far.described(update.description);
    if (update.media !== undefined) far.updated(update.media);
    changed();
    return answer === undefined ? {} : { description: answer };
  });

  /** Offers what has been prepared. Where it is refused, all is as before. */
  const offer = (prepare: () => void, undo: () => void) => updates.run(async () => {
    offering = true;
    try {
      const description = await ownOffer(prepare);
      const answered = await session.update({ description });
      if (answered.description !== undefined) await peer.accept(answered.description);
    } catch (error) {
      // Where the far side's offer holds, ours is taken back before that is answered.
      await (answering ?? peer.rollBack());
      undo();
      throw error;
    } finally {
      offering = false;
    }
  });
  /** Made when no offer of the far side is being answered, and made anew where one came meanwhile. */
  const ownOffer = async (prepare: () => void): Promise<Offer> => {
    while (answering !== undefined) await answering;
    prepare();
    const made = peer.offer();
    making = made.catch(() => undefined);
    const description = await made;
    making = undefined;
    return answering === undefined ? description : ownOffer(prepare);
  };

  return {
    get far() {
      return far.media;
    },
    async setMuted(kind, muted) {
      (kind === "audio" ? local.audio : local.video).enabled = !muted;
      const mid = peer.midOf(kind);
      if (mid !== undefined) await updates.run(async () => void (await session.update({ media: [{ mid, muted }] })));
    },
    setHeld: (held) => offer(() => peer.setHeld(held), () => peer.setHeld(!held)),
    restartIce: () => offer(() => peer.restartIce(), () => undefined),
    disconnect(reason) {
      // The session is over for this side whatever becomes of the request.
      void session.disconnect({ reason }).catch(() => undefined);
    },
  };
}
