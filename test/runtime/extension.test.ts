import { expect, test } from "vitest";
import { failure, signedIn } from "./peer-pair.js";

const required = { to: "bob", session: "s1", requiredExtension: ["example.a", "example.b"] };

test("a request that requires what this end does not know is refused, and the names are listed", async () => {
  const { terminal, function: server } = await signedIn({ knows: ["example.a"] });
  expect(await failure(terminal.peer.request("msetup", required))).toMatchObject({ problem: "unsupported-extension" });
  expect(server.sent.at(-1)).toMatchObject({ method: "msetup", session: "s1", unsupportedExtension: ["example.b"] });
  expect(server.shown).not.toContain("msetup.request");
});

test("a request of the connection, too", async () => {
  const { terminal, function: server } = await signedIn();
  expect(await failure(terminal.peer.request("available", { requiredExtension: ["example.a"] }))).toMatchObject({ problem: "unsupported-extension" });
  expect(server.sent.at(-1)).toMatchObject({ method: "available", unsupportedExtension: ["example.a"] });
});

test("a request that requires what is known, or that is passed on, reaches the program", async () => {
  for (const options of [{ knows: ["example.a", "example.b"] }, { forwards: ["msetup"] }]) {
    const { terminal, function: server } = await signedIn(options);
    server.answers["msetup"] = () => ({ answer: "yes" });
    expect(await terminal.peer.request("msetup", required)).toMatchObject({ answer: "yes" });
  }
});
