import { svgElement } from "./element.js";

export type IconName = keyof typeof paths;

/** A drawing of 24 by 24 in the colour of the text; hidden from assistive technology, as the label beside it says what it is. */
export function icon(name: IconName): SVGSVGElement {
  const drawing = svgElement("svg", {
    class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false",
    fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linecap": "round", "stroke-linejoin": "round",
  });
  for (const d of paths[name]) drawing.append(svgElement("path", { d }));
  return drawing;
}

const handset =
  "M6.6 10.8c1.4 2.8 3.8 5.2 6.6 6.6l2.2-2.2c.3-.3.7-.4 1-.2 1.1.4 2.3.6 3.6.6.6 0 1 .4 1 1V20c0 .6-.4 1-1 1C10.6 21 3 13.4 3 4c0-.6.4-1 1-1h3.5"
  + "c.6 0 1 .4 1 1 0 1.3.2 2.5.6 3.6.1.3 0 .7-.2 1z";

const paths = {
  microphone: ["M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z", "M5.5 11a6.5 6.5 0 0 0 13 0", "M12 17.5V21"],
  microphoneOff: ["M15 10.5V6a3 3 0 0 0-5.7-1.3", "M9 9v2a3 3 0 0 0 4.6 2.5", "M5.5 11a6.5 6.5 0 0 0 10.3 5.2", "M18.5 11a6.5 6.5 0 0 1-.5 2.6", "M12 17.5V21", "M4 3l16 18"],
  camera: ["M4.5 6.5h9a2 2 0 0 1 2 2v7a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 2-2z", "M15.5 10.8l6-3.3v9l-6-3.3"],
  cameraOff: ["M9 6.5h4.5a2 2 0 0 1 2 2V13", "M15.5 10.8l6-3.3v9l-4-2.2", "M15 17.1a2 2 0 0 1-1.5.4h-9a2 2 0 0 1-2-2v-7a2 2 0 0 1 1.7-2", "M3 3l18 18"],
  pause: ["M8 5v14", "M16 5v14"],
  play: ["M7 4.5l12 7.5-12 7.5z"],
  phone: [handset],
  hangUp: ["M12 9c-3.3 0-6.4.7-9 2-.6.3-1 1-1 1.7v2.6c0 .8.6 1.2 1.3 1l3.4-1c.5-.2.8-.6.8-1.1v-2c2.9-1 6.1-1 9 0v2c0 .5.3.9.8 1.1l3.4 1c.7.2 1.3-.2 1.3-1v-2.6c0-.7-.4-1.4-1-1.7-2.6-1.3-5.7-2-9-2z"],
  copy: ["M9 9h10v11H9z", "M5 15V4h10"],
  check: ["M5 12.5l4.5 4.5L19 7.5"],
  link: ["M10 14a4.5 4.5 0 0 0 6.4 0l3-3a4.5 4.5 0 0 0-6.4-6.4l-1 1", "M14 10a4.5 4.5 0 0 0-6.4 0l-3 3a4.5 4.5 0 0 0 6.4 6.4l1-1"],
  hand: ["M8 12.5V5.7a1.4 1.4 0 0 1 2.8 0V11", "M10.8 10.5V4.4a1.4 1.4 0 0 1 2.8 0v6.1", "M13.6 10.8V5.9a1.4 1.4 0 0 1 2.8 0v7.6a7 7 0 0 1-7 7 6 6 0 0 1-5-2.7l-2-3.4a1.4 1.4 0 0 1 2.3-1.5L8 15"],
  people: ["M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z", "M2.5 20a6.5 6.5 0 0 1 13 0", "M16 4.3a3.5 3.5 0 0 1 0 6.4", "M18 14.2a6.5 6.5 0 0 1 3.5 5.8"],
  floor: ["M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.8-5.2-2.8-5.2 2.8 1-5.8-4.3-4.1 5.9-.8z"],
  close: ["M6 6l12 12", "M18 6L6 18"],
  sound: ["M4 9.5h3.5L12 5.5v13l-4.5-4H4z", "M15.5 9a4.5 4.5 0 0 1 0 6", "M18 6.5a8 8 0 0 1 0 11"],
} as const;
