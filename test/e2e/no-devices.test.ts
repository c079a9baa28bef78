import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectCall, expectMedia, hasBrowser, launchBrowser, openCallPage } from "./call-page.js";
import { runServer } from "./running-server.js";
import type { RunningServer } from "./running-server.js";

describe.skipIf(!hasBrowser)("a browser without camera and microphone", () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([runServer("the program"), launchBrowser({ devices: false })]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it("sends a drawn picture and a soft tone instead, and says so", async () => {
    const [alice, bob] = await Promise.all([openCallPage(browser, server.link("alice")), openCallPage(browser, server.link("bob"))]);
    await connectCall(alice.page, bob.page, "bob");
    await alice.page.getByText("No camera or microphone: you send a drawn picture and a soft tone.").filter({ visible: true }).waitFor();
    await Promise.all([expectMedia(alice.page), expectMedia(bob.page)]);
    await Promise.all([alice.context.close(), bob.context.close()]);
    expect([...alice.faults, ...bob.faults]).toEqual([]);
  }, 60_000);
});
