import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { connectCall, expectMedia, hasBrowser, launchBrowser, openCallPage, received, traceRows, until } from "./call-page.js";
import type { CallPage } from "./call-page.js";
import { runServer } from "./running-server.js";
import type { RunningServer } from "./running-server.js";

describe.skipIf(!hasBrowser)("a call between two tabs", () => {
  let server: RunningServer;
  let browser: Browser;
  let alice: CallPage;
  let bob: CallPage;

  beforeAll(async () => {
    [server, browser] = await Promise.all([runServer("npm start"), launchBrowser()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  const open = async () => {
    [alice, bob] = await Promise.all([openCallPage(browser, server.link("alice")), openCallPage(browser, server.link("bob"))]);
  };
  afterEach(async () => {
    const faults = [alice, bob].flatMap((user) => user.faults);
    await Promise.all([alice.context.close(), bob.context.close()]);
    expect(faults, "requests to other origins, errors, and what the security policy refused").toEqual([]);
  });

  it("shows and sounds on both sides, tells mute and hold, and ends for both by a hang-up", async () => {
    await open();
    await connectCall(alice.page, bob.page, "bob");
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);

    const sent = await traceRows(alice.page);
    for (const row of ["auth request", "auth success", "available request", "msetup request: offer", "mprogress ringing", "msetup success: answer", "mcandidate end"]) {
      expect(sent).toContain(row);
    }
    expect(await traceRows(bob.page)).toContain("msetup request: offer");
    expect(sent.some((row) => row.startsWith("Picture and sound"))).toBe(true);

    const farState = bob.page.locator("#far-state");
    await alice.page.getByRole("button", { name: "Mute", exact: true }).click();
    await farState.filter({ hasText: "alice is muted" }).waitFor();
    await alice.page.getByRole("button", { name: "Unmute" }).click();
    await farState.waitFor({ state: "hidden" });
    await alice.page.getByRole("button", { name: "Stop camera" }).click();
    await farState.filter({ hasText: "alice stopped the camera" }).waitFor();
    await alice.page.getByRole("button", { name: "Start camera" }).click();
    await farState.waitFor({ state: "hidden" });

    await bob.page.getByRole("button", { name: "Hold" }).click();
    await alice.page.locator("#far-state", { hasText: "bob put the call on hold" }).waitFor();
    // On hold nothing flows: two readings apart from one another are the same.
    await until(async () => [await received(alice.page), await pause().then(() => received(alice.page))], ([first, second]) => first?.frames === second?.frames);
    await bob.page.getByRole("button", { name: "Resume" }).click();
    await alice.page.locator("#far-state").waitFor({ state: "hidden" });
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);

    await bob.page.getByRole("button", { name: "Hang up" }).click();
    await alice.page.getByText("Call with bob ended").first().waitFor();
    await bob.page.getByText("Call with alice ended").first().waitFor();
    expect(await traceRows(alice.page)).toContain("mdisc request: normal");
    // Both can call again.
    await connectCall(bob.page, alice.page, "alice");
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
  }, 60_000);

  it("ends on the other side within a second when one tab is closed", async () => {
    await open();
    await connectCall(alice.page, bob.page, "bob");
    await expectMedia(bob.page);
    await alice.page.close();
    await bob.page.getByText("alice lost the connection").first().waitFor({ timeout: 1000 });
  }, 60_000);

  it("can be declined, cancelled, or find nobody there", async () => {
    await open();
    await alice.page.getByLabel("Name or address", { exact: true }).fill("bob");
    await alice.page.getByRole("button", { name: "Call", exact: true }).click();
    await bob.page.getByRole("button", { name: "Decline" }).click();
    await alice.page.getByText("bob declined").first().waitFor();

    await alice.page.getByRole("button", { name: "Call", exact: true }).click();
    await bob.page.getByRole("heading", { name: "alice is calling" }).waitFor();
    await alice.page.getByRole("button", { name: "Cancel" }).click();
    await bob.page.getByText("Missed call from alice").first().waitFor();
    expect(await traceRows(alice.page)).toContain("msetup failure: cancelled");

    await alice.page.getByLabel("Name or address", { exact: true }).fill("carol");
    await alice.page.getByRole("button", { name: "Call", exact: true }).click();
    await alice.page.getByText("carol is not signed in").first().waitFor();
    await alice.page.getByLabel("Name or address", { exact: true }).fill("fax:+81312345678");
    await alice.page.getByRole("button", { name: "Call", exact: true }).click();
    await alice.page.getByText("is not an address this server can call").first().waitFor();
  }, 60_000);

  it("is over, and the server with all its processes gone, when npm start is interrupted", async () => {
    await open();
    await connectCall(alice.page, bob.page, "bob");
    await server.stop();
    await Promise.all([alice, bob].map(({ page }) => page.getByRole("heading", { name: "Connection closed" }).waitFor()));
    await expect(fetch(server.url)).rejects.toThrow();
  }, 60_000);
});

describe.skipIf(!hasBrowser)("a call that both put on hold at once", () => {
  it("comes to rest on hold for both, and resumes for both", async () => {
    const [server, browser] = await Promise.all([runServer("the program"), launchBrowser()]);
    try {
      const [alice, bob] = await Promise.all([openCallPage(browser, server.link("alice")), openCallPage(browser, server.link("bob"))]);
      await connectCall(alice.page, bob.page, "bob");
      await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
      const press = (name: string) => Promise.all([alice, bob].map(({ page }) => page.getByRole("button", { name }).click()));
      await press("Hold");
      await Promise.all([alice, bob].map(({ page }) => page.locator("#far-state", { hasText: "put the call on hold" }).waitFor()));
      await press("Resume");
      await Promise.all([alice, bob].map(({ page }) => page.locator("#far-state").waitFor({ state: "hidden" })));
      await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
      expect([...alice.faults, ...bob.faults]).toEqual([]);
    } finally {
      await browser.close();
      await server.stop();
    }
  }, 60_000);
});

function pause(): Promise<void> {
  return new Promise((next) => setTimeout(next, 500));
}
