import { initialPosition, type MachineTable } from "../../packages/runtime/src/machine-step.js";
import { Stepper, stateOf, wordsOf, type End, type Passing } from "./end.js";

export type Side = "initiator" | "responder";

export const otherSide: Readonly<Record<Side, Side>> = { initiator: "responder", responder: "initiator" };

/** Two ends of one hop, and what is under way between them, in order. */
export interface Hop {
  readonly ends: Readonly<Record<Side, End>>;
  /** To that side. */
  readonly ways: Readonly<Record<Side, readonly Passing[]>>;
  /** How often each decision was taken: that bounds the search. */
  readonly spent: Readonly<Record<string, number>>;
}

/** Something that a program may decide to say, so often at most. */
export interface Decision {
  readonly by: Side;
  readonly name: string;
  readonly body: Passing["body"];
  /** What shares a budget is one kind: all progress together. Absent where the states of the machine bound it. */
  readonly budget?: string;
}

/** How a program may answer a request. */
export interface Answer {
  readonly by: Side;
  readonly method: string;
  readonly body: Passing["body"];
  /** Where it may be given, by the request. */
  readonly to?: (request: Passing["body"]) => boolean;
}

/** What may happen on a hop. */
export interface Scene {
  readonly table: MachineTable;
  readonly machines: Readonly<Record<Side, string>>;
  readonly decisions: readonly Decision[];
  readonly answers: readonly Answer[];
  readonly budgets: Readonly<Record<string, number>>;
  /** How many messages may be under way in one direction before its sender waits. */
  readonly room: number;
  /** Timers that are longer than a message can be under way; all others may end at any time. */
  readonly patient: readonly string[];
  /** A timer that ends an end by itself: as long as it runs, the other may have ended already. */
  readonly lease?: string;
  /** The connection may end. */
  readonly mayEnd: boolean;
}

/** One thing that may happen, and what comes of it. */
export interface Move {
  readonly label: string;
  readonly next: Hop;
  readonly complaints: readonly string[];
}

export function firstHop({ table, machines }: Scene): Hop {
  const end = (side: Side): End => {
    const machine = table.machines[machines[side]];
    if (machine === undefined) throw new Error(`There is no machine "${machines[side]}".`);
    return { machine: machines[side], at: initialPosition(table, machine), timers: [], asked: [], open: [], sent: [], lastId: 0 };
  };
  return { ends: { initiator: end("initiator"), responder: end("responder") }, ways: { initiator: [], responder: [] }, spent: {} };
}

/** All that may happen next. */
export function movesFrom(scene: Scene, hop: Hop): readonly Move[] {
  const moves: Move[] = [];
  for (const side of ["initiator", "responder"] as const) {
    const end = hop.ends[side];
    const [first, ...rest] = hop.ways[side];
    if (first !== undefined) {
      const way = { ...hop.ways, [side]: rest };
      moves.push(...move(scene, { ...hop, ways: way }, side, `${side} gets ${wordsOf(first)}`, first.id, (stepper, draft) => {
        stepper.receive(draft, first);
        return true;
      }));
    }
    for (const timer of end.timers) {
      // It outlasts whatever is under way.
      if (scene.patient.includes(timer) && (hop.ways.initiator.length > 0 || hop.ways.responder.length > 0)) continue;
      moves.push(...move(scene, hop, side, `${side}: timer ${timer}`, undefined, (stepper, draft) => stepper.trigger(draft, "timer", timer)));
    }
    if (hop.ways[otherSide[side]].length >= scene.room) continue;
    for (const { by, name, body, budget } of scene.decisions) {
      const before = budget === undefined ? 0 : (hop.spent[budget] ?? 0);
      if (by !== side || (budget !== undefined && before >= (scene.budgets[budget] ?? 0))) continue;
      const spent = budget === undefined ? hop.spent : { ...hop.spent, [budget]: before + 1 };
      moves.push(...move(scene, { ...hop, spent }, side, `${side} sends ${wordsOf({ name, body, isMeant: true })}`, undefined, (stepper, draft) => stepper.send(draft, name, body)));
    }
    for (const request of end.open) {
      for (const { by, method, body, to } of scene.answers) {
        if (by !== side || method !== request.method || to?.(request.body) === false) continue;
        const label = `${side} answers ${wordsOf({ name: `${method}.response`, body, isMeant: true })}`;
        moves.push(...move(scene, hop, side, label, request.id, (stepper, draft) => stepper.respond(draft, request, body)));
      }
    }
  }
  if (scene.mayEnd) moves.push(...ending(scene, hop));
  return moves;
}

/** The connection ends: what is under way is lost, and each end hears of it. */
function ending(scene: Scene, hop: Hop): readonly Move[] {
  const complaints: string[] = [];
  const stepper = new Stepper(scene.table, (says) => complaints.push(says));
  const ends = { initiator: { ...hop.ends.initiator }, responder: { ...hop.ends.responder } };
  for (const end of [ends.initiator, ends.responder]) {
    if (!stepper.isOver(end)) stepper.trigger(end, "ended", "connection");
    if (!stepper.isOver(end)) complaints.push(`"${end.machine}" in ${stateOf(end)} outlives its connection.`);
    end.sent = [];
    end.asked = [];
    end.open = [];
  }
  return [{ label: "the connection ends", next: { ...hop, ends, ways: { initiator: [], responder: [] } }, complaints }];
}

function move(scene: Scene, hop: Hop, side: Side, label: string, id: number | undefined, act: (stepper: Stepper, draft: End) => boolean): readonly Move[] {
  const done = doneBefore(scene, hop.ends[side], `${label} ${String(id)}`, act);
  if (done === undefined) return [];
  const { end, sent, complaints } = done;
  const to = otherSide[side];
  const ways = sent.length === 0 ? hop.ways : { ...hop.ways, [to]: [...hop.ways[to], ...sent] };
  return [{ label, next: { ...hop, ends: { ...hop.ends, [side]: end }, ways }, complaints }];
}

interface Done {
  readonly end: End;
  readonly sent: readonly Passing[];
  readonly complaints: readonly string[];
}

const memory = new WeakMap<Scene, Map<string, Done | undefined>>();
const names = new WeakMap<End, string>();

/** One end does not see the other: what it does is the same wherever the other is, and is worked out once. */
function doneBefore(scene: Scene, from: End, label: string, act: (stepper: Stepper, draft: End) => boolean): Done | undefined {
  const known = memory.get(scene) ?? new Map<string, Done | undefined>();
  memory.set(scene, known);
  const name = names.get(from) ?? JSON.stringify(from);
  names.set(from, name);
  const key = `${label} ${name}`;
  if (known.has(key)) return known.get(key);
  const complaints: string[] = [];
  const draft = { ...from };
  const done = act(new Stepper(scene.table, (says) => complaints.push(says)), draft) ? { sent: draft.sent, end: draft, complaints } : undefined;
  draft.sent = [];
  known.set(key, done);
  return done;
}
