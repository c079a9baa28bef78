import { createHmac } from "node:crypto";
import { createSignallingFunction, memoryConferenceDesk, silentLog } from "@parley/reference-server";
import { manualClock, memoryTransports } from "@parley/runtime";
import { connectSignalling } from "@parley/signalling";
import { expect, it } from "vitest";

const turn = "turn:turn.parley.example:3478";

it("TURN servers come with credentials that are good for an hour, made anew for each who signs in", async () => {
  const clock = manualClock(1_700_000_000_500);
  const conferences = memoryConferenceDesk({ uriBase: "https://parley.example/conferences/", clock });
  const signIn = (name: string) => ({ name, subject: `acct:${name}@parley.example`, addresses: [`acct:${name}@parley.example`], display: name });
  const stun = { urls: ["stun:stun.parley.example"] };
  const fixed = { urls: [turn], username: "u", credential: "c" };
  const signalling = createSignallingFunction({ signIn, conferences, clock, log: silentLog, iceServers: [stun, { urls: [turn] }, fixed], turnSecret: "shared" });
  const granted = async (token: string) => {
    const [near, far] = memoryTransports();
    signalling.accept(far);
    return (await connectSignalling("ws://127.0.0.1/", { token, clock, transport: () => near })).granted.iceServers;
  };
  const username = "1700003600:acct:alice@parley.example";
  const credential = createHmac("sha1", "shared").update(username).digest("base64");
  expect(await granted("alice")).toEqual([stun, { urls: [turn], username, credential, expiresIn: 3600 }, fixed]);
  await clock.advance(10_000);
  expect((await granted("bob"))?.[1]?.username).toBe("1700003610:acct:bob@parley.example");
});
