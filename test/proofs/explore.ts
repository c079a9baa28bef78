import { createHash } from "node:crypto";
import { stateOf, type End } from "./end.js";
import { firstHop, movesFrom, otherSide, type Hop, type Scene, type Side } from "./hop.js";

export interface ExploreOptions {
  /** One fault is enough. */
  readonly untilFault?: boolean;
  /** States. */
  readonly limit?: number;
}

/** What a search of all that may happen has found. */
export interface Exploration {
  readonly states: number;
  readonly steps: number;
  /** States that each machine was in, by its name. */
  readonly visited: ReadonlyMap<string, ReadonlySet<string>>;
  /** Pairs of states in which nothing is under way and nothing is open: how the two ends come to rest. */
  readonly rests: readonly string[];
  /** Each fault once, with the shortest way to it. */
  readonly faults: ReadonlyMap<string, readonly string[]>;
}

/** Tries everything that may happen on a hop, in every order, shortest ways first. @throws Error beyond the limit: a search that is cut off proves nothing */
export function explore(scene: Scene, { untilFault = false, limit = 200_000 }: ExploreOptions = {}): Exploration {
  const first = firstHop(scene);
  const seen = new Set([digest(scene, first)]);
  const from: number[] = [-1];
  const by: string[] = [""];
  let wave: readonly (readonly [number, Hop])[] = [[0, first]];
  const rests = new Set<string>();
  const faults = new Map<string, readonly string[]>();
  const visited = new Map<string, Set<string>>();
  let steps = 0;
  const wayTo = (index: number, last?: string): readonly string[] => {
    const way = last === undefined ? [] : [last];
    for (let at = index; at > 0; at = from[at] ?? 0) way.unshift(by[at] ?? "");
    return way;
  };
  const blame = (fault: string, way: () => readonly string[]) => {
    if (!faults.has(fault)) faults.set(fault, way());
  };
  while (wave.length > 0 && !(untilFault && faults.size > 0)) {
    const next: (readonly [number, Hop])[] = [];
    for (const [index, hop] of wave) {
      visit(hop, visited);
      for (const fault of faultsOf(scene, hop, rests)) blame(fault, () => wayTo(index));
      for (const { label, next: to, complaints } of movesFrom(scene, hop)) {
        steps += 1;
        for (const says of complaints) blame(says, () => wayTo(index, label));
        const key = digest(scene, to);
        if (seen.has(key)) continue;
        seen.add(key);
        if (seen.size > limit) throw new Error(`There are more than ${String(limit)} states.`);
        from.push(index);
        by.push(label);
        next.push([from.length - 1, to]);
      }
    }
    wave = next;
  }
  return { states: seen.size, steps, visited, rests: [...rests].sort(), faults };
}

function visit({ ends }: Hop, visited: Map<string, Set<string>>): void {
  const add = (machine: string, state: string) => {
    const states = visited.get(machine);
    if (states === undefined) visited.set(machine, new Set([state]));
    else states.add(state);
  };
  for (const { machine, at } of [ends.initiator, ends.responder]) {
    add(machine, at.state);
    for (const [child, { main, others }] of Object.entries(at.children)) for (const each of [main, ...Object.values(others)]) add(child, each.state);
  }
}

/** What is wrong where nothing is under way. */
function* faultsOf(scene: Scene, { ends, ways }: Hop, rests: Set<string>): Iterable<string> {
  if (ways.initiator.length > 0 || ways.responder.length > 0) return;
  const { initiator, responder } = ends;
  for (const [asking, answering] of [[initiator, responder], [responder, initiator]] as const) {
    for (const request of asking.asked) {
      if (!answering.open.some((each) => each.id === request.id && each.method === request.method)) {
        yield `"${asking.machine}" in ${stateOf(asking)} waits for the response to ${request.method}, which nobody will give.`;
      }
    }
  }
  if (initiator.open.length > 0 || responder.open.length > 0) return;
  const isOver = ({ machine, at }: End) => scene.table.machines[machine]?.final.includes(at.state) === true;
  // What was being negotiated when it ended does not matter any more.
  const pair = [initiator, responder].map((end) => (isOver(end) ? end.at.state : stateOf(end))).join(" | ");
  rests.add(pair);
  const over = [initiator, responder].filter(isOver);
  const idle = [initiator, responder].some((end) => scene.table.machines[end.machine]?.initial === end.at.state);
  const leased = [initiator, responder].some((end) => scene.lease !== undefined && end.timers.includes(scene.lease));
  if (over.length === 1 && !idle && !leased) yield `Half open: ${pair}.`;
}

/** Names a hop by all that matters for what may still happen: not by which numbers its requests have, nor by what an end that is over has spent. */
function digest(scene: Scene, { ends, ways, spent }: Hop): string {
  const over = (side: Side) => scene.table.machines[ends[side].machine]?.final.includes(ends[side].at.state) === true;
  const numbers = new Map<number, number>();
  // Of the one side odd, of the other even.
  const number = (side: Side, id: number): string => {
    const key = side === "initiator" ? id * 2 : id * 2 + 1;
    if (!numbers.has(key)) numbers.set(key, numbers.size);
    return String(numbers.get(key));
  };
  let text = "";
  for (const side of ["initiator", "responder"] as const) {
    const { at, timers, asked, open } = ends[side];
    for (const each of asked) text += `?${number(side, each.id)}${each.method}${String(each.isClosing)}${String(each.timer)}${String(each.isOverdue)}${textOf(each.body)}`;
    if (over(side)) {
      text += `|${at.state}`;
      continue;
    }
    text += `|${textOf(at)}${timers.join(" ")}`;
    for (const each of open) text += `!${number(otherSide[side], each.id)}${each.method}${textOf(each.body)}`;
    for (const { by, budget } of scene.decisions) if (by === side && budget !== undefined) text += ` ${String(spent[budget] ?? 0)}`;
  }
  for (const to of ["initiator", "responder"] as const) {
    text += "|";
    for (const { name, body, id } of ways[to]) text += `>${name}${id === undefined ? "" : number(name.endsWith(".response") ? to : otherSide[to], id)}${textOf(body)}`;
  }
  return createHash("md5").update(text).digest("base64");
}

const texts = new WeakMap<object, string>();

/** What a position or a body says, but for its reasons: no machine looks at them. */
function textOf(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value, (key, each: unknown) => (key === "problem" || key === "cause" ? undefined : each));
  texts.set(value, text);
  return text;
}
