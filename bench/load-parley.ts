import { connectWs } from "@parley/runtime/ws";
import { connectSignalling } from "@parley/signalling";
import type { Answer, Offer, OutgoingSession, SignallingClient } from "@parley/signalling";
import type { LoadPair, LoadTerminals } from "./load.js";
import type { ServerReady } from "./load-server.js";
import { loadValue } from "./load-value.js";

/** How many connections are opened at a time. */
const abreast = 50;

/** Terminals of the reference server: generated clients, neighbours call one another. */
export function parleyTerminals({ url, tokens }: ServerReady): LoadTerminals {
  const terminals: SignallingClient[] = [];
  const open = async (token: string): Promise<SignallingClient> => {
    const terminal = await connectSignalling(url, { token, transport: connectWs, reconnect: false });
    await terminal.available({ device: "load-terminal", addresses: [terminal.granted.subject], expires: 3600 });
    terminal.onSetup(async (incoming) => {
      const session = await incoming.accept({ description: answer });
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
  const setUp = async (): Promise<OutgoingSession> => caller.setup({ to, description: offer });
  let session = await setUp();
  return {
    exchange: async () => void (await session.message(loadValue)),
    async renew() {
      await session.disconnect({ reason: "normal" });
      session = await setUp();
    },
  };
}

const section = [{ mid: "0", kind: "audio", direction: "sendrecv" }];
const lines = ["v=0", "o=- 1 1 IN IP4 0.0.0.0", "s=-", "t=0 0", "m=audio 9 UDP/TLS/RTP/SAVPF 111", "a=mid:0", "a=sendrecv", ""];
const offer: Offer = { type: "offer", sdp: lines.join("\r\n"), media: section, ufrag: "8hhY" };
const answer: Answer = { type: "answer", sdp: lines.join("\r\n"), media: section, ufrag: "9iiZ" };
