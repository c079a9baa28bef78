import { camelCase, type Code, type Diagnostic, type MessageId, type Protocol, type SchemaId } from "@parley/compiler";
import type { Declaration } from "./declaration.js";
import { type Envelope, planEnvelope } from "./envelope.js";
import { Names } from "./naming.js";
import { planDeclarations, placeOf, type Wanted } from "./plan-declarations.js";
import { type MessageUnion, planMessages, type PlannedMessage, planUnions, wantedByMessages } from "./plan-messages.js";
import { planShapes, type Shapes } from "./plan-shapes.js";
import { printShape } from "./print-shape.js";

/** Every name and every file of the output, decided before anything is printed. */
export interface Plan {
  readonly protocol: Protocol;
  /** Every declared schema, in the author's order. */
  readonly declarations: readonly Declaration[];
  /** The declaration that a schema is, or leads to by `$ref` alone; undefined for a schema that is written out where it is used. */
  readonly declarationOf: (id: SchemaId) => Declaration | undefined;
  readonly shapes: Shapes;
  readonly messages: ReadonlyMap<MessageId, PlannedMessage>;
  readonly unions: readonly MessageUnion[];
  /** Absent where the messages have no envelope that the runtime could work with. */
  readonly envelope?: Envelope;
  /** Takes a name of a type, or the nearest that is free. */
  readonly names: Names;
}

export function planProtocol(protocol: Protocol, report: (found: Diagnostic) => void): Plan {
  const names = new Names();
  const wanted = [...wantedByMessages(protocol), ...wantedByHttp(protocol)];
  const declarations = planDeclarations(protocol, wanted, names, report);
  const envelope = planEnvelope(protocol);
  const messages = planMessages(protocol, declarations, envelope);
  return {
    protocol,
    declarations: declarations.all,
    declarationOf: declarations.of,
    shapes: planShapes(protocol, declarations, report),
    messages,
    unions: planUnions(protocol, messages, names, report),
    ...(envelope === undefined ? {} : { envelope }),
    names,
  };
}

/** The type of a schema where it is used: `SessionId`, `readonly Media[]`. */
export function typeOf(plan: Plan, schema: SchemaId): Code {
  return printShape(plan.shapes.use(schema));
}

/** A place of the specification as doc comments show it: `uni.asyncapi.yaml#/operations/msetup`. */
export function seeOf(plan: Plan, origin: { readonly file: { readonly path: string }; readonly pointer: string }): string {
  return placeOf(plan.protocol, origin.file.path, origin.pointer);
}

/** Bodies, responses and parameters are validated on their own, so each is declared. */
function wantedByHttp(protocol: Protocol): readonly Wanted[] {
  const wanted: Wanted[] = [];
  const want = (schema: SchemaId | undefined, name: string): void => {
    if (schema !== undefined && !isReference(protocol, schema)) wanted.push({ schema, name });
  };
  for (const { name: operation, http } of protocol.operations.values()) {
    if (http === undefined) continue;
    const name = camelCase(operation);
    for (const parameter of http.parameters) want(parameter.schema, `${name}-${parameter.name}`);
    for (const media of http.body?.content ?? []) want(media.schema, `${name}-body`);
    for (const response of http.responses) {
      for (const media of response.content) want(media.schema, `${name}-${response.status}`);
      for (const header of response.headers) want(header.schema, `${name}-${response.status}-${header.name}`);
    }
  }
  return wanted;
}

function isReference(protocol: Protocol, id: SchemaId): boolean {
  const schema = protocol.schemas.get(id);
  return schema === undefined || schema.name !== undefined || schema.rules.ref !== undefined;
}
