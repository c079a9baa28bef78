import { fileURLToPath } from "node:url";
import { memoryTokenStore, startReferenceServer } from "@parley/reference-server";
import type { ReferenceServer } from "@parley/reference-server";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { callBy, connectCall, expectMedia, expectTalking, hasBrowser, launchBrowser, openCallPage, received, traceRows, until } from "./call-page.js";
import type { CallPage } from "./call-page.js";
import { startCutProxy } from "./cut-proxy.js";
import type { CutProxy } from "./cut-proxy.js";

const page = fileURLToPath(new URL("../../packages/demo/dist/page", import.meta.url));

describe.skipIf(!hasBrowser)("a call that survives", () => {
  let browser: Browser;
  let server: ReferenceServer;
  /** Between the pages and the server, one for each user: one can be cut without the other. */
  let networks: Map<string, CutProxy>;
  const tokens = memoryTokenStore();
  const pages: CallPage[] = [];

  const start = (origins: readonly string[] = [...networks.values()].map(({ url }) => url)) =>
    startReferenceServer({ page, tokens, origins, users: ["alice", "bob"], signInHolds: 10 });
  const open = async (user: "alice" | "bob"): Promise<CallPage> => {
    const link = new URL(server.users.find(({ name }) => name === user)?.link ?? "");
    const opened = await openCallPage(browser, `${networks.get(user)?.url}/${link.hash}`);
    pages.push(opened);
    return opened;
  };

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    // The proxies have to be there first, as the server must know their origins.
    const placeholder = "http://127.0.0.1:9";
    networks = new Map([["alice", await startCutProxy(placeholder)], ["bob", await startCutProxy(placeholder)]]);
    server = await start();
    for (const network of networks.values()) network.leadTo(server.url);
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map(({ context }) => context.close()));
    await server.close();
    await Promise.all([...networks.values()].map((network) => network.stop()));
  });

  it("goes on through ten seconds without a network, and over a new path after them", async () => {
    const [alice, bob] = [await open("alice"), await open("bob")];
    await connectCall(alice.page, bob.page, "bob");
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
    const [before] = await ufrags(alice);

    networks.get("alice")?.cut();
    await alice.page.locator(".chip[data-kind=resuming]").waitFor();
    await bob.page.locator("#far-state", { hasText: "alice lost the connection for a moment" }).waitFor();
    // What is done meanwhile arrives later.
    await alice.page.getByRole("button", { name: "Mute", exact: true }).click();
    await pause(10_000);
    const { frames } = await received(bob.page);
    await Promise.all([expectMedia(alice.page), until(() => received(bob.page), (now) => now.frames > frames + 5)]);
    await Promise.all([expectTalking(alice.page), expectTalking(bob.page)]);
    networks.get("alice")?.mend();

    await alice.page.locator(".chip[data-kind=ready]").waitFor();
    await bob.page.locator("#far-state", { hasText: "alice is muted" }).waitFor();
    await alice.page.getByRole("button", { name: "Unmute" }).click();
    await bob.page.locator("#far-state").waitFor({ state: "hidden" });
    // The address may be another: media have looked for their path anew.
    await until(() => ufrags(alice), (now) => now.length > 0 && now[0] !== before);
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
    expect((await traceRows(alice.page)).filter((row) => row === "msetup request: offer")).toHaveLength(1);
    await bob.page.getByRole("button", { name: "Hang up" }).click();
    await alice.page.getByText("Call with bob ended").first().waitFor();
  }, 90_000);

  it("goes on while the server is replaced by another, which takes the next call", async () => {
    const [alice, bob] = [await open("alice"), await open("bob")];
    await connectCall(alice.page, bob.page, "bob");
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);

    const next = await start();
    for (const network of networks.values()) network.leadTo(next.url);
    const drained = server.drain({ deadline: 60 });
    await until(() => traceRows(alice.page), (rows) => rows.includes("goaway shutdown") && rows.filter((row) => row === "available success").length > 1);
    await until(() => traceRows(bob.page), (rows) => rows.filter((row) => row === "available success").length > 1);
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
    await alice.page.getByRole("button", { name: "Mute", exact: true }).click();
    await bob.page.locator("#far-state", { hasText: "alice is muted" }).waitFor();
    await alice.page.getByRole("button", { name: "Hang up" }).click();
    await bob.page.getByText("Call with alice ended").first().waitFor();
    // The last call was the old server's reason to stay.
    await drained;
    server = next;
    await connectCall(bob.page, alice.page, "alice");
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
  }, 90_000);

  it("goes on when the sign-in runs out in its middle, as it is renewed before", async () => {
    const [alice, bob] = [await open("alice"), await open("bob")];
    await connectCall(alice.page, bob.page, "bob");
    const signIns = (rows: readonly string[]) => rows.filter((row) => row === "auth success").length;
    // Ten seconds each, renewed after eight.
    await until(() => traceRows(alice.page), (rows) => signIns(rows) >= 3);
    expect(await traceRows(alice.page)).not.toContain("auth failure: unauthenticated");
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
    await alice.page.getByRole("button", { name: "Mute", exact: true }).click();
    await bob.page.locator("#far-state", { hasText: "alice is muted" }).waitFor();
  }, 90_000);

  it("rings on three devices, and is taken by one", async () => {
    const alice = await open("alice");
    const devices = [await open("bob"), await open("bob"), await open("bob")];
    await callBy(alice.page, "bob");
    await Promise.all(devices.map((device) => device.page.getByRole("heading", { name: "alice is calling" }).waitFor()));
    const [first, taken, third] = devices;
    if (first === undefined || taken === undefined || third === undefined) throw new Error("three devices");
    await taken.page.getByRole("button", { name: "Accept" }).click();
    await Promise.all([expectTalking(alice.page), expectTalking(taken.page)]);
    await Promise.all([first, third].map((device) => device.page.getByText("You took the call from alice on another device").first().waitFor()));
    await Promise.all([expectMedia(alice.page), expectMedia(taken.page)]);
    expect((await received(first.page)).frames).toBe(0);
  }, 90_000);

  it("is one call where both call each other at once", async () => {
    const [alice, bob] = [await open("alice"), await open("bob")];
    const pressCall = async ({ page: tab }: CallPage) => tab.evaluate(() => document.querySelector<HTMLFormElement>(".call-form")?.requestSubmit());
    const setups = async () => Promise.all([alice, bob].map(async ({ page: tab }) => (await traceRows(tab)).filter((row) => row === "msetup request: offer").length));
    let crossed = false;
    // Two presses are at once as far as a machine can; where one call was there before the other press, it is taken, and they try again.
    for (let left = 10; left > 0 && !crossed; left -= 1) {
      const before = await setups();
      await Promise.all([alice.page.getByLabel("Name or address", { exact: true }).fill("bob"), bob.page.getByLabel("Name or address", { exact: true }).fill("alice")]);
      await Promise.all([pressCall(alice), pressCall(bob)]);
      const accept = (tab: CallPage) => tab.page.getByRole("button", { name: "Accept" });
      await Promise.race([
        Promise.all([expectTalking(alice.page), expectTalking(bob.page)]),
        ...[alice, bob].map((tab) => accept(tab).click({ timeout: 30_000 }).then(() => expectTalking(tab.page))),
      ]);
      await Promise.all([expectTalking(alice.page), expectTalking(bob.page)]);
      await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
      crossed = (await setups()).every((count, index) => count === (before[index] ?? 0) + 2);
      await bob.page.getByRole("button", { name: "Hang up" }).click();
      await alice.page.getByText("Call with bob ended").first().waitFor();
    }
    expect(crossed).toBe(true);
  }, 90_000);
});

/** The names of the ICE sessions of the newest connection of the page, its own first. */
function ufrags({ page: tab }: CallPage): Promise<readonly string[]> {
  return tab.evaluate(() => {
    const made: unknown = Reflect.get(window, "madeConnections");
    const last = Array.isArray(made) ? (made.at(-1) as RTCPeerConnection | undefined) : undefined;
    return [last?.localDescription?.sdp ?? "", last?.remoteDescription?.sdp ?? ""].map((sdp) => /a=ice-ufrag:(\S+)/.exec(sdp)?.[1] ?? "");
  });
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((next) => setTimeout(next, milliseconds));
}
