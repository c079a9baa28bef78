import type { CallSide } from "./call-side.js";
import type { World } from "./world.js";

/** Longer than the longest time that anything may take: `ring` at its default, and what follows from its end. */
const outerDeadline = 400_000;

/** Lets everything that has begun come to its end, and judges what is left: first with the calls that are up, then without any, then without connections. */
export async function windDown(world: World): Promise<void> {
  await pass(world, () => world.waiting.length === 0 && isSettled(world), "waits");
  judgeCalls(world);
  if (world.violation !== undefined) return;
  world.watch.settled(world.links);

  for (const side of world.devices.flatMap(({ calls }) => calls)) if (side.isUp && side.isCaller) side.device.hangUp(side);
  await pass(world, () => world.waiting.length === 0 && (world.lingers ? world.sessions.all.length : world.sessions.live.size) === 0, "memory");
  if (world.violation !== undefined) return;
  for (const side of world.devices.flatMap(({ calls }) => calls)) {
    if (side.ended === undefined) world.fail("one-sided", `${side.device.name} still has ${side.name}, after everybody hung up`);
  }

  for (const device of world.devices) {
    device.isDead = true;
    device.close();
  }
  await pass(world, () => world.waiting.length === 0 && world.clock.pending === 0 && world.links.every(({ isOver }) => isOver), "memory");
}

/** Users answer whatever they are asked. Where they do not, deadlines do. */
async function decideAll(world: World): Promise<void> {
  for (;;) {
    await world.deliverAll();
    const asked = world.devices.flatMap(({ calls }) => calls).filter((side) => side.isAsked);
    if (asked.length === 0 || world.violation !== undefined) return;
    for (const side of asked) {
      side.decideUpdate(true);
      if (side.setup.state === "invited") side.device.accept(side);
      if (side.isAskedToConfirm) side.confirm();
    }
  }
}

/** Delivers what is on its way and moves time on until it is so; whatever is not so at the outer deadline is never so. */
async function pass(world: World, isDone: () => boolean, invariant: string): Promise<void> {
  const { clock } = world;
  const until = clock.now() + outerDeadline;
  for (;;) {
    await (world.isDecisive ? decideAll(world) : world.deliverAll());
    if (world.violation !== undefined || (world.isQuiet && isDone())) return;
    if (clock.next === undefined || clock.next > until) {
      if (invariant === "waits" && world.waiting.length === 0) judgeCalls(world);
      return world.fail(invariant, `at the outer deadline: ${[...world.waiting, ...left(world)].join(", ")}`);
    }
    clock.tick();
  }
}

/** No session is in the middle of anything, and nobody waits for a lost connection to come back. */
function isSettled(world: World): boolean {
  if (world.devices.some(({ isDead, client }) => !isDead && (client?.state === "lost" || client?.state === "resuming"))) return false;
  for (const states of world.sessions.live.values()) if (states.length !== 2 || !states.every((state) => state.endsWith(" established"))) return false;
  return [...callsOf(world).values()].every((sides) => sides.length === 2);
}

/** The sides of every call that is on, by its name. */
function callsOf(world: World): ReadonlyMap<string, readonly CallSide[]> {
  const sides = new Map<string, CallSide[]>();
  for (const side of world.devices.flatMap(({ calls }) => calls)) {
    if (side.ended === undefined) sides.set(side.name, [...(sides.get(side.name) ?? []), side]);
  }
  return sides;
}

/** Both ends of a hop know the same sessions; both users of a call believe the same. */
function judgeCalls(world: World): void {
  for (const [key, states] of world.sessions.live) {
    if (states.length !== 2) world.fail("one-sided", `the session ${key} is known to one end only: ${states.join(", ")}`);
  }
  for (const [name, up] of callsOf(world)) {
    const [one, other] = up;
    if (up.length !== 2 || one === undefined || other === undefined) {
      world.fail("one-sided", `${name} is on at ${up.map(({ device, state }) => `${device.name} (${state})`).join(", ")} only`);
    } else {
      world.count("call goes on");
      if (one.agreed !== other.agreed) world.fail("one-sided", `${name}: ${one.device.name} has ${one.agreed}, ${other.device.name} has ${other.agreed}`);
      judgeCandidates(world, one, other);
      judgeCandidates(world, other, one);
    }
  }
}

/** What was sent in a call that is up has come: delivery is certain while both live. */
function judgeCandidates(world: World, from: CallSide, to: CallSide): void {
  const missing = from.sent.filter((number) => !to.came.includes(number));
  if (missing.length > 0) world.fail("delivery", `${from.name}: candidates ${missing.join(", ")} of ${from.device.name} never came to ${to.device.name}`);
}

function left(world: World): readonly string[] {
  return [
    ...[...world.sessions.live].map(([key, states]) => `${key} ${states.join(" and ")}`),
    `${world.sessions.all.length} sessions`,
    `${world.clock.pending} timers`,
    ...world.links.filter(({ isOver }) => !isOver).map(({ name }) => `connection ${name}`),
  ];
}
