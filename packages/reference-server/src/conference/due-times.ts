/** Which of many things are due: what is not due costs nothing, and what is costs the logarithm of how many there are. */
export interface DueTimes {
  /** Makes sure that the thing is asked about at this time, or before. */
  put(key: string, at: number): void;
  /** Takes what may be due by now: who takes it looks whether it is, and puts it again where it is not. */
  take(now: number): readonly string[];
}

interface Due {
  readonly key: string;
  readonly at: number;
}

/** A heap. An entry that an earlier one of its key has made needless stays in it until its time, and is nobody's then. */
export function dueTimes(): DueTimes {
  const heap: Due[] = [];
  const first = new Map<string, number>();

  return {
    put(key, at) {
      if ((first.get(key) ?? Infinity) <= at) return;
      first.set(key, at);
      rise({ key, at }, heap.length);
    },
    take(now) {
      const taken: string[] = [];
      for (let top = heap[0]; top !== undefined && top.at <= now; top = heap[0]) {
        drop();
        if (first.get(top.key) !== top.at) continue;
        first.delete(top.key);
        taken.push(top.key);
      }
      return taken;
    },
  };

  /** Puts an entry into the heap, at this place or nearer to the top. */
  function rise(due: Due, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || parent.at <= due.at) break;
      heap[place] = parent;
      place = above;
    }
    heap[place] = due;
  }

  /** Takes the top away: what is less late goes up, and the last entry into the place that is left. */
  function drop(): void {
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let place = 0;
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]];
      const next = right !== undefined && left !== undefined && right.at < left.at ? right : left;
      if (next === undefined || next.at >= last.at) break;
      heap[place] = next;
      place = next === right ? 2 * place + 2 : 2 * place + 1;
    }
    heap[place] = last;
  }
}
