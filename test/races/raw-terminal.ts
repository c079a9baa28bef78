import type { Link } from "./link.js";
import type { Scene } from "./scene.js";
import type { WireMessage } from "./wire-watch.js";

/** A terminal that writes what it likes, for what no generated client would say. */
export class RawTerminal {
  readonly link: Link;
  readonly arrived: WireMessage[] = [];
  /** The code that its connection was closed with. */
  closed: number | undefined;
  readonly #scene: Scene;

  constructor(scene: Scene, name: string) {
    this.#scene = scene;
    this.link = scene.connect(name);
    scene.watch.free(this.link);
    this.link.terminal.open({
      message: (data) => this.arrived.push(JSON.parse(String(data)) as WireMessage),
      closed: (code) => (this.closed = code),
    });
  }

  /** Writes it, and lets everything arrive that follows. Gives what came meanwhile. */
  async say(message: string | object): Promise<readonly WireMessage[]> {
    const before = this.arrived.length;
    this.link.terminal.send(typeof message === "string" ? message : JSON.stringify(message));
    await this.#scene.deliverAll();
    if (this.#scene.violation !== undefined) throw this.#scene.violation;
    return this.arrived.slice(before);
  }

  /** Asks, and gives the response. */
  async ask(message: { readonly method: string; readonly id: string; readonly [key: string]: unknown }): Promise<WireMessage | undefined> {
    const came = await this.say({ kind: "request", ...message });
    return came.find(({ kind, id }) => kind === "response" && id === message.id);
  }

  cut(): void {
    this.link.cut({ up: true, down: true });
  }
}
