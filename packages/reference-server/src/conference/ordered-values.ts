/** Numbers in order, so that their median is at hand. Adding and taking away cost the logarithm of how many there are, and moving the rest. */
export class OrderedValues {
  readonly #values: number[] = [];

  add(value: number): void {
    this.#values.splice(this.#placeOf(value), 0, value);
  }

  /** Takes one of this value away; nothing where there is none. */
  delete(value: number): void {
    const place = this.#placeOf(value);
    if (this.#values[place] === value) this.#values.splice(place, 1);
  }

  get median(): number | undefined {
    const { length } = this.#values;
    const [low, high] = [this.#values[(length - 1) >> 1], this.#values[length >> 1]];
    return low === undefined || high === undefined ? undefined : (low + high) / 2;
  }

  /** The first place whose value is not less. */
  #placeOf(value: number): number {
    let [from, to] = [0, this.#values.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((this.#values[middle] ?? Infinity) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}
