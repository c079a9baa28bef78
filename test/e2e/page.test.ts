import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectCall, expectAccessible, expectNoSidewaysScroll, hasBrowser, launchBrowser, openCallPage, traceRows } from "./call-page.js";
import { runServer } from "./running-server.js";
import type { RunningServer } from "./running-server.js";

describe.skipIf(!hasBrowser)("the page", () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    [server, browser] = await Promise.all([runServer("the program"), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const narrow = { width: 360, height: 740 };
  const looks: readonly (BrowserContextOptions & { readonly name: string })[] = [
    { name: "light", colorScheme: "light" },
    { name: "dark, with reduced motion", colorScheme: "dark", reducedMotion: "reduce" },
    { name: "360 pixels wide", viewport: narrow },
    { name: "Japanese, 360 pixels wide, dark", viewport: narrow, colorScheme: "dark", locale: "ja-JP" },
  ];

  it.each(looks)("has no fault that axe-core finds and fits its window in every state: $name", async ({ name: _name, ...look }) => {
    const bob = await openCallPage(browser, server.link("bob"));
    const { page, context, faults } = await openCallPage(browser, server.link("alice"), look);
    const judge = async (state: string) => {
      // What axe-core judges does not change with the width, but for the start, where the layout does.
      if (look.viewport === undefined || state === "start") await expectAccessible(page, state);
      await expectNoSidewaysScroll(page, state);
    };
    await judge("start");
    await page.locator("#language").selectOption("en");

    await page.getByLabel("Name or address", { exact: true }).fill("bob");
    await page.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByText("Ringing bob").first().waitFor();
    await judge("calling");
    await bob.page.getByRole("button", { name: "Decline" }).click();
    await page.getByText("bob declined").first().waitFor();
    await judge("ended");

    await bob.page.getByLabel("Name or address", { exact: true }).fill("alice");
    await bob.page.getByRole("button", { name: "Call", exact: true }).click();
    await page.getByRole("heading", { name: "bob is calling" }).waitFor();
    await judge("incoming");
    await page.getByRole("button", { name: "Accept" }).click();
    await page.locator(".is-seen").waitFor();
    await bob.page.getByRole("button", { name: "Mute" }).click();
    await page.locator("#far-state", { hasText: "bob is muted" }).waitFor();
    await judge("talking");

    await page.locator(".row", { hasText: "msetup" }).first().click();
    await page.locator(".message-dialog[open]").waitFor();
    await judge("message");
    const shown = await page.locator(".message-json").innerText();
    expect(shown).toContain("a=ice-pwd:(hidden)");
    await page.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Table" }).click();
    await judge("table");
    expect(await page.locator("tbody tr").count()).toBe(await page.locator(".row").count());

    await page.getByRole("button", { name: "Hang up" }).click();
    await page.getByRole("button", { name: "Create a conference" }).click();
    await page.getByRole("button", { name: "Copy link" }).waitFor();
    await judge("conference link");
    await Promise.all([context.close(), bob.context.close()]);
    expect([...faults, ...bob.faults]).toEqual([]);
  }, 90_000);

  it("is worked by keyboard alone, and says what happens", async () => {
    const [alice, bob] = await Promise.all([openCallPage(browser, server.link("alice")), openCallPage(browser, server.link("bob"))]);
    await tabTo(alice.page, "callee");
    await alice.page.keyboard.type("bob");
    await alice.page.keyboard.press("Enter");
    await bob.page.getByRole("heading", { name: "alice is calling" }).waitFor();
    expect(await focused(bob.page)).toBe("accept");
    await bob.page.keyboard.press("Escape");
    await bob.page.keyboard.press("Enter");
    await alice.page.locator("#announcer", { hasText: "In call with bob" }).waitFor({ state: "attached" });
    await bob.page.locator("#announcer", { hasText: "In call with alice" }).waitFor({ state: "attached" });
    expect([await focused(alice.page), await focused(bob.page)], "focus of both is at the call").toEqual(["call-headline", "call-headline"]);
    await tabTo(alice.page, "microphone");
    await alice.page.keyboard.press("Space");
    await bob.page.locator("#announcer", { hasText: "alice is muted" }).waitFor({ state: "attached" });
    // The rows of the trace are one stop of the tab key; the arrow keys move among them, and Enter opens one.
    await tabToRow(alice.page);
    await alice.page.keyboard.press("Home");
    await alice.page.keyboard.press("ArrowDown");
    await alice.page.keyboard.press("Enter");
    await alice.page.getByRole("dialog", { name: "auth success" }).waitFor();
    await alice.page.keyboard.press("Escape");
    expect(await alice.page.evaluate(() => document.activeElement?.textContent)).toContain("auth");
    await tabTo(alice.page, "hang-up");
    await alice.page.keyboard.press("Enter");
    await bob.page.locator("#announcer", { hasText: "Call with alice ended" }).waitFor({ state: "attached" });
    expect(await focused(alice.page), "focus is not lost with the button that had it").toBe("callee");

    await alice.page.keyboard.press("Enter");
    await bob.page.getByRole("heading", { name: "alice is calling" }).waitFor();
    await bob.page.keyboard.press("Shift+Tab");
    expect(await focused(bob.page)).toBe("decline");
    await bob.page.keyboard.press("Enter");
    await alice.page.locator("#announcer", { hasText: "bob declined" }).waitFor({ state: "attached" });
    expect([await focused(alice.page), await focused(bob.page)], "nor with that of a dialog").toEqual(["callee", "callee"]);
    await Promise.all([alice.context.close(), bob.context.close()]);
    expect([...alice.faults, ...bob.faults]).toEqual([]);
  }, 60_000);

  it("does not show the token, neither in its address nor in the trace", async () => {
    const link = server.link("alice");
    const token = new URLSearchParams(new URL(link).hash.slice(1)).get("token") ?? "";
    expect(token.length).toBeGreaterThan(20);
    const { page, context } = await openCallPage(browser, link);
    expect(page.url()).toBe(`${server.url}/`);
    expect(await traceRows(page)).toContain("auth request");
    await page.locator(".row", { hasText: "auth" }).first().click();
    expect(await page.locator(".message-json").innerText()).toContain('"token": "(hidden)"');
    expect(await page.content()).not.toContain(token);
    await page.reload();
    await page.locator(".chip[data-kind=ready]").waitFor();
    await context.close();
  });

  it("says why it is not signed in, and where the user went", async () => {
    const stranger = await browser.newPage();
    await stranger.goto(server.url);
    await stranger.getByRole("heading", { name: "Not signed in" }).waitFor();
    await expectAccessible(stranger, "not signed in");
    await stranger.goto(`${server.url}/#user=alice&token=guessed`);
    await stranger.getByText("refused this link").waitFor();
    await stranger.close();

    // A tab that was duplicated is the same device.
    const [first, second] = [await openCallPage(browser, server.link("alice"), { device: "the-same-tab" }), await openCallPage(browser, server.link("alice"), { device: "the-same-tab" })];
    await first.page.getByRole("heading", { name: "Signed in elsewhere" }).waitFor();
    await expectAccessible(first.page, "replaced");
    await Promise.all([first.context.close(), second.context.close()]);
  });

  it("tells who calls themselves so, before camera or message", async () => {
    const { page, context, faults } = await openCallPage(browser, server.link("alice"));
    for (const name of ["alice", "ALICE", "acct:alice@parley.example"]) {
      await page.getByLabel("Name or address", { exact: true }).fill(name);
      await page.getByRole("button", { name: "Call", exact: true }).click();
      await page.locator(".notice", { hasText: "This is your own address" }).waitFor();
      expect((await traceRows(page)).filter((row) => row.startsWith("msetup"))).toEqual([]);
      await page.reload();
      await page.locator(".chip[data-kind=ready]").waitFor();
    }
    await context.close();
    expect(faults).toEqual([]);
  });

  it("answers a call in the middle of another with busy", async () => {
    const carols = await runServer("the program", ["alice", "bob", "carol"]);
    try {
      const [alice, bob, carol] = await Promise.all(["alice", "bob", "carol"].map((user) => openCallPage(browser, carols.link(user))));
      if (alice === undefined || bob === undefined || carol === undefined) throw new Error("three pages were to be opened");
      await connectCall(alice.page, bob.page, "bob");
      await carol.page.getByLabel("Name or address", { exact: true }).fill("bob");
      await carol.page.getByRole("button", { name: "Call", exact: true }).click();
      await carol.page.getByText("bob is in another call").first().waitFor();
      await Promise.all([alice, bob, carol].map(({ context }) => context.close()));
    } finally {
      await carols.stop();
    }
  }, 60_000);
});

async function tabTo(page: Page, id: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if ((await focused(page)) === id) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`"${id}" was not reached by the tab key`);
}

async function tabToRow(page: Page): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await page.evaluate(() => document.activeElement?.classList.contains("row") ?? false)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("no row of the trace was reached by the tab key");
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.id ?? "");
}
