import type { Code, Diagnostic, Machine, MessageId, Protocol, SchemaId } from "@parley/compiler";
import type { Declaration, Part } from "./declaration.js";
import { endlessSchemas } from "./endless.js";
import { type Envelope, planEnvelope } from "./envelope.js";
import { wantedByHttp } from "./http-wanted.js";
import { Names } from "./naming.js";
import type { TypeScriptOptions } from "./options.js";
import { partOf, placeOf, planDeclarations } from "./plan-declarations.js";
import { type MessageUnion, planMessages, type PlannedMessage, planUnions, wantedByMessages } from "./plan-messages.js";
import { planShapes, type Shapes } from "./plan-shapes.js";
import { printShape } from "./print-shape.js";

/** Every name and every file of the output, decided before anything is printed. */
export interface Plan {
  /** With those machines only that connections run. */
  readonly protocol: Protocol;
  readonly options: TypeScriptOptions;
  /** The machines that outlive connections: the program keeps them. */
  readonly kept: readonly Machine[];
  /** Every declared schema, in the author's order. */
  readonly declarations: readonly Declaration[];
  /** The declaration that a schema is, or leads to by `$ref` alone; undefined for a schema that is written out where it is used. */
  readonly declarationOf: (id: SchemaId) => Declaration | undefined;
  /** What a schema would be called: `MsetupRequestTieBreak`. */
  readonly nameOf: (id: SchemaId) => string;
  /** The part that a schema belongs to, declared or not. */
  readonly partOf: (id: SchemaId) => Part;
  readonly shapes: Shapes;
  /** The schemas whose validators go as deep as the value goes. */
  readonly endless: ReadonlySet<SchemaId>;
  readonly messages: ReadonlyMap<MessageId, PlannedMessage>;
  readonly unions: readonly MessageUnion[];
  /** Absent where the messages have no envelope that the runtime could work with. */
  readonly envelope?: Envelope;
  /** Takes a name of a type, or the nearest that is free. */
  readonly names: Names;
}

export function planProtocol(given: Protocol, options: TypeScriptOptions, report: (found: Diagnostic) => void): Plan {
  const { behaviour } = given;
  const isKept = (machine: Machine): boolean => machine.within === "program";
  const run = behaviour && { ...behaviour, machines: behaviour.machines.filter((machine) => !isKept(machine)) };
  const protocol: Protocol = run === undefined ? given : { ...given, behaviour: run };
  const names = new Names();
  // What HTTP carries is named by its schema, and told apart by its request: messages have no names there.
  const isHttp = protocol.dialect === "openapi-3";
  const wanted = isHttp ? wantedByHttp(protocol) : wantedByMessages(protocol);
  const declarations = planDeclarations(protocol, wanted, names, report);
  const envelope = planEnvelope(protocol);
  const messages = planMessages(protocol, declarations, envelope);
  return {
    protocol,
    options,
    kept: (behaviour?.machines ?? []).filter(isKept),
    declarations: declarations.all,
    declarationOf: declarations.of,
    nameOf: declarations.nameOf,
    partOf: (id) => partOf(protocol, protocol.schemas.get(id)?.origin.file.path ?? protocol.origin.file.path),
    shapes: planShapes(protocol, declarations, report),
    endless: endlessSchemas(protocol),
    messages,
    unions: isHttp ? [] : planUnions(protocol, messages, names, report),
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
