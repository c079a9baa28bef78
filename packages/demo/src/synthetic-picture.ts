import type { Clock } from "@parley/runtime";

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A drawn picture: the name's first letter over slow colour, and a clock, so that the far side sees it live. */
export interface Picture {
  readonly track: MediaStreamTrack | undefined;
  stop(): void;
}

export function createPicture(name: string, clock: Clock, { width, height }: PictureSize): Picture {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d", { alpha: false });
  const hue = hueOf(name);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const begun = performance.now();
  const draw = () => {
    if (context !== null) drawFrame(context, name, hue, (performance.now() - begun) / 1000, still.matches);
  };
  let cancel: () => void;
  const next = () => {
    draw();
    cancel = clock.after(1000 / framesPerSecond, next);
  };
  next();
  const track = canvas.captureStream(framesPerSecond).getVideoTracks()[0];
  return {
    track,
    stop() {
      cancel();
      track?.stop();
    },
  };
}

function drawFrame(context: CanvasRenderingContext2D, name: string, hue: number, seconds: number, still: boolean): void {
  const { width, height } = context.canvas;
  const turn = still ? 0 : seconds / 6;
  const ground = context.createLinearGradient(0, 0, width, height);
  ground.addColorStop(0, `hsl(${hue} 42% 24%)`);
  ground.addColorStop(1, `hsl(${hue + 40} 46% 15%)`);
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  for (const [index, share] of [0.34, 0.27, 0.2].entries()) {
    const angle = turn * (1 + index * 0.35) + index * 2.1;
    context.fillStyle = `hsl(${hue + index * 24} 60% 55% / 0.16)`;
    circle(context, width / 2 + Math.cos(angle) * width * 0.2, height / 2 + Math.sin(angle * 1.3) * height * 0.18, height * (share + 0.14));
  }
  context.fillStyle = "rgb(255 255 255 / 0.94)";
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.font = `600 ${height * 0.32}px system-ui, sans-serif`;
  context.fillText(name.slice(0, 1).toUpperCase(), width / 2, height * 0.46);
  context.font = `500 ${height * 0.05}px system-ui, sans-serif`;
  context.fillStyle = "rgb(255 255 255 / 0.75)";
  context.fillText(`${name}   ${new Date().toLocaleTimeString("en-GB")}`, width / 2, height * 0.72);
}

function circle(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, Math.PI * 2);
  context.fill();
}

/** The same name has the same colour on every page. */
export function hueOf(name: string): number {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 360;
  return hash;
}

const framesPerSecond = 20;
