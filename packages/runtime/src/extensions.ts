import type { WireProtocol } from "./wire-protocol.js";

const requiredKey = "requiredExtension";
const unsupportedKey = "unsupportedExtension";

/** The problem that a request is refused with where it needs what this end does not know. */
export const unsupportedExtension = "unsupported-extension";

/** What this end knows of extensions, and what it leaves to an end further on. */
export interface ExtensionOptions {
  /** Names of end extensions that the program knows. A request that requires another one is refused with `unsupported-extension`. */
  readonly knows?: readonly string[];
  /**
   * Methods whose requests the program passes on: the end that they reach knows whether it has the extensions, and whether they cross what it
   * has asked itself.
   */
  readonly forwards?: readonly string[];
}

/** Judges what a request requires. */
export class Extensions {
  readonly #known: readonly unknown[];
  readonly #forwards: readonly string[];
  readonly #areNamed: boolean;

  constructor({ problems }: WireProtocol, { knows = [], forwards = [] }: ExtensionOptions) {
    this.#known = knows;
    this.#forwards = forwards;
    this.#areNamed = Object.hasOwn(problems, unsupportedExtension);
  }

  /** The program only passes requests of this method on: what they ask is for another end to judge. */
  passesOn(method: string): boolean {
    return this.#forwards.includes(method);
  }

  /** The fields of the failure that names what is not known; undefined where nothing is missing. */
  missing(method: string, request: object): object | undefined {
    if (!this.#areNamed || this.passesOn(method)) return undefined;
    const required: unknown = Object.hasOwn(request, requiredKey) ? (request as { readonly [key: string]: unknown })[requiredKey] : undefined;
    const names = Array.isArray(required) ? required.filter((name) => !this.#known.includes(name)) : [];
    return names.length === 0 ? undefined : { [unsupportedKey]: names };
  }
}
