import { compile, diskHost, type Flow } from "@parley/compiler";
import { type AcceptingGatewayHandlers, connectInterconnect, type ConnectOptions as GatewayOptions, interconnectProtocol, serveInterconnect } from "@parley/interconnect";
import {
  type ConnectOptions as FunctionOptions, connectMediaResource, type MediaFunctionHandlers, mediaResourceProtocol, resourceHolderMachine, resourceKeeperMachine,
  serveMediaResource,
} from "@parley/media-resource";
import type { WireProtocol } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { KeptMachines } from "./kept-machines.js";
import { memoryLinks, webSocketLinks } from "./links.js";
import { type Generated, playBetween } from "./play-between.js";

const { protocols } = await compile(["specs/signalling/nni.asyncapi.yaml", "specs/signalling/mri.asyncapi.yaml"], diskHost(process.cwd()), { roots: ["specs"] });

// The casts are the flows' word that their payloads are the messages'.
const interfaces: readonly Generated[] = protocols.map((protocol) => {
  if (protocol.name === "interconnect") {
    return {
      protocol,
      connect: (options) => connectInterconnect("wss://nni.other.example/webrtc-signalling-nni/v1", options as GatewayOptions),
      serve: (handlers, options) => serveInterconnect(handlers as AcceptingGatewayHandlers<string>, options),
      filled: filledBy(interconnectProtocol),
    };
  }
  return {
    protocol,
    connect: (options) => connectMediaResource("wss://media-1.operator.example/webrtc-media-resource/v1", options as FunctionOptions),
    serve: (handlers, options) => serveMediaResource(handlers as MediaFunctionHandlers<string>, options),
    filled: filledBy(mediaResourceProtocol),
  };
});

test("both interfaces have flows", () => {
  expect(interfaces.map(({ protocol }) => [protocol.name, protocol.flows.length > 5])).toEqual([["interconnect", true], ["media-resource", true]]);
});

describe.each(interfaces.map((generated) => [generated.protocol.name, generated] as const))("%s", (_name, generated) => {
  const flows = generated.protocol.flows.map((flow) => [flow.name, flow] as const);
  test.each(flows)("%s, in one process", async (_flow, flow) => void (await playBetween(generated, flow, memoryLinks)));
  test.each(flows.filter((_, index) => index % 3 === 2))("%s, over WebSocket", async (_flow, flow) => void (await playBetween(generated, flow, webSocketLinks)));
});

describe("machines that programs keep", () => {
  const mediaResource = interfaces.find(({ protocol }) => protocol.name === "media-resource");
  const flowOf = (name: string): readonly [Generated, Flow] => {
    const flow = mediaResource?.protocol.flows.find((one) => one.name === name);
    if (mediaResource === undefined || flow === undefined) throw new Error(`There is no flow ${name}.`);
    return [mediaResource, flow];
  };

  test.each([
    ["twoAreConnected", ["ended", "ended", "ended", "ended"]],
    ["conferenceIsMixed", ["allocated", "allocated", "held", "held"]],
    // Another process of the function has released it; the first does not know.
    ["leaseOutlivesTheConnection", ["ended", "ended", "held"]],
    ["leaseRunsOut", ["ended", "ended"]],
  ])("after %s", async (name, states) => expect([...(await playBetween(...flowOf(name), memoryLinks)).states].sort()).toEqual(states));

  test("are data of the package, and no connection runs them", () => {
    expect([resourceHolderMachine.roles, resourceKeeperMachine.roles]).toEqual([["signallingFunction"], ["mediaFunction"]]);
    expect(Object.keys(mediaResourceProtocol.machines).sort()).toEqual(["functionConnection", "terminalConnection"]);
  });

  test("take no message that is illegal in their state", () => {
    const [{ protocol }, { steps }] = flowOf("twoAreConnected");
    const [allocate, , , , , modify] = steps;
    if (allocate === undefined || modify === undefined) throw new Error("The flow is shorter than it was.");
    const kept = new KeptMachines(protocol);
    kept.pass(allocate);
    expect(() => kept.pass(modify)).toThrow('"send: rmodify.request" is illegal');
  });
});

/** Where epochs outlive connections, the runtime says all of them; else the program does. */
function filledBy(protocol: WireProtocol): readonly string[] {
  return protocol.replay === undefined ? [] : ["epoch", "resumed", "received", "sessions"];
}
