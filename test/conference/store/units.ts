import type { Table } from "../../../packages/reference-server/src/conference/store/table.js";
import type { Units } from "../../../packages/reference-server/src/conference/store/unit.js";
import { openUnits } from "../../../packages/reference-server/src/conference/store/unit.js";
import { memoryRecordStore } from "../../../packages/reference-server/src/conference/store/memory-record-store.js";
import type { RecordChange, RecordStore } from "../../../packages/reference-server/src/conference/store/record-store.js";

export interface Room {
  readonly id: string;
  readonly house: string;
  readonly seats: number;
}

export function room(id: string, seats = 1, house = "blue"): Room {
  return { id, house, seats };
}

export interface WatchedStore {
  readonly store: RecordStore;
  readonly commits: (readonly RecordChange[])[];
  /** How the next commits go. */
  readonly wishes: { fail?: Error; gate?: Promise<void> };
}

/** A store that says what it was given, and fails or waits when it is told to. */
export function watchedStore(): WatchedStore {
  const kept = memoryRecordStore();
  const commits: WatchedStore["commits"] = [];
  const wishes: WatchedStore["wishes"] = {};
  const store: RecordStore = {
    ...kept,
    commit: async (changes) => {
      await wishes.gate;
      if (wishes.fail !== undefined) throw wishes.fail;
      commits.push(changes);
      await kept.commit(changes);
    },
  };
  return { store, commits, wishes };
}

export interface Rooms {
  readonly units: Units;
  readonly rooms: Table<Room>;
  put(...all: readonly Room[]): Promise<void>;
  /** In their order. */
  ids(): readonly string[];
}

export async function openRooms(store: RecordStore = memoryRecordStore()): Promise<Rooms> {
  const units = await openUnits(store);
  const rooms = units.table<Room>({ name: "room", partition: ({ house }) => house });
  return {
    units, rooms,
    put: (...all) => units.unit(() => all.forEach((one) => rooms.put(one.id, one))),
    ids: () => Array.from(rooms.values(), ({ id }) => id),
  };
}
