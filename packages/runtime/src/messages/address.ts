import type { ChannelTable } from "./tables.js";

/** Where a channel is: values for the `{name}` parts of its address, or the whole address where the specification gives none. */
export type At = string | object;

/** The address of a channel, with what is known put in, and its defaults unless told; undefined where the channel has none and none is given. */
export function addressOf(channel: ChannelTable, at: At | undefined, defaults = channel.defaults): string | undefined {
  if (typeof at === "string") return at;
  const given = new Map<string, unknown>(Object.entries(at ?? {}));
  return channel.address?.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const value = given.get(name) ?? (defaults !== undefined && Object.hasOwn(defaults, name) ? defaults[name] : undefined);
    return value === undefined ? whole : onePart(name, String(value));
  });
}

/** A value never leads out of its part of the address. @throws {RangeError} */
function onePart(name: string, value: string): string {
  if (value !== "" && value !== "." && value !== ".." && !/[/\\{}]/.test(value)) return value;
  throw new RangeError(`"${value}" cannot stand for "{${name}}" in an address.`);
}

/** True where some part of an address is open. */
export function isOpen(address: string): boolean {
  return /\{[^{}]*\}/.test(address);
}

/** The values that an address has for the `{name}` parts of a template; undefined where it does not fit. One part never spans a slash. */
export function parametersIn(template: string, address: string): Readonly<Record<string, string>> | undefined {
  if (template === address) return {};
  if (!isOpen(template)) return undefined;
  const pattern = patterns.get(template) ?? patternOf(template);
  patterns.set(template, pattern);
  const found = pattern.expression.exec(address);
  if (found === null) return undefined;
  return Object.fromEntries(pattern.names.map((name, index) => [name, found[index + 1] ?? ""]));
}

interface Pattern {
  readonly expression: RegExp;
  readonly names: readonly string[];
}

// Templates are those of specifications, which are few.
const patterns = new Map<string, Pattern>();

function patternOf(template: string): Pattern {
  const parts = template.split(/\{([^{}]*)\}/);
  const names = parts.filter((_, index) => index % 2 === 1);
  const source = parts.map((part, index) => (index % 2 === 1 ? "([^/]+)" : part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))).join("");
  return { expression: new RegExp(`^${source}$`), names };
}
