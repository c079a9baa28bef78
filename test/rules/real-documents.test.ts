import { join } from "node:path";
import { compile, diskHost, formatDiagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";

describe("the canonical specifications", () => {
  it("have no error and no warning", async () => {
    const { protocols, diagnostics } = await compile(["specs"], diskHost(join(import.meta.dirname, "../..")));
    expect(diagnostics.map((one) => formatDiagnostic(one))).toEqual([]);
    expect(protocols.map((protocol) => protocol.name).sort()).toEqual(["conference", "interconnect", "media-resource", "service-control", "signalling"]);
  });
});

describeCorpora("asyncapi-examples/3.0.0/examples", "rules on the official examples of AsyncAPI 3.0.0", (folder) => {
  it("find what is wrong with them, none of it an error, and nothing else", async () => {
    const { diagnostics } = await compile(["."], diskHost(folder));
    expect(diagnostics.filter((one) => one.severity === "error").map((one) => formatDiagnostic(one))).toEqual([]);
    const told = ["correlation-missing", "example-rejected", "ambiguous-messages", "fixed-reply-address"];
    const faults = diagnostics.filter((one) => told.includes(one.code)).map((one) => `${one.location.file.path} ${one.code} ${one.location.pointer}`);
    const kraken = (name: string) => [
      ...[0, 1].flatMap((index) => ["pair", "status"].map((key) => `${name} example-rejected /components/messages/subscriptionStatus/examples/${String(index)}/payload/${key}`)),
      `${name} example-rejected /components/messages/subscriptionStatus/examples/1/payload/subscription/depth`,
    ];
    expect(faults.sort()).toEqual(
      [
        // Its response has a correlation id in a header that it does not declare.
        "adeo-kafka-request-reply-asyncapi.yml correlation-missing /components/correlationIds/costingCorrelationId/location",
        // Its reply goes where the request says, and to a fixed address.
        "adeo-kafka-request-reply-asyncapi.yml fixed-reply-address /operations/requestCosting/reply/address",
        // A text as example of a list, values outside of their enum.
        ...kraken("kraken-websocket-request-reply-message-filter-in-reply-asyncapi.yml"),
        ...kraken("kraken-websocket-request-reply-multiple-channels-asyncapi.yml"),
        // Two messages with optional keys only: any object is valid as both.
        "oneof-asyncapi.yml ambiguous-messages /channels/test2/messages/objectWithKey2",
        // The type of "botAdded", copied.
        "slack-rtm-asyncapi.yml ambiguous-messages /components/messages/botChanged",
      ].sort(),
    );
  });
});
