import {
  blocks, camelCase, type Code, code, type CodeModule, type CodeSymbol, concat, documented, type Effect, type Fragment, type Glare, type Guard, jsDoc, listLiteral, literal,
  type Machine, type Match, type MessageName, objectLiteral, property, stringLiteral, type Timer, type Transition,
} from "@parley/compiler";
import { type Plan, seeOf } from "./plan.js";

const path = "behaviour.ts";

/** What `protocol.ts` takes from `behaviour.ts`. */
export const behaviourSymbols = {
  machines: value("machines"),
  timers: value("timers"),
  limits: value("limits"),
} as const;

/** Machines, timers and limits as data that the runtime reads. Nothing where the specification has no behaviour. */
export function printBehaviour(plan: Plan): readonly CodeModule[] {
  const { behaviour } = plan.protocol;
  if (behaviour === undefined || plan.envelope === undefined) return [];
  const all = [...behaviour.machines, ...plan.kept];
  const { machines: table, timers, limits } = behaviourSymbols;
  const body = blocks(
    ...all.map((machine) =>
      documented(
        jsDoc(machine.description, seeOf(plan, machine.origin)),
        code`export const ${machineSymbol(machine)}: ${runtimeType("Machine")} = ${printMachine(machine)};`,
      ),
    ),
    documented(
      jsDoc(plan.kept.length === 0 ? undefined : "The machines that connections run."),
      code`export const ${table} = ${machineTable(behaviour.machines)};`,
    ),
    printTable(timers, "Durations in milliseconds.", runtimeType("Duration"), behaviour.timers.map((timer) => documentedRow(timer, printDuration(timer)))),
    printTable(limits, "What each side accepts.", "number", behaviour.limits.map((limit) => documentedRow(limit, String(limit.default)))),
  );
  return [{ path, body, exports: [...all.map(machineSymbol), table, timers, limits] }];
}

/** Machines under their names. */
export function machineTable(machines: readonly Machine[]): Code {
  return objectLiteral(machines.map((machine) => property(machine.name, machineSymbol(machine))));
}

function machineSymbol(machine: Machine): CodeSymbol {
  return value(`${camelCase(machine.name)}Machine`);
}

function value(name: string): CodeSymbol {
  return { name, from: path, kind: "value" };
}

export function runtimeType(name: string): CodeSymbol {
  return { name, from: "@parley/runtime", kind: "type" };
}

function printTable(symbol: CodeSymbol, description: string, of: Fragment, rows: readonly Code[]): Code {
  return documented(
    jsDoc(description),
    code`
      export const ${symbol} = {
        ${rows}
      } as const satisfies { readonly [name: string]: ${of} };
    `,
  );
}

function documentedRow({ name, description }: { readonly name: string; readonly description?: string }, row: Fragment): Code {
  return documented(jsDoc(description), concat(property(name, row), ","));
}

/** Milliseconds, with what else the behaviour says of the timer. */
function printDuration(timer: Timer): Fragment {
  const { default: milliseconds, fromPointer: from, grantedPointer: granted, share, owner, margin } = timer;
  const rest = Object.entries({ from, granted, share, ...(margin === undefined ? {} : { owner, margin }) }).flatMap(([key, each]) =>
    each === undefined ? [] : [property(key, literal(each))],
  );
  if (rest.length === 0 && milliseconds !== undefined) return String(milliseconds);
  return objectLiteral([...(milliseconds === undefined ? [] : [property("default", milliseconds)]), ...rest]);
}

function printMachine(machine: Machine): Code {
  const texts = (names: readonly string[]): Code => listLiteral(names.map(stringLiteral));
  const { instance, contains, glare, outstanding, remember } = machine;
  return objectLiteral([
    property("roles", texts(machine.roles)),
    ...(machine.within === undefined ? [] : [property("within", stringLiteral(machine.within))]),
    ...(instance.length === 0 ? [] : [property("instance", texts(instance))]),
    ...(contains.length === 0 ? [] : [property("contains", objectLiteral(contains.map((child) => property(child.machine, stringLiteral(child.each)))))]),
    ...(glare === undefined ? [] : [property("glare", printGlare(glare))]),
    ...(outstanding.length === 0 ? [] : [property("outstanding", objectLiteral(outstanding.map(({ method, limit }) => property(method, limit))))]),
    ...(remember.length === 0 ? [] : [property("remember", objectLiteral(remember.map(({ name, pointer }) => property(name, stringLiteral(pointer)))))]),
    property("initial", stringLiteral(machine.states.find((state) => state.initial)?.name ?? "")),
    property("final", texts(machine.states.filter((state) => state.final).map((state) => state.name))),
    property("transitions", listLiteral(rejoined(machine.transitions).map(printTransition))),
    property("illegal", literal(machine.illegal)),
    ...(machine.linger === undefined ? [] : [property("linger", machine.linger)]),
    ...printOnly(machine),
  ]);
}

function printOnly({ states }: Machine): readonly Code[] {
  const rows = states.flatMap(({ name, only }) =>
    only === undefined
      ? []
      : [property(name, objectLiteral([property("requests", listLiteral(only.requests.map(stringLiteral))), property("refuse", stringLiteral(only.refuse))]))],
  );
  return rows.length === 0 ? [] : [property("only", objectLiteral(rows))];
}

function printGlare({ against, roles, in: states, same, lower, problem }: Glare): Code {
  const match = ({ pointer, remembered }: Match): Code => objectLiteral([property("pointer", stringLiteral(pointer)), property("remembered", stringLiteral(remembered))]);
  return objectLiteral([
    property("against", stringLiteral(against)),
    ...(roles.length === 0 ? [] : [property("roles", listLiteral(roles.map(stringLiteral)))]),
    property("in", listLiteral(states.map(stringLiteral))),
    property("same", listLiteral(same.map(match))),
    property("lower", match(lower)),
    property("problem", stringLiteral(problem)),
  ]);
}

/** A transition as it is printed: without `to` it leaves the state as it is. */
type Printed = Omit<Transition, "to"> & { readonly to?: string };

/** What the author wrote as one transition without `to` is one again. */
function rejoined(transitions: readonly Transition[]): readonly Printed[] {
  const joined: Printed[] = [];
  for (const { to, ...transition } of transitions) {
    const stays = transition.from.length === 1 && transition.from[0] === to;
    const before = joined.at(-1);
    if (stays && before !== undefined && before.to === undefined && before.origin.pointer === transition.origin.pointer) {
      joined[joined.length - 1] = { ...before, from: [...before.from, ...transition.from] };
    } else {
      joined.push(stays ? transition : { ...transition, to });
    }
  }
  return joined;
}

function printTransition({ from, trigger, where, effects, to }: Printed): Code {
  const what = "message" in trigger ? property("message", stringLiteral(wireName(trigger.message))) : property("name", stringLiteral(trigger.name));
  return objectLiteral([
    property("from", listLiteral(from.map(stringLiteral))),
    property("on", stringLiteral(trigger.on)),
    what,
    ...(where.length === 0 ? [] : [property("where", listLiteral(where.map(printGuard)))]),
    ...(effects.length === 0 ? [] : [property("effects", listLiteral(effects.map(printEffect)))]),
    ...(to === undefined ? [] : [property("to", stringLiteral(to))]),
  ]);
}

function printGuard({ pointer, test }: Guard): Code {
  const at = property("pointer", stringLiteral(pointer));
  switch (test.is) {
    case "const":
      return objectLiteral([at, property("const", literal(test.value))]);
    case "in":
      return objectLiteral([at, property("in", literal(test.values))]);
    case "exists":
      return objectLiteral([at, property("exists", literal(test.expected))]);
    default:
      return objectLiteral([at, property(test.is, stringLiteral(test.remembered))]);
  }
}

function printEffect(effect: Effect): Code {
  switch (effect.do) {
    case "send":
      return objectLiteral([
        property("send", stringLiteral(wireName(effect.message))),
        ...(effect.fields === undefined ? [] : [property("with", literal(effect.fields))]),
      ]);
    case "accept":
      return objectLiteral([property("accept", stringLiteral(effect.method))]);
    case "refuse":
      return objectLiteral([property("refuse", stringLiteral(effect.method)), property("problem", stringLiteral(effect.problem))]);
    case "raise":
      return objectLiteral([property("raise", stringLiteral(effect.event))]);
    default:
      return objectLiteral([property(effect.do, stringLiteral(effect.timer))]);
  }
}

function wireName({ method, kind }: MessageName): string {
  return `${method}.${kind}`;
}
