import { ConnectionError } from "./errors.js";
import { isLoopback } from "./open-socket.js";

/** Where this end lets its token go: to the host that the program has connected to, and to those that it has listed. */
export class TrustedPlaces {
  readonly #hosts: ReadonlySet<string>;
  readonly #passedOver: (error: ConnectionError) => void;

  /**
   * @param hosts with their port, where it is not that of the scheme: `s2.operator.example`, `s3.operator.example:8443`
   * @param passedOver hears of a place that is not among them
   */
  constructor(first: URL, hosts: readonly string[] = [], passedOver: (error: ConnectionError) => void) {
    this.#hosts = new Set([first.host, ...hosts.map((host) => host.toLowerCase())]);
    this.#passedOver = passedOver;
  }

  /** Those of the endpoints that this end goes to of its own accord; `otherwise` where there is none. */
  among(endpoints: readonly string[], otherwise: readonly URL[]): readonly URL[] {
    const found = endpoints.flatMap((endpoint) => {
      const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
      if (url !== undefined && this.#isTrusted(url)) return url;
      const text = `A goaway names "${endpoint}", which is passed over: "reconnect.hosts" does not list its host, or it is not secure.`;
      this.#passedOver(new ConnectionError("untrusted-address", text));
      return [];
    });
    return found.length === 0 ? otherwise : found;
  }

  #isTrusted({ protocol, hostname, host }: URL): boolean {
    return (protocol === "wss:" || (protocol === "ws:" && isLoopback(hostname))) && this.#hosts.has(host);
  }
}
