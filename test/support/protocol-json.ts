import { positionOf, type Origin, type Protocol } from "@parley/compiler";

/** A protocol as JSON for goldens: maps as lists in their order, origins as `file:line:column#pointer`. */
export function protocolJson(protocol: Protocol): string {
  return `${JSON.stringify(protocol, (_, value: unknown) => (value instanceof Map ? [...value.values()] : isOrigin(value) ? originText(value) : value), 1)}\n`;
}

function originText({ file, pointer, range }: Origin): string {
  const { line, column } = positionOf(file, range.start);
  return `${file.path}:${String(line)}:${String(column)}#${pointer}`;
}

function isOrigin(value: unknown): value is Origin {
  return typeof value === "object" && value !== null && "file" in value && "range" in value && "pointer" in value;
}
