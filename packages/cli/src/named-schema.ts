import { nearest, type Protocol, type SchemaId } from "@parley/compiler";
import { Misuse } from "./misuse.js";

/** The schema that data is judged by; a message without a payload schema takes anything. */
export interface NamedSchema {
  readonly protocol: Protocol;
  readonly schema: SchemaId | undefined;
}

/** Finds the schema that `--message` or `--schema` names. */
export function namedSchema(protocols: readonly Protocol[], named: { readonly message?: string; readonly schema?: string }): NamedSchema {
  if (named.message !== undefined && named.schema !== undefined) throw new Misuse("Give --message or --schema, not both.");
  if (named.message !== undefined) return byMessage(protocols, named.message);
  if (named.schema !== undefined) return byPointer(protocols, named.schema);
  const names = messageNames(protocols);
  throw new Misuse(`Name what to judge by: --schema POINTER, or --message with one of ${names.join(", ") || "the messages, of which there are none"}.`);
}

function byMessage(protocols: readonly Protocol[], name: string): NamedSchema {
  for (const protocol of protocols) {
    const message = [...protocol.messages.values()].find((one) => one.name === name);
    if (message !== undefined) return { protocol, schema: message.payload };
  }
  throw new Misuse(`There is no message "${name}"${suggestion(name, messageNames(protocols))}`);
}

function byPointer(protocols: readonly Protocol[], written: string): NamedSchema {
  const hash = written.indexOf("#");
  const pointer = hash === -1 ? written : written.slice(hash + 1);
  const file = hash <= 0 ? undefined : written.slice(0, hash);
  for (const protocol of protocols) {
    const id = `${file ?? protocol.origin.file.path}#${pointer}`;
    if (protocol.schemas.has(id)) return { protocol, schema: id };
  }
  const known = protocols.flatMap((protocol) => [...protocol.schemas.keys()].map((id) => (file === undefined ? id.slice(id.indexOf("#") + 1) : id)));
  throw new Misuse(`There is no schema at "${written}"${suggestion(file === undefined ? pointer : written, known)}`);
}

function messageNames(protocols: readonly Protocol[]): readonly string[] {
  return protocols.flatMap((protocol) => [...protocol.messages.values()].map((message) => message.name));
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? "." : `; did you mean "${near}"?`;
}
