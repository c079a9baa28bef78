/** The name that the author most likely meant, for a did-you-mean; undefined where none is near. */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  // No slip of the finger in a tiny name, one in a short name, up to four in a long one.
  let least = (name.length < 3 ? 0 : Math.min(4, Math.max(1, Math.floor((name.length + 2) / 4)))) + 1;
  for (const candidate of candidates) {
    if (candidate === name || Math.abs(candidate.length - name.length) >= least) continue;
    const cost = distance(wanted, candidate.toLowerCase(), least);
    if (cost < least) {
      least = cost;
      best = candidate;
    }
  }
  return best;
}

// Edits (insert, drop, replace, swap of neighbours) that lead from one text to the other; gives up at the limit.
function distance(from: string, to: string, limit: number): number {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= to.length; column++) {
      const replace = cell(above, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      let cost = Math.min(replace, cell(above, column) + 1, cell(current, column - 1) + 1);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, cell(before, column - 2) + 1);
      }
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least >= limit) return limit;
    before = above;
    above = current;
  }
  return cell(above, to.length);
}

function cell(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
