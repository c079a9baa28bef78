import type { IncomingCall, Machine, WireProtocol } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { legProtocol } from "./leg-protocol.js";
import { arrive, failure, signedIn } from "./peer-pair.js";

/** As the calling protocol with legs; an update that has no answer in time ends the session. */
const protocol: WireProtocol = { ...legProtocol, machines: Object.fromEntries(Object.entries(legProtocol.machines).map(([name, machine]) => [name, ending(machine)])) };

function ending(machine: Machine): Machine {
  const isPatient = (transition: Machine["transitions"][number]) => transition.on === "timer" && transition.name === "update";
  const inTime = { from: ["established"], on: "timer", name: "update", effects: [{ send: "mdisc.request", with: { cause: { reason: "timeout" } } }, { start: "request" }], to: "ending" } as const;
  return machine.transitions.some(isPatient) ? { ...machine, transitions: [...machine.transitions.filter((each) => !isPatient(each)), inTime] } : machine;
}

// An update of a leg crosses the answer of the setup, which comes from another.
describe("an update of a leg that has lost", () => {
  test("is refused with no-such-leg, and the session that has an answer goes on", async () => {
    const pair = await signedIn({ protocol });
    let call: IncomingCall | undefined;
    pair.function.answers["msetup"] = (_message, incoming) => {
      call = incoming;
      return undefined;
    };
    const mine = pair.terminal.peer.session("sessionInitiator", { session: "s1" });
    const setup = mine.request("msetup", { to: "bob", description: "offer" });
    await arrive(pair.clock);
    pair.function.peer.session("sessionResponder", { session: "s1" }).notify("mprogress", { state: "early", leg: "b", description: "answer" });
    await arrive(pair.clock);

    call?.answer({ answer: "yes", description: "answer" });
    const update = failure(mine.request("mupdate", { leg: "b", description: "offer" }));
    await arrive(pair.clock);
    expect(await setup).toMatchObject({ success: true });
    expect(await update).toMatchObject({ name: "ProtocolError", problem: "no-such-leg" });
    expect(pair.function.shown).not.toContain("mupdate.request");

    // Longer than any update waits: its timer no longer runs.
    await pair.clock.advance(40_000);
    expect(mine.state).toBe("established");
    expect(pair.terminal.sent.filter(({ method }) => method === "mdisc")).toEqual([]);
  });
});
