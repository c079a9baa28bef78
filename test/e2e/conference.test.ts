import type { ConferenceInfo } from "@parley/conference";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectAccessible, expectNoSidewaysScroll, hasBrowser, launchBrowser, until } from "./call-page.js";
import { expectAgreement, expectPictures, joinBy, openAttendee, remotePictures, sendsSound, watchConference } from "./conference-page.js";
import type { Attendee } from "./conference-page.js";
import { runServer } from "./running-server.js";
import type { RunningServer } from "./running-server.js";

describe.skipIf(!hasBrowser)("a conference of four", () => {
  let server: RunningServer;
  let browser: Browser;
  beforeAll(async () => {
    // Without devices each page draws a picture of its own, which tells one from another.
    [server, browser] = await Promise.all([runServer("the program", ["alice", "bob", "carol", "dave"]), launchBrowser({ devices: false })]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it("is the same for the REST side, for who follows the events, and on each page, whatever the host does", async () => {
    const [alice, bob, carol, dave] = await Promise.all([open("alice"), open("bob"), open("carol"), open("dave")]);
    const link = await createConference(alice);
    const watch = await watchConference(server, "alice", link);
    const agree = (attendees: readonly Attendee[], step: string, wanted: (info: ConferenceInfo) => boolean) => expectAgreement(watch, attendees, step, wanted);
    const press = (attendee: Attendee, name: string) => attendee.page.getByRole("button", { name, exact: true }).click();
    const notice = (attendee: Attendee, text: string) => attendee.page.locator(".notice", { hasText: text }).waitFor();
    const all = [alice, bob, carol, dave];

    await alice.page.getByRole("button", { name: "Join conference" }).click();
    await press(alice, "Turn lobby on");
    await alice.page.getByText("Who has the link waits in the lobby.").waitFor();
    await Promise.all([bob, carol, dave].map((attendee) => joinBy(attendee, link)));
    await Promise.all([bob, carol, dave].map(({ page }) => page.getByRole("heading", { name: "Waiting to be let in" }).waitFor()));
    await agree([alice], "three wait", (info) => statuses(info, "pending").length === 3 && inside(info).length === 1);
    await expectAccessible(alice.page, "somebody waits");
    await expectAccessible(bob.page, "waiting");

    await press(alice, "Admit bob");
    await press(alice, "Admit carol");
    await press(alice, "Reject dave");
    await notice(dave, "You were not let in");
    await joinBy(dave, link);
    await press(alice, "Admit dave");
    await agree(all, "all are let in", (info) => inside(info).length === 4);
    await expectPictures(all);

    await press(bob, "Raise hand");
    await agree(all, "a hand is raised", ({ floors = [] }) => floors[0]?.queue?.length === 1);
    await press(alice, "Give floor to bob");
    await agree(all, "bob has the floor", ({ floors = [] }) => floors[0]?.holders?.length === 1);
    for (const layout of ["Spotlight", "Sidebar", "Grid"]) {
      await press(carol, layout);
      await expectNoSidewaysScroll(carol.page, layout);
    }
    await press(alice, "Take floor back from bob");
    await agree(all, "bob gave it back", ({ floors = [] }) => floors[0]?.holders?.length === 0);

    await press(alice, "Mute carol");
    await agree(all, "carol is muted", (info) => isMuted(info, "carol"));
    await until(() => sendsSound(carol.page), (sends) => !sends);
    for (const { page } of [alice, bob, dave]) await until(() => remotePictures(page), (pictures) => pictures.every(({ name, isSilenced }) => isSilenced === (name === "carol")));
    await carol.page.locator("#room-microphone").click();
    await carol.page.getByText("A moderator muted you. You can be heard again when a moderator asks you to unmute.").waitFor();
    expect(await sendsSound(carol.page)).toBe(false);
    await expectAccessible(carol.page, "muted");
    await press(alice, "Ask to unmute: carol");
    await carol.page.getByRole("dialog", { name: "You are asked to unmute" }).waitFor();
    await expectAccessible(carol.page, "asked to unmute");
    await carol.page.keyboard.press("Enter");
    await agree(all, "carol is heard again", (info) => !isMuted(info, "carol"));
    await until(() => sendsSound(carol.page), (sends) => sends);

    await press(alice, "Lock");
    await press(dave, "Leave");
    await agree([alice, bob, carol], "locked, and one has left", (info) => info.locked === true && inside(info).length === 3);
    await joinBy(dave, link);
    await notice(dave, "This link does not let you in");
    await press(alice, "Unlock");
    await press(alice, "Turn lobby off");
    await alice.page.getByText("Open to everybody who has the link.").waitFor();
    await joinBy(dave, link);
    await agree(all, "open again", (info) => info.locked === false && inside(info).length === 4);

    await press(alice, "Remove dave");
    await notice(dave, "You were taken out of the conference");
    await agree([alice, bob, carol], "dave is removed", (info) => inside(info).length === 3);
    await press(alice, "Revoke link");
    await alice.page.getByRole("button", { name: "Make a new link" }).waitFor();
    await joinBy(dave, link);
    await notice(dave, "This link does not let you in");
    await agree([alice, bob, carol], "the link is revoked, who is in stays", (info) => inside(info).length === 3);
    expect(await tokensFor(watch, 3), "no join token for three is left").toBe(0);
    await press(alice, "Make a new link");
    const newLink = await until(() => alice.page.getByLabel("Link for up to three others").inputValue(), (value) => value !== "" && value !== link);
    expect(await tokensFor(watch, 3)).toBe(1);

    await alice.page.getByLabel("Invite by name or address").fill("dave");
    await press(alice, "Invite");
    await dave.page.getByRole("dialog", { name: "alice invites you to a conference" }).waitFor();
    await dave.page.keyboard.press("Enter");
    await agree(all, "dave came by the invitation", (info) => inside(info).length === 4);
    await alice.page.getByText("dave accepted").waitFor();
    await expectPictures(all);

    await press(alice, "Open a breakout");
    await alice.page.getByLabel("Room of carol").selectOption("Group 1");
    await alice.page.getByLabel("Room of dave").selectOption("Group 1");
    await agree(all, "two are in a breakout", ({ users = [] }) => users.filter(({ breakout }) => breakout !== undefined).length === 2);
    await Promise.all([expectPictures([alice, bob]), expectPictures([carol, dave])]);
    await carol.page.getByRole("heading", { name: "Group 1: 2 people" }).waitFor();
    await expectAccessible(alice.page, "with a breakout");
    await press(alice, "Close all breakouts");
    await agree(all, "all are back", ({ users = [], breakouts = [] }) => breakouts.length === 0 && users.every(({ breakout }) => breakout === undefined));
    await expectPictures(all);
    await alice.page.setViewportSize({ width: 360, height: 740 });
    await expectNoSidewaysScroll(alice.page, "360 pixels wide");

    await press(alice, "End for all");
    await Promise.all(all.map((attendee) => notice(attendee, "The conference is over")));
    expect((await watch.rest.getConference({ conferenceId: watch.conferenceId })).state).toBe("ended");
    await joinBy(bob, newLink);
    await notice(bob, "The conference is over");
    await watch.close();
    await close(all);
  }, 300_000);

  async function open(name: string): Promise<Attendee> {
    return openAttendee(browser, server, name);
  }
});

async function createConference({ page }: Attendee): Promise<string> {
  await page.getByRole("button", { name: "Create a conference" }).click();
  return until(() => page.getByLabel("Conference link", { exact: true }).inputValue(), (value) => value !== "");
}

async function close(attendees: readonly Attendee[]): Promise<void> {
  await Promise.all(attendees.map(({ context }) => context.close()));
  expect(attendees.flatMap(({ faults }) => faults), "requests to other origins, errors, and what the security policy refused").toEqual([]);
}

function statuses({ users = [] }: ConferenceInfo, status: string) {
  return users.filter(({ endpoints = [] }) => endpoints.some((endpoint) => endpoint.status === status));
}

function inside(info: ConferenceInfo) {
  return statuses(info, "connected");
}

function isMuted({ users = [] }: ConferenceInfo, name: string): boolean {
  const flows = users.filter(({ displayText }) => displayText === name).flatMap(({ endpoints = [] }) => endpoints.flatMap(({ media = [] }) => media));
  return flows.some(({ kind, muted }) => kind === "audio" && muted === true);
}

/** So many join tokens admit so many. */
async function tokensFor({ rest, conferenceId }: Awaited<ReturnType<typeof watchConference>>, admits: number): Promise<number> {
  let count = 0;
  for await (const grant of rest.listJoinTokens({ conferenceId })) if (grant.admits === admits) count += 1;
  return count;
}
