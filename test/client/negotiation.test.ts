import { describe, expect, test } from "vitest";
import { answer, bob, nextSetup, offer, pair, refusal, sessionId, settled } from "./pair.js";

describe("a setup without an offer", () => {
  test("is confirmed with the answer to the offer that its success brings", async () => {
    const confirmed: unknown[] = [];
    const { client } = await pair({
      msetup: () => ({ description: offer }),
      mconfirm: ({ description }) => {
        confirmed.push(description);
        return {};
      },
    });
    const session = await client.setup({ to: bob.to });
    expect([session.state, session.answer.description?.type]).toEqual(["confirming", "offer"]);
    await session.confirm({ description: answer });
    expect([session.state, confirmed]).toEqual(["established", [answer]]);
  });

  test("is confirmed before its success, by leg, where the offer came early", async () => {
    const legs: unknown[] = [];
    const { client, sent } = await pair({
      msetup: ({ session }, from) => {
        from.mprogress({ session, state: "early-media", leg: "b", description: offer });
        return new Promise(() => {});
      },
      mconfirm: ({ leg }) => {
        legs.push(leg);
        return {};
      },
    });
    const setup = client.setup({ to: bob.to });
    const progress = await new Promise<{ readonly leg?: string }>((resolve) => setup.onProgress(resolve));
    await expect(setup.confirm({ description: answer })).rejects.toMatchObject({ name: "IllegalStateError", legalIn: ["asked"] });
    await setup.confirm({ leg: progress.leg ?? "", description: answer });
    expect([setup.state, legs, sent.filter((name) => name === "mconfirm request")]).toEqual(["settingUp", ["b"], ["mconfirm request"]]);
  });
});

test("an update is illegal until the offer before has its answer, and says so before anything is sent", async () => {
  const { client, sent } = await pair({
    msetup: ({ session }, from) => {
      from.mprogress({ session, state: "early-media", leg: "b", description: answer });
      return new Promise(() => {});
    },
    mupdate: () => ({ description: answer }),
  });
  const setup = client.setup(bob);
  await expect(setup.update({ description: offer })).rejects.toMatchObject({ name: "IllegalStateError", state: "settingUp", legalIn: ["stable"] });
  expect(sent).not.toContain("mupdate request");
  await settled();
  await expect(setup.update({ leg: "b", description: offer })).resolves.toMatchObject({ description: answer });
});

test("a setup that wins against one's own shows it, and cancels it when it is accepted", async () => {
  const { client, connection, sent } = await pair();
  const setup = client.setup({ ...bob, exclusive: { tieBreak: "f".repeat(32) } });
  await settled();
  void connection.msetup({
    session: sessionId,
    to: "acct:alice@operator.example",
    from: { uri: bob.to },
    description: offer,
    exclusive: { tieBreak: "0".repeat(32) },
  });
  const incoming = await nextSetup(client);
  expect(incoming.wins).toBe(setup);
  const session = await incoming.accept({ description: answer });
  await expect(setup).rejects.toEqual(refusal("cancelled"));
  expect([session.state, setup.state, sent.filter((name) => name === "mcancel request")]).toEqual(["established", "ended", ["mcancel request"]]);
});
