import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { conferenceBasePath, createConferenceClient } from "@parley/conference";
import { systemClock } from "@parley/runtime";
import { connectWs } from "@parley/runtime/ws";
import { connectSignalling, signallingPath } from "@parley/signalling";
import { expect, it, onTestFinished } from "vitest";
import { guestOf } from "../demo/room-world.js";

const users = ["alice", "bob", "carol", "dave"];
const program = fileURLToPath(new URL("../../packages/reference-server/dist/main.js", import.meta.url));

it("four in a conference are in it again when another server process has taken the place of theirs, on the same store", async () => {
  const folder = mkdtempSync(join(tmpdir(), "parley-restart-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const store = join(folder, "conference.db");
  const first = await run(store, 0);
  const rest = createConferenceClient({ baseUrl: `${first.origin}${conferenceBasePath}`, token: first.tokenOf("alice") });
  const { id: conferenceId, uri } = await rest.createConference({ body: { topology: "p2p", subject: "Weekly" } });
  const { token } = await rest.issueJoinToken({ conferenceId, body: { admits: 4, expiresIn: 3600 } });
  const guests = await Promise.all(users.map((user) => enter(first, user, { conference: uri, joinToken: token, displayName: user })));
  const before = await shown();
  expect(before).toMatchObject({ subject: "Weekly", names: users });

  first.process.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  await run(store, Number(new URL(first.origin).port));
  await expect.poll(() => shown().catch(() => undefined), { timeout: 40_000, interval: 200 }).toMatchObject({ subject: "Weekly", names: users });
  for (const guest of guests) {
    await expect.poll(() => guest.members().map(({ name }) => name).sort()).toEqual(users);
    expect(guest.ends).toEqual([]);
  }
  // Each has a place anew, in the same conference, whose version has gone on.
  const after = await shown();
  expect(after.ids.filter((id) => before.ids.includes(id))).toEqual([]);
  expect(after.version).toBeGreaterThan(before.version);

  async function shown() {
    const { version, info } = await rest.getConferenceInfo({ conferenceId });
    const inside = info.users ?? [];
    return { version, subject: info.subject, names: inside.map(({ displayText }) => displayText).sort(), ids: inside.map(({ id }) => id) };
  }
}, 120_000);

type Running = Awaited<ReturnType<typeof run>>;

/** The program, once it has printed its links. */
async function run(store: string, port: number) {
  const running = spawn(process.execPath, [program, "--port", String(port), "--store", store, "--drain", "1", ...users.flatMap((user) => ["--user", user])], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void running.kill("SIGKILL"));
  const ended = new Promise<number | null>((heard) => running.once("exit", heard));
  let printed = "";
  const links = await new Promise<ReadonlyMap<string, string>>((found) => {
    running.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const all = new Map([...printed.matchAll(/#user=([a-z]+)&token=([A-Za-z0-9_-]+)\s/g)].map(([, user = "", token = ""]) => [user, token]));
      if (all.size === users.length) found(all);
    });
  });
  const origin = /Listening on (\S+)/.exec(printed)?.[1] ?? "";
  return { process: running, ended, origin, tokenOf: (user: string) => links.get(user) ?? "" };
}

/** As a page comes in, and comes back. */
async function enter(server: Running, user: string, place: Parameters<typeof guestOf>[1]) {
  const token = server.tokenOf(user);
  const client = await connectSignalling(`${server.origin.replace("http", "ws")}${signallingPath}`, { token, transport: connectWs, renew: () => ({ token }) });
  onTestFinished(() => client.close());
  const guest = guestOf(client, place, systemClock);
  client.onReconnected(() => guest.room.again());
  await guest.room.enter();
  return guest;
}
