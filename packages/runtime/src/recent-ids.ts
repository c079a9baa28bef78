/** How many ids are remembered one by one: more than any peer has open, and enough to notice a faulty counter. */
const remembered = 1024;

/** The correlation ids that a peer used last. Of a peer that counts, all: one number stands for those up to it. */
export class RecentIds {
  /** 1, 2, 3, ... to here have been used. */
  #counted = 0;
  readonly #others = new Set<string>();

  /** False when it was used before. */
  add(id: string): boolean {
    const number = counterIn(id);
    if (number <= this.#counted || this.#others.has(id)) return false;
    if (number !== this.#counted + 1) return this.#remember(id);
    this.#counted = number;
    while (this.#others.delete(String(this.#counted + 1))) this.#counted += 1;
    return true;
  }

  #remember(id: string): true {
    this.#others.add(id);
    if (this.#others.size > remembered) {
      const [oldest = ""] = this.#others;
      this.#others.delete(oldest);
    }
    return true;
  }
}

/** The number that an id is, as a counter writes it; infinity for any other id. */
function counterIn(id: string): number {
  const number = Number(id);
  return Number.isSafeInteger(number) && number > 0 && String(number) === id ? number : Infinity;
}
