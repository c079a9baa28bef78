import type { Clock } from "@parley/runtime";
import type { MediaSource } from "./page-state.js";
import { createPicture } from "./synthetic-picture.js";
import { createTone } from "./synthetic-tone.js";

/** One audio and one video track to send, from devices where there are any and allowed, else made by the page. */
export interface LocalMedia {
  readonly stream: MediaStream;
  readonly audio: MediaStreamTrack;
  readonly video: MediaStreamTrack;
  readonly source: MediaSource;
  /** Turns devices off and ends what was made. */
  stop(): void;
}

/** Asks for camera and microphone. What is missing or refused is replaced, so that a call can always be made. */
export async function openLocalMedia(name: string, clock: Clock): Promise<LocalMedia> {
  const devices = await openDevices();
  const deviceAudio = devices.find((track) => track.kind === "audio");
  const deviceVideo = devices.find((track) => track.kind === "video");
  const tone = deviceAudio === undefined ? createTone(name) : undefined;
  const picture = deviceVideo === undefined ? createPicture(name, clock) : undefined;
  const audio = deviceAudio ?? tone?.track;
  const video = deviceVideo ?? picture?.track;
  if (audio === undefined || video === undefined) throw new Error("this browser can make neither picture nor tone");
  return {
    stream: new MediaStream([audio, video]),
    audio,
    video,
    source: { picture: deviceVideo === undefined ? "synthetic" : "device", sound: deviceAudio === undefined ? "synthetic" : "device" },
    stop() {
      for (const track of [audio, video]) track.stop();
      tone?.stop();
      picture?.stop();
    },
  };
}

async function openDevices(): Promise<readonly MediaStreamTrack[]> {
  try {
    return await tracksOf({ audio: voice, video: size });
  } catch (error) {
    // Refused is refused: asking again for each kind would only show the same question twice.
    if (error instanceof DOMException && error.name === "NotAllowedError") return [];
  }
  const each = await Promise.allSettled([tracksOf({ audio: voice }), tracksOf({ video: size })]);
  return each.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
}

async function tracksOf(wish: MediaStreamConstraints): Promise<readonly MediaStreamTrack[]> {
  return (await navigator.mediaDevices.getUserMedia(wish)).getTracks();
}

const voice: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true };
const size: MediaTrackConstraints = { width: { ideal: 960 }, height: { ideal: 540 }, frameRate: { ideal: 30 } };
