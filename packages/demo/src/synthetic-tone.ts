import { hueOf } from "./synthetic-picture.js";

/** A soft tone that comes and goes, each name at its own pitch: enough to hear that sound arrives, gentle enough to leave on. */
export interface Tone {
  readonly track: MediaStreamTrack | undefined;
  stop(): void;
}

export function createTone(name: string): Tone {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const swell = context.createGain();
  swell.gain.value = 0.06;
  const breath = context.createOscillator();
  breath.frequency.value = 0.4;
  const depth = context.createGain();
  depth.gain.value = 0.04;
  breath.connect(depth).connect(swell.gain);
  const voices = [1, 1.5].map((ratio) => {
    const voice = context.createOscillator();
    voice.frequency.value = (220 + (hueOf(name) % 8) * 27.5) * ratio;
    voice.connect(swell);
    return voice;
  });
  swell.connect(out);
  for (const source of [breath, ...voices]) source.start();
  // A page may make sound only after its user did something; until then the context waits.
  const wake = () => void context.resume();
  wake();
  for (const event of ["pointerdown", "keydown"] as const) addEventListener(event, wake);
  return {
    track: out.stream.getAudioTracks()[0],
    stop() {
      for (const event of ["pointerdown", "keydown"] as const) removeEventListener(event, wake);
      void context.close();
    },
  };
}
