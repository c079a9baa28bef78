import type { Clock } from "@parley/runtime";
import type { MediaSource } from "./page-state.js";
import { createPicture } from "./synthetic-picture.js";
import type { PictureSize } from "./synthetic-picture.js";
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

/** For a picture that goes to several others at once. */
export const smallPicture: PictureSize = { width: 480, height: 270 };

/** Asks for camera and microphone. What is missing or refused is replaced, so that a call can always be made. */
export async function openLocalMedia(name: string, clock: Clock, size: PictureSize = large): Promise<LocalMedia> {
  const devices = await openDevices(size);
  const deviceAudio = devices.find((track) => track.kind === "audio");
  const deviceVideo = devices.find((track) => track.kind === "video");
  const tone = deviceAudio === undefined ? createTone(name) : undefined;
  const picture = deviceVideo === undefined ? createPicture(name, clock, size) : undefined;
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

async function openDevices(size: PictureSize): Promise<readonly MediaStreamTrack[]> {
  const camera: MediaTrackConstraints = { width: { ideal: size.width }, height: { ideal: size.height }, frameRate: { ideal: 30 } };
  try {
    return await tracksOf({ audio: voice, video: camera });
  } catch (error) {
    // Refused is refused: asking again for each kind would only show the same question twice.
    if (error instanceof DOMException && error.name === "NotAllowedError") return [];
  }
  const each = await Promise.allSettled([tracksOf({ audio: voice }), tracksOf({ video: camera })]);
  return each.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
}

async function tracksOf(wish: MediaStreamConstraints): Promise<readonly MediaStreamTrack[]> {
  return (await navigator.mediaDevices.getUserMedia(wish)).getTracks();
}

const voice: MediaTrackConstraints = { echoCancellation: true, noiseSuppression: true };
const large: PictureSize = { width: 960, height: 540 };
