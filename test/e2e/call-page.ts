import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";

const chromiumPath = process.env["PARLEY_CHROMIUM"] ?? "/usr/bin/chromium-headless-shell";

/** False where no Chromium was found: then these tests are skipped by name. */
export const hasBrowser = existsSync(chromiumPath);

/** A browser whose camera and microphone are made up; `devices: false` has none, and refuses to ask. */
export function launchBrowser(options: { readonly devices: boolean } = { devices: true }): Promise<Browser> {
  const devices = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"];
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-features=WebRtcHideLocalIpsWithMdns", "--allow-loopback-in-peer-connection",
      "--autoplay-policy=no-user-gesture-required", ...(options.devices ? devices : []),
    ],
  });
}

/** One user's tab. */
export interface CallPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to any other origin, errors and refusals of the content security policy: what must never be. */
  readonly faults: string[];
}

/** Opens a link in a tab of a new context and waits until its user is signed in. A tab is a device of its own, or the `device` that is named. */
export async function openCallPage(browser: Browser, link: string, { device, ...options }: BrowserContextOptions & { readonly device?: string } = {}): Promise<CallPage> {
  const context = await browser.newContext({ locale: "en-GB", viewport: { width: 1200, height: 800 }, ...options });
  const page = await context.newPage();
  const faults = watchFaults(page, new URL(link).origin);
  await page.addInitScript(rememberConnections);
  if (device !== undefined) await page.addInitScript((name) => sessionStorage.setItem("parley.device", name), device);
  await page.goto(link);
  await page.locator(".chip[data-kind=ready]").waitFor();
  return { page, context, faults };
}

/** Keeps every RTCPeerConnection of the page where a test can ask it for its statistics. */
function rememberConnections(): void {
  const made: RTCPeerConnection[] = [];
  Object.assign(window, { madeConnections: made });
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      made.push(this);
    }
  };
}

function watchFaults(page: Page, origin: string): string[] {
  const faults: string[] = [];
  const judge = (url: string) => {
    const { host, protocol } = new URL(url);
    if (host !== new URL(origin).host || !["http:", "ws:"].includes(protocol)) faults.push(`request to ${url}`);
  };
  page.on("request", (request) => judge(request.url()));
  page.on("websocket", (socket) => judge(socket.url()));
  page.on("pageerror", (error) => faults.push(`error ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(`console ${message.text()}`);
  });
  return faults;
}

export interface Received {
  readonly frames: number;
  /** Of sound: grows only while something is heard. */
  readonly energy: number;
}

/** What the newest connection of the page has received and played. */
export function received(page: Page): Promise<Received> {
  return page.evaluate(async () => {
    const made: unknown = Reflect.get(window, "madeConnections");
    const last = Array.isArray(made) ? (made.at(-1) as RTCPeerConnection | undefined) : undefined;
    let [frames, energy] = [0, 0];
    for (const report of (await last?.getStats())?.values() ?? []) {
      if (report.type !== "inbound-rtp") continue;
      if (report.kind === "video") frames = report.framesDecoded ?? 0;
      if (report.kind === "audio") energy = report.totalAudioEnergy ?? 0;
    }
    return { frames, energy };
  });
}

/** Waits until picture and sound arrive, and go on arriving. */
export async function expectMedia(page: Page): Promise<void> {
  const begun = await until(() => received(page), ({ frames, energy }) => frames > 0 && energy > 0);
  const later = await until(() => received(page), ({ frames, energy }) => frames > begun.frames + 5 && energy > begun.energy);
  expect(later.frames).toBeGreaterThan(begun.frames);
  expect(later.energy).toBeGreaterThan(begun.energy);
}

/** Asks again and again until the answer is good; the test's own time limit is the guard. */
export async function until<Value>(ask: () => Promise<Value>, good: (value: Value) => boolean): Promise<Value> {
  for (;;) {
    const value = await ask();
    if (good(value)) return value;
    await new Promise((next) => setTimeout(next, 100));
  }
}

/** Calls by name, and takes the call on the other page. */
export async function connectCall(caller: Page, called: Page, name: string): Promise<void> {
  await callBy(caller, name);
  await called.getByRole("button", { name: "Accept" }).click();
  await expectTalking(caller);
  await expectTalking(called);
}

/** Calls by name. */
export async function callBy(caller: Page, name: string): Promise<void> {
  await caller.getByLabel("Name or address", { exact: true }).fill(name);
  await caller.getByRole("button", { name: "Call", exact: true }).click();
}

export async function expectTalking(page: Page): Promise<void> {
  await page.locator("#call-headline", { hasText: "In call with" }).waitFor();
}

/** The rows of the trace as a person reads them: `msetup request`. */
export function traceRows(page: Page): Promise<readonly string[]> {
  return page.locator(".row").evaluateAll((rows) => rows.map((row) => [".row-name", ".row-kind"].map((part) => row.querySelector(part)?.textContent ?? "").join(" ").trim()));
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] }[];
}

/** Every rule of axe-core on the page as it is now. */
export async function expectAccessible(page: Page, state: string): Promise<void> {
  await page.evaluate(axeSource);
  const result = await page.evaluate<AxeResult>("axe.run(document, { resultTypes: ['violations'] })");
  const found = result.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}\n  ${node.failureSummary ?? ""}`));
  expect(found, state).toEqual([]);
}

/** Nothing sticks out of a narrow page. */
export async function expectNoSidewaysScroll(page: Page, state: string): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), state).toBeLessThanOrEqual(0);
}
