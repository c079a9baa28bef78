import type { Invitation } from "@parley/conference";
import { ProtocolError } from "@parley/runtime";
import type { IncomingInvite } from "@parley/signalling";
import { describe, expect, it } from "vitest";
import { meeting, watch } from "./conference-terminals.js";
import type { Meeting } from "./conference-terminals.js";
import { terminal } from "./terminals.js";
import type { Terminal } from "./terminals.js";

/** A device of Carol's, and the next invitation that it gets. */
async function device({ server }: Meeting, name: string): Promise<Terminal & { readonly invited: Terminal["invited"]; readonly rings: Promise<IncomingInvite> }> {
  const made = await terminal(server, "carol");
  await made.client.unavailable();
  const rings = new Promise<IncomingInvite>((found) => made.client.onInvite(found));
  await made.client.available({ device: name, addresses: made.client.granted.addresses });
  return { ...made, rings };
}

async function invite({ conferences, id }: Meeting): Promise<Invitation> {
  return conferences.inviteParticipant({ conferenceId: id, body: { address: "acct:carol@parley.example" } });
}

async function outcome({ conferences, id }: Meeting, { id: invitationId }: Invitation): Promise<Invitation> {
  for (;;) {
    const now = await conferences.getInvitation({ conferenceId: id, invitationId });
    if (now.state !== "pending" && now.state !== "ringing") return now;
    await new Promise((next) => setTimeout(next, 5));
  }
}

/** Why the device does not ring any more. */
function over(ring: IncomingInvite): Promise<string> {
  return new Promise((heard) => ring.onInviteEnded(({ cause }) => heard(cause.reason)));
}

describe("an invitation", () => {
  it("rings on every device; the first that accepts comes in, and the others stop", async () => {
    const weekly = await meeting();
    const alice = await weekly.join("alice");
    const [desk, phone] = [await device(weekly, "carols-desk"), await device(weekly, "carols-phone")];
    const made = await invite(weekly);
    const [first, second] = [await desk.rings, await phone.rings];
    expect(first).toMatchObject({ conference: weekly.uri, subject: "Weekly", from: { uri: "acct:alice@parley.example", display: "alice" } });
    const stopped = over(second);
    await first.accept();
    expect(await stopped).toBe("answered-elsewhere");
    expect((await outcome(weekly, made)).state).toBe("accepted");
    const carol = await watch(desk, { conference: first.conference, participate: true, joinToken: first.joinToken });
    await alice.until(({ info }) => info.users?.some(({ id }) => id === carol.subscription.answer.participant) === true);
  });

  it("goes on while another device has not answered, and is declined when all have", async () => {
    const weekly = await meeting();
    const [desk, phone] = [await device(weekly, "carols-desk"), await device(weekly, "carols-phone")];
    const made = await invite(weekly);
    (await desk.rings).refuse("busy");
    (await phone.rings).refuse("declined");
    expect(await outcome(weekly, made)).toMatchObject({ state: "declined" });
  });

  it("is declined for all devices at once", async () => {
    const weekly = await meeting();
    const [desk, phone] = [await device(weekly, "carols-desk"), await device(weekly, "carols-phone")];
    const made = await invite(weekly);
    const stopped = over(await phone.rings);
    (await desk.rings).refuse("declined", { scope: "everywhere" });
    expect(await stopped).toBe("declined");
    expect((await outcome(weekly, made)).state).toBe("declined");
  });

  it("is taken back", async () => {
    const weekly = await meeting();
    const desk = await device(weekly, "carols-desk");
    const made = await invite(weekly);
    const ring = await desk.rings;
    const stopped = over(ring);
    await weekly.conferences.cancelInvitation({ conferenceId: weekly.id, invitationId: made.id });
    expect(await stopped).toBe("cancelled");
    expect(ring.state).toBe("ended");
    expect((await outcome(weekly, made)).state).toBe("cancelled");
    await expect(watch(desk, { conference: ring.conference, participate: true, joinToken: ring.joinToken })).rejects.toBeInstanceOf(ProtocolError);
  });

  it("rings on a device that becomes available meanwhile", async () => {
    const weekly = await meeting();
    const desk = await device(weekly, "carols-desk");
    const made = await invite(weekly);
    await desk.rings;
    const phone = await device(weekly, "carols-phone");
    await (await phone.rings).accept();
    expect((await outcome(weekly, made)).state).toBe("accepted");
  });

  it("fails where no device is there", async () => {
    const weekly = await meeting();
    expect(await outcome(weekly, await invite(weekly))).toMatchObject({ state: "failed", cause: { reason: "unreachable" } });
  });
});
