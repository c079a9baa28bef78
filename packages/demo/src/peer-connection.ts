import type { Answer, Candidate, Description, IceServer, Offer } from "@parley/signalling";
import { createCandidateKeeper } from "./candidate-keeper.js";
import { createCandidateSender } from "./candidate-sender.js";
import type { CandidateBatch } from "./candidate-sender.js";
import type { LocalMedia } from "./media.js";
import { describeMedia } from "./session-description.js";

/** The media side of one call: descriptions and candidates in the words of the protocol, and tracks. */
export interface PeerConnection {
  /** Makes an offer and applies it here. */
  offer(): Promise<Offer>;
  /** Applies the far side's offer and makes the answer to it. */
  answer(offer: Description): Promise<Answer>;
  /** Applies the answer to the last offer. */
  accept(answer: Description): Promise<void>;
  /** Takes the last offer back, as the far side refused it. */
  rollBack(): Promise<void>;
  /** Candidates found here go out from now on. */
  sendCandidates(send: (batch: CandidateBatch) => void): void;
  takeCandidates(ufrag: string, candidates: readonly Candidate[]): void;
  /** What the next offer asks for: on hold nothing is received, and the far side is asked to send nothing. */
  setHeld(held: boolean): void;
  /** The next offer looks for a path anew. */
  restartIce(): void;
  midOf(kind: "audio" | "video"): string | undefined;
  close(): void;
}

export interface PeerConnectionEvents {
  stream(stream: MediaStream): void;
  path(state: "connecting" | "flowing" | "failed"): void;
}

export function createPeerConnection(local: LocalMedia, iceServers: readonly IceServer[], events: PeerConnectionEvents): PeerConnection {
  const connection = new RTCPeerConnection({ iceServers: iceServers.map((server) => ({ ...server, urls: [...server.urls] })), bundlePolicy: "max-bundle" });
  const sender = createCandidateSender();
  const keeper = createCandidateKeeper((candidate) => void connection.addIceCandidate(candidate).catch(() => undefined));
  const stream = new MediaStream();
  for (const track of [local.audio, local.video]) connection.addTrack(track, local.stream);

  const described = (sdp: string) => describeMedia(sdp, { audio: !local.audio.enabled, video: !local.video.enabled });
  connection.addEventListener("icecandidate", ({ candidate }) => {
    if (candidate !== null && candidate.candidate !== "") sender.add(candidate);
    else if (candidate === null) sender.end(described(connection.localDescription?.sdp ?? "").ufrag);
  });
  connection.addEventListener("track", ({ track }) => {
    stream.addTrack(track);
    events.stream(stream);
  });
  connection.addEventListener("connectionstatechange", () => {
    if (connection.connectionState === "connected") events.path("flowing");
    else if (connection.connectionState === "failed") events.path("failed");
    else if (connection.connectionState === "disconnected") events.path("connecting");
  });

  let rolling: Promise<void> | undefined;
  const rollBack = async () => {
    if (connection.signalingState === "have-local-offer") await connection.setLocalDescription({ type: "rollback" });
  };
  const applyFar = async (description: Description) => {
    await connection.setRemoteDescription({ type: description.type === "offer" ? "offer" : "answer", sdp: description.sdp });
    keeper.applied(description.ufrag);
  };
  const applyOwn = async () => {
    await connection.setLocalDescription();
    const sdp = connection.localDescription?.sdp ?? "";
    return { sdp, ...described(sdp) };
  };
  return {
    offer: async () => ({ type: "offer", ...(await applyOwn()) }),
    async answer(offer) {
      await applyFar(offer);
      return { type: "answer", ...(await applyOwn()) };
    },
    accept: applyFar,
    rollBack() {
      // Asked for twice where a refusal and the far side's own offer come together: it is done once.
      rolling ??= rollBack().finally(() => {
        rolling = undefined;
      });
      return rolling;
    },
    sendCandidates: (send) => sender.open(send),
    takeCandidates: (ufrag, candidates) => keeper.add(ufrag, candidates),
    setHeld(held) {
      for (const transceiver of connection.getTransceivers()) transceiver.direction = held ? "inactive" : "sendrecv";
    },
    restartIce: () => connection.restartIce(),
    midOf: (kind) => connection.getTransceivers().find((each) => each.sender.track?.kind === kind)?.mid ?? undefined,
    close() {
      sender.stop();
      connection.close();
    },
  };
}
