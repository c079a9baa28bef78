import { expect, it } from "vitest";
import { offer } from "./descriptions.js";
import { rawPeer, serve, terminal } from "./terminals.js";

const requiredExtension = ["org.example.nobody-knows"];

it("an extension that the called terminal does not know is refused by it, and the refusal passed on", async () => {
  const server = await serve();
  const [alice] = [await terminal(server, "alice"), await terminal(server, "bob")];
  const setup = alice.client.setup({ to: "acct:bob@parley.example", description: offer(), requiredExtension });
  await expect(setup).rejects.toMatchObject({ problem: "unsupported-extension" });
});

it("what ends at the function is refused by the function", async () => {
  const peer = await rawPeer(await serve(), "alice");
  peer.send({ kind: "request", method: "ping", id: "2", requiredExtension });
  expect(await peer.receive({ method: "ping" })).toMatchObject({ success: false, unsupportedExtension: requiredExtension });
});
