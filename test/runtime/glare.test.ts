import { crossing, initialPosition, manualClock, memoryTransports, Peer, refuse } from "@parley/runtime";
import type { Glare, IncomingCall, Position } from "@parley/runtime";
import { describe, expect, test } from "vitest";
import { legProtocol } from "./leg-protocol.js";
import { arrive, failure, signedIn } from "./peer-pair.js";

const glare: Glare = legProtocol.machines["sessionResponder"]?.glare ?? (() => { throw new Error("No glare."); })();

describe("an opening request and one's own", () => {
  const own = (more: Partial<Position> = {}): Position => {
    const machine = legProtocol.machines["sessionInitiator"];
    if (machine === undefined) throw new Error("No machine.");
    return { ...initialPosition(legProtocol, machine), state: "settingUp", remembered: { called: "bob", tie: "m" }, ...more };
  };

  test.each([
    ["loses to a lower value", { from: "bob", tie: "n" }, own(), "loses"],
    ["wins against a higher one", { from: "bob", tie: "l" }, own(), "wins"],
    ["is one's own with an equal one", { from: "bob", tie: "m" }, own(), undefined],
    ["is another call without a value", { from: "bob" }, own(), undefined],
    ["is another call from somebody else", { from: "carol", tie: "n" }, own(), undefined],
    ["is another call where neither names anybody", { tie: "n" }, own({ remembered: { tie: "m" } }), undefined],
    ["is another call where one's own has none", { from: "bob", tie: "n" }, own({ remembered: { called: "bob" } }), undefined],
    ["is another call once one's own is decided", { from: "bob", tie: "n" }, own({ state: "established" }), undefined],
  ])("%s", (_case, message, position, outcome) => {
    expect(crossing(glare, message, position)).toBe(outcome);
  });
});

describe("the loser", () => {
  test("is refused by who has the lower value, and hears the value of the winner", async () => {
    const { terminal, function: server, clock } = await signedIn({ protocol: legProtocol });
    const rivals: unknown[] = [];
    for (const end of [terminal, server]) {
      end.answers["msetup"] = (_message, call) => {
        rivals.push(call.wins?.key);
        return undefined;
      };
    }
    const mine = terminal.peer.session("sessionInitiator", { session: "s1" });
    const theirs = server.peer.session("sessionInitiator", { session: "s2" });
    const setup = failure(mine.request("msetup", { to: "bob", from: "alice", tie: "b", description: "offer" }));
    theirs.request("msetup", { to: "alice", from: "bob", tie: "a", description: "offer" }).catch(() => {});
    await arrive(clock);
    expect(await setup).toMatchObject({ problem: "glare", details: { tie: "a" } });
    expect(server.shown).not.toContain("msetup.request");
    expect(rivals).toEqual([{ session: "s1" }]);
    expect([mine.ended?.reason, theirs.state]).toEqual(["glare", "settingUp"]);
  });

  // A peer that knows nothing of glare rings on.
  const { sessionResponder, ...others } = legProtocol.machines;
  const { glare: _glare, ...plain } = sessionResponder ?? (() => { throw new Error("No machine."); })();
  const without = { ...legProtocol, machines: { ...others, sessionResponder: plain } };

  async function crossed() {
    const clock = manualClock();
    const [left, right] = memoryTransports();
    const calls: IncomingCall[] = [];
    const heard: string[] = [];
    const terminal = new Peer({
      protocol: legProtocol, role: "terminal", remoteRole: "signallingFunction", connection: "terminalConnection", transport: left, clock,
      handlers: {
        request: (_method, _message, call) => {
          calls.push(call);
          return undefined;
        },
        notification: () => {},
        closed: () => {},
      },
    });
    const server = new Peer({
      protocol: without, role: "signallingFunction", remoteRole: "terminal", connection: "functionConnection", transport: right, clock,
      handlers: {
        request: (method) => {
          heard.push(method);
          return method === "msetup" ? new Promise(() => {}) : {};
        },
        notification: () => {},
        closed: () => {},
      },
    });
    await terminal.request("auth", { token: "t" });
    const mine = terminal.session("sessionInitiator", { session: "s1" });
    const setup = failure(mine.request("msetup", { to: "bob", from: "alice", tie: "b", description: "offer" }));
    await arrive(clock);
    const theirs = server.session("sessionInitiator", { session: "s2" });
    theirs.request("msetup", { to: "alice", from: "bob", tie: "a", description: "offer" }).catch(() => {});
    await arrive(clock);
    const [call] = calls;
    if (call === undefined) throw new Error("The setup was not shown.");
    return { clock, mine, setup, call, heard };
  }

  test("is shown with the winner, and is cancelled when that is accepted", async () => {
    const { clock, mine, setup, call, heard } = await crossed();
    expect(call.wins).toBe(mine);
    expect(mine.state).toBe("settingUp");
    call.answer({ answer: "yes", description: "answer" });
    await arrive(clock);
    expect(await setup).toMatchObject({ name: "ProtocolError", problem: "cancelled" });
    expect([mine.ended?.reason, heard]).toEqual(["glare", ["auth", "msetup", "mcancel"]]);
  });

  test("goes on where the program refuses the winner", async () => {
    const { clock, mine, call, heard } = await crossed();
    call.answer(refuse("busy"));
    await arrive(clock);
    expect([mine.state, heard]).toEqual(["settingUp", ["auth", "msetup"]]);
  });
});
