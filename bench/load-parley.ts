import { connectWs } from "@parley/runtime/ws";
import { connectSignalling } from "@parley/signalling";
import type { OutgoingSession, SignallingClient } from "@parley/signalling";
import type { ServerReady } from "./load-server.js";
import type { LoadPair, LoadTerminals } from "./load-terminals.js";
import { loadAnswer, loadOffer, loadValue } from "./load-value.js";

/** How many connections are opened at a time. */
const abreast = 50;

/** Terminals of the reference server: generated clients, neighbours call one another. */
export function parleyTerminals({ url, tokens }: ServerReady): LoadTerminals {
  const terminals: SignallingClient[] = [];
  const open = async (token: string): Promise<SignallingClient> => {
    const terminal = await connectSignalling(url, { token, transport: connectWs, reconnect: false });
    await terminal.available({ device: "load-terminal", addresses: [terminal.granted.subject], expires: 3600 });
    terminal.onSetup(async (incoming) => {
      const session = await incoming.accept({ description: loadAnswer });
      session.onMessage(() => ({}));
    });
    return terminal;
  };
  return {
    async open(connections) {
      for (let first = 0; first < connections; first += abreast) {
        terminals.push(...(await Promise.all(tokens.slice(first, Math.min(first + abreast, connections)).map(open))));
      }
    },
    async establish(sessions) {
      const pairs: LoadPair[] = [];
      for (let index = 0; index < sessions; index += 1) {
        const [caller, called] = [terminals[2 * index], terminals[2 * index + 1]];
        if (caller === undefined || called === undefined) throw new Error("More sessions than pairs of connections.");
        pairs.push(await pairOf(caller, called.granted.subject));
      }
      return pairs;
    },
    async close() {
      await Promise.all(terminals.map((terminal) => terminal.close()));
    },
  };
}

async function pairOf(caller: SignallingClient, to: string): Promise<LoadPair> {
  const setUp = async (): Promise<OutgoingSession> => caller.setup({ to, description: loadOffer });
  let session = await setUp();
  return {
    exchange: async () => void (await session.message(loadValue)),
    async renew() {
      await session.disconnect({ reason: "normal" });
      session = await setUp();
    },
  };
}
