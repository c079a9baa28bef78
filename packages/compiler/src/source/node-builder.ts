import { escapeToken } from "./json-pointer.js";
import { pointerOf, type Entry, type ListNode, type MapNode, type Node, type ScalarNode } from "./node.js";
import type { Range, SourceFile } from "./source-file.js";
import type { TextFault } from "./text-fault.js";

/** A map that is still being read. */
export interface OpenMap extends MapNode {
  readonly entries: Map<string, Entry>;
}

/** A list that is still being read. */
export interface OpenList extends ListNode {
  readonly items: Node[];
}

/** Where a node that is being read will stand. */
export interface Seat {
  readonly file: SourceFile;
  readonly parent: MapNode | ListNode | undefined;
  readonly key: string | number;
}

export function openMap(seat: Seat, range: Range): OpenMap {
  return { kind: "map", file: seat.file, range, parent: seat.parent, key: seat.key, entries: new Map() };
}

export function openList(seat: Seat, range: Range): OpenList {
  return { kind: "list", file: seat.file, range, parent: seat.parent, key: seat.key, items: [] };
}

export function scalar(seat: Seat, range: Range, value: ScalarNode["value"]): ScalarNode {
  return { kind: "scalar", file: seat.file, range, parent: seat.parent, key: seat.key, value };
}

/** Adds an entry. A key written twice keeps its first value, and the second is a fault. */
export function addEntry(map: OpenMap, key: string, keyRange: Range, value: Node, faults: TextFault[]): void {
  const first = map.entries.get(key);
  if (first === undefined) {
    map.entries.set(key, { key, keyRange, value });
    return;
  }
  faults.push({ code: "duplicate-key", range: keyRange, key, first: first.keyRange, pointer: `${pointerOf(map)}/${escapeToken(key)}` });
}
