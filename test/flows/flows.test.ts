import { compile, diskHost } from "@parley/compiler";
import { describe, expect, test } from "vitest";
import { memoryLinks, webSocketLinks } from "./links.js";
import { play } from "./play.js";

const { protocols } = await compile(["specs/signalling/uni.asyncapi.yaml"], diskHost(process.cwd()), { roots: ["specs"] });
const flows = protocols[0]?.flows ?? [];

/** Quality, which the reference server says that it does not have, and conferences, which are made over HTTP, are played by quality-and-events.test.ts. */
const played = flows.filter(({ name, origin }) => name === "qualityIsAbsent" || !/(quality|conference|conference-events)\.arazzo\.yaml$/.test(origin.file.path));

/** Who in a flow does what no generated client does. */
const raw: ReadonlyMap<string, readonly string[]> = new Map([["theSessionExpires", ["alice"]]]);

test("there are flows of all kinds", () => {
  const kinds = new Set(flows.map((flow) => flow.origin.file.path.replace(/^.*\/(.*)\.arazzo\.yaml$/, "$1")));
  expect([...kinds].sort()).toEqual([
    "authentication", "call", "cancel", "candidate-rate", "conference", "conference-events", "devices", "epoch-ends", "glare", "goaway", "message", "offerless", "peer-lost",
    "quality", "refused-token", "reject", "renewal", "resume", "session-life", "transfer", "update",
  ]);
});

describe("generated client against generated server, in one process", () => {
  test.each(played.map((flow) => [flow.name, flow] as const))("%s", (name, flow) => play(flows, flow, memoryLinks, raw.get(name)));
});

describe("generated client against generated server, over WebSocket", () => {
  const chosen = ["aliceHangsUp", "bobHangsUp", "aliceCancels", "bobIsLostInTheCall", "deskAnswers", "bobOffersEarly", "attendedTransfer", "theFunctionLeaves"];
  test.each(flows.filter(({ name }) => chosen.includes(name)).map((flow) => [flow.name, flow] as const))("%s", (_name, flow) => play(flows, flow, webSocketLinks));
});
