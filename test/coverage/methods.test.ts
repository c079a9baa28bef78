import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";

interface Operation {
  readonly traits: readonly { readonly $ref: string }[];
  readonly reply?: object;
  readonly "x-parley-from": string;
}

interface Document {
  readonly info: { readonly description: string };
  readonly operations: { readonly [name: string]: Operation };
}

const { info, operations } = read<Document>("uni.asyncapi.yaml");
const { delivery } = read<{ readonly delivery: { readonly uni: { readonly uncounted: readonly string[] } } }>("behaviour.yaml");

test("the table of methods at the head of the UNI says what its operations and the delivery say", () => {
  const methods = new Set(Object.values(operations).map(methodOf));
  const said = [...methods].map((method) => {
    const all = Object.values(operations).filter((operation) => methodOf(operation) === method);
    const from = new Set(all.map((operation) => operation["x-parley-from"]));
    const sender = from.size === 2 ? "both" : from.has("terminal") ? "terminal" : "function";
    return row(method, sender, !delivery.uni.uncounted.includes(method), all.some(({ reply }) => reply !== undefined));
  });
  const [, table = ""] = info.description.split(/^\| method \| sent by \| counted \| answered by \|\n\| .*\n/m);
  const written = table.slice(0, table.indexOf("\n\n")).split("\n").flatMap((line) => {
    const [names = "", sender = "", counted = "", answeredBy = ""] = line.split("|").slice(1, -1).map((cell) => cell.trim());
    return [...names.matchAll(/`(\w+)`/g)].map(([, name = ""]) => row(name, sender, counted === "yes", answeredBy !== "-"));
  });
  expect(written.length).toBeGreaterThan(20);
  expect(written.sort()).toEqual(said.sort());
});

function row(method: string, sender: string, isCounted: boolean, isAnswered: boolean): string {
  return `${method}: from ${sender}, ${isCounted ? "counted" : "not counted"}, ${isAnswered ? "answered" : "not answered"}`;
}

function methodOf({ traits }: Operation): string {
  return /(\w+)\.yaml/.exec(traits[0]?.$ref ?? "")?.[1] ?? "";
}

function read<T>(name: string): T {
  return parse(readFileSync(`specs/signalling/${name}`, "utf8")) as T;
}
