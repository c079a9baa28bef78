import { compile, diskHost } from "@parley/compiler";
import { connectSignalling, type ConnectOptions, serveSignalling, type SignallingFunctionHandlers, signallingProtocol } from "@parley/signalling";
import { describe, expect, test } from "vitest";
import { memoryLinks, webSocketLinks } from "./links.js";
import { type Generated, playBetween } from "./play-between.js";

const { protocols } = await compile(["specs/signalling/uni.asyncapi.yaml"], diskHost(process.cwd()), { roots: ["specs"] });
const [protocol] = protocols;
if (protocol === undefined) throw new Error("The UNI does not compile.");

/** The flows of what the reference server does not have, or of conferences made over HTTP: the function is the generated server, whose program says what the flow says. */
const flows = protocol.flows
  .filter(({ origin }) => /(quality|conference|conference-events)\.arazzo\.yaml$/.test(origin.file.path))
  .map((flow) => [flow.name, flow] as const)
  .filter(([name]) => name !== "qualityIsAbsent");

// The casts are the flows' word that their payloads are the messages'.
const generated: Generated = {
  protocol,
  connect: (options) => connectSignalling("wss://operator.example/webrtc-signalling/v1", options as ConnectOptions),
  serve: (handlers, options) => serveSignalling(handlers as SignallingFunctionHandlers<string>, options),
  filled: signallingProtocol.replay === undefined ? [] : ["epoch", "resumed", "received", "sessions"],
};

test("there are flows of quality and of conference events", () => {
  expect(flows.map(([name]) => name)).toEqual([
    "aliceAsksForQuality", "aliceSubscribes", "anEventIsMissing", "theConferenceEnds", "eventsAreAbsent", "aliceTakesPart", "bobTakesPart", "bobCallsAlice",
    "bobGoesToABreakout", "bobIsPutOut", "bobWaits", "bobIsLetIn", "bobIsNotLetIn", "bobIsInvited", "bobDeclines", "theInvitationIsTakenBack",
  ]);
});

describe("quality and conference events", () => {
  test.each(flows)("%s, in one process", async (_name, flow) => void (await playBetween(generated, flow, memoryLinks)));
  test.each(flows.slice(-2))("%s, over WebSocket", async (_name, flow) => void (await playBetween(generated, flow, webSocketLinks)));
});
