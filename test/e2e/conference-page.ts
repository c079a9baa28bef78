import type { Browser, Page } from "playwright-core";
import { conferenceBasePath, conferenceInfoToldBy, createConferenceClient } from "@parley/conference";
import type { ConferenceClient, ConferenceInfo } from "@parley/conference";
import { followState } from "@parley/runtime";
import type { KnownState } from "@parley/runtime";
import { connectWs } from "@parley/runtime/ws";
import { connectSignalling, signallingPath } from "@parley/signalling";
import { expect } from "vitest";
import { openCallPage, until } from "./call-page.js";
import type { CallPage } from "./call-page.js";
import type { RunningServer } from "./running-server.js";

/** What the REST side of a conference says, and what a subscriber that takes no part has made of the events. */
export interface Watch {
  readonly rest: ConferenceClient;
  readonly conferenceId: string;
  /** As the events have told it so far. */
  told(): KnownState<ConferenceInfo> | undefined;
  close(): Promise<void>;
}

/** Watches the conference of a link as a user who may: its owner. */
export async function watchConference(server: RunningServer, user: string, link: string): Promise<Watch> {
  const token = tokenOf(server.link(user));
  const conference = fragmentOf(link).get("conference") ?? "";
  const client = await connectSignalling(`${server.url.replace("http", "ws")}${signallingPath}`, { token, transport: connectWs });
  const subscription = await client.subscribe({ conference });
  let told: KnownState<ConferenceInfo> | undefined;
  subscription.onEvent((event) => {
    told = followState(told, event, conferenceInfoToldBy);
  });
  return {
    rest: createConferenceClient({ baseUrl: new URL(conferenceBasePath, server.url), token }),
    conferenceId: conference.slice(conference.lastIndexOf("/") + 1),
    told: () => told,
    close: () => client.close(),
  };
}

function tokenOf(link: string): string {
  return fragmentOf(link).get("token") ?? "";
}

function fragmentOf(link: string): URLSearchParams {
  return new URLSearchParams(new URL(link).hash.slice(1));
}

/** One of the four. */
export interface Attendee extends CallPage {
  readonly name: string;
}

export async function openAttendee(browser: Browser, server: RunningServer, name: string): Promise<Attendee> {
  return { name, ...(await openCallPage(browser, server.link(name), { viewport: { width: 1280, height: 800 } })) };
}

/** Opens the link in the tab of one who is signed in, and asks to come in. */
export async function joinBy({ page }: Attendee, link: string): Promise<void> {
  await page.goto(link);
  await page.getByText("You opened a conference link.").waitFor();
  await page.getByRole("button", { name: "Join conference" }).click();
}

/** What a page shows of the people in a conference, in words that do not depend on who looks. */
interface Shown {
  readonly people: readonly string[];
  /** Whose pictures are there. */
  readonly pictures: readonly string[];
  /** Who waits to be let in, as who leads sees it. */
  readonly waiting: readonly string[];
  readonly isLocked: boolean | undefined;
}

function shownBy(page: Page): Promise<Shown> {
  return page.evaluate(() => {
    const textOf = (root: Element, selector: string) => root.querySelector(selector)?.textContent?.replace(" (you)", "") ?? "";
    const told = ["Muted by a moderator", "Hand raised", "Has the floor"];
    const elsewhere = /Elsewhere: [^·]*[^· ]/;
    const door = document.querySelector("#door-state")?.textContent ?? "";
    return {
      people: [...document.querySelectorAll(".person")].map((person) => {
        const states = textOf(person, ".person-states");
        return [textOf(person, ".person-name"), ...(elsewhere.exec(states) ?? []), ...told.filter((state) => states.includes(state))].join(", ");
      }).sort(),
      pictures: [...document.querySelectorAll(".tile")].map((tile) => textOf(tile, ".tile-name")).sort(),
      waiting: [...document.querySelectorAll(".knock")].map((knock) => knock.querySelector("button")?.getAttribute("aria-label")?.replace("Admit ", "") ?? "").sort(),
      isLocked: document.querySelector("#lock")?.checkVisibility() === true ? door.startsWith("Locked") : undefined,
    };
  });
}

/** What the page of a user has to show where the conference is like this. */
function expectedOf({ users = [], floors = [], breakouts = [], locked }: ConferenceInfo, viewer: string): Shown {
  const inside = users.filter(({ endpoints = [] }) => endpoints.some(({ status }) => status !== "pending"));
  const own = inside.find(({ displayText }) => displayText === viewer);
  const leads = own?.roles?.includes("moderator") === true;
  const nameOf = ({ displayText = "" }: (typeof users)[number]) => displayText;
  const people = inside.map((user) => {
    const isMuted = user.endpoints?.some(({ media = [] }) => media.some(({ kind, muted }) => kind === "audio" && muted === true));
    return [
      nameOf(user),
      ...(user.breakout === own?.breakout ? [] : [`Elsewhere: ${breakouts.find(({ id }) => id === user.breakout)?.subject ?? "Main room"}`]),
      ...(isMuted === true ? ["Muted by a moderator"] : []),
      ...(floors.some(({ queue = [] }) => queue.includes(user.id)) ? ["Hand raised"] : []),
      ...(floors.some(({ holders = [] }) => holders.includes(user.id)) ? ["Has the floor"] : []),
    ].join(", ");
  });
  return {
    people: people.sort(),
    pictures: inside.filter(({ breakout }) => breakout === own?.breakout).map(nameOf).sort(),
    waiting: leads ? users.filter((user) => !inside.includes(user)).map(nameOf).sort() : [],
    isLocked: leads ? locked : undefined,
  };
}

/** The REST side, the events and every page that is in come to say the same; then it is what the step wanted. */
export async function expectAgreement(watch: Watch, attendees: readonly Attendee[], step: string, wanted: (info: ConferenceInfo) => boolean): Promise<void> {
  const { rest, conferenceId } = watch;
  const snapshot = await until(() => rest.getConferenceInfo({ conferenceId }), ({ version, info }) => version === watch.told()?.version && wanted(info));
  expect(watch.told()?.info, `${step}: the events`).toEqual(snapshot.info);
  const participants: string[] = [];
  for await (const { displayName = "", breakout = "", status } of rest.listParticipants({ conferenceId })) participants.push(`${displayName} ${status} ${breakout}`);
  const users = (snapshot.info.users ?? []).filter(({ endpoints = [] }) => endpoints.every(({ status }) => status !== "pending"));
  expect(participants.sort(), `${step}: the participants`).toEqual(users.map(({ displayText, endpoints, breakout = "" }) => `${displayText} ${endpoints?.[0]?.status} ${breakout}`).sort());
  await Promise.all(attendees.map(async ({ page, name }) => {
    await expect.poll(() => shownBy(page), { message: `${step}: what ${name} sees`, timeout: 30_000 }).toEqual(expectedOf(snapshot.info, name));
  }));
}

interface Playing {
  readonly name: string;
  readonly width: number;
  /** Decoded and shown so far. */
  readonly frames: number;
  /** What the picture looks like on average: red, green, blue. */
  readonly colour: readonly number[];
  readonly isSilenced: boolean;
}

/** The remote pictures of a page. */
export function remotePictures(page: Page): Promise<readonly Playing[]> {
  return page.evaluate(() => [...document.querySelectorAll(".tile:not(.is-self)")].map((tile) => {
    const video = tile.querySelector("video");
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d");
    if (video === null || context === null) throw new Error("a tile has no video, or nothing can be drawn");
    context.drawImage(video, 0, 0, 1, 1);
    const name = tile.querySelector(".tile-name")?.textContent ?? "";
    return { name, width: video.videoWidth, frames: video.getVideoPlaybackQuality().totalVideoFrames, colour: [...context.getImageData(0, 0, 1, 1).data].slice(0, 3), isSilenced: video.muted };
  }));
}

/** Each page has one picture of each of the others that plays, and they are different pictures. */
export async function expectPictures(attendees: readonly Attendee[]): Promise<void> {
  await Promise.all(attendees.map(async ({ page, name }) => {
    const others = attendees.map((other) => other.name).filter((other) => other !== name).sort();
    const begun = await until(() => remotePictures(page), (all) => all.length === others.length && all.every(({ width, frames }) => width > 0 && frames > 0));
    expect(begun.map((picture) => picture.name).sort(), `${name} sees`).toEqual(others);
    const later = await until(() => remotePictures(page), (all) => all.every(({ frames }, at) => frames > (begun[at]?.frames ?? Infinity)));
    for (const [at, { colour }] of later.entries()) {
      for (const other of later.slice(at + 1)) {
        const distance = Math.hypot(...colour.map((part, index) => part - (other.colour[index] ?? 0)));
        expect(distance, `${name} sees the same picture twice: ${later.map((picture) => `${picture.name} ${picture.colour.join(" ")}`).join(", ")}`).toBeGreaterThan(12);
      }
    }
  }));
}

/** Whether any connection of the page sends sound now. */
export function sendsSound(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const made: unknown = Reflect.get(window, "madeConnections");
    const connections = Array.isArray(made) ? (made as RTCPeerConnection[]).filter(({ connectionState }) => connectionState === "connected") : [];
    return connections.some((connection) => connection.getSenders().some(({ track }) => track?.kind === "audio" && track.enabled));
  });
}
