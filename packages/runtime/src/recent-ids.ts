/** How many ids are remembered: more than any peer has open, and enough to notice a faulty counter. */
const remembered = 1024;

/** The correlation ids that a peer used last. */
export class RecentIds {
  readonly #ids = new Set<string>();

  /** False when it was used before. */
  add(id: string): boolean {
    if (this.#ids.has(id)) return false;
    this.#ids.add(id);
    if (this.#ids.size > remembered) for (const oldest of this.#ids.values()) return this.#ids.delete(oldest);
    return true;
  }
}
