import type { Code, Diagnostic, Machine, MessageId, OperationId, Origin, Protocol, SchemaId } from "@parley/compiler";
import type { Declaration, Part } from "./declaration.js";
import { type Directions, directed, planDirections } from "./directions.js";
import { endlessSchemas } from "./endless.js";
import { type Envelope, planEnvelope } from "./envelope.js";
import { type LongFiles, planGroups } from "./groups.js";
import { wantedByHttp } from "./http-wanted.js";
import type { Names } from "./naming.js";
import type { TypeScriptOptions } from "./options.js";
import { type Declarations, planDeclarations, type Wanted } from "./plan-declarations.js";
import { type MessageUnion, planMessages, type PlannedMessage, planUnions, wantedByMessages } from "./plan-messages.js";
import { type Folders, placeMany, placeOne, type Placement } from "./placement.js";
import { planShapes, type Shapes } from "./plan-shapes.js";
import { printShape } from "./print-shape.js";
import { leadingTo, repeatedSchemas } from "./repeated.js";

/** The names and files of schemas: those of one specification, or of many that are generated in one run. */
export interface SchemaPlan {
  /** Of many, their schemas all together; the rest is that of the first. */
  readonly protocol: Protocol;
  readonly options: TypeScriptOptions;
  readonly placement: Placement;
  /** Every declared schema, in the author's order. */
  readonly declarations: readonly Declaration[];
  readonly declarationsIn: (part: Part) => readonly Declaration[];
  /** The declaration that a schema is, or leads to by `$ref` alone; undefined for a schema that is written out where it is used. */
  readonly declarationOf: (id: SchemaId) => Declaration | undefined;
  /** What a schema would be called: `MsetupRequestTieBreak`. */
  readonly nameOf: (id: SchemaId) => string;
  /** The part that a schema belongs to, declared or not. */
  readonly partOf: (id: SchemaId) => Part;
  readonly shapes: Shapes;
  /** Schemas as requests and as responses carry them. Operations of a plan's protocol name these forms already. */
  readonly directions: Directions;
  /** The schemas whose validators go as deep as the value goes. */
  readonly endless: ReadonlySet<SchemaId>;
  /** The schemas whose validators remember what they said of a value, and all that lead to one. */
  readonly remembered: ReadonlySet<SchemaId>;
  readonly leadingToRemembered: ReadonlySet<SchemaId>;
}

/** Every name and every file of what is printed of a specification, decided before anything is printed. */
export interface Plan extends SchemaPlan {
  /** With those machines only that connections run. */
  readonly protocol: Protocol;
  /** The part of the specification's own file. */
  readonly own: Part;
  /** The group of an operation's code in a file of this path: undefined where the file is whole. */
  readonly groupOf: (id: OperationId, path: string) => string | undefined;
  /** The machines that outlive connections: the program keeps them. */
  readonly kept: readonly Machine[];
  readonly messages: ReadonlyMap<MessageId, PlannedMessage>;
  readonly unions: readonly MessageUnion[];
  /** Absent where the messages have no envelope that the runtime could work with. */
  readonly envelope?: Envelope;
  /** Takes a name of a type, or the nearest that is free. */
  readonly names: Names;
}

type Report = (found: Diagnostic) => void;

/** Plans one specification, whose output is a folder of its own. Files that are known to be too long are parted. */
export function planProtocol(given: Protocol, options: TypeScriptOptions, report: Report, long: LongFiles = new Set()): Plan {
  const directions = planDirections(given.schemas, [given]);
  const protocol = directed(given, directions);
  const groups = planGroups(protocol);
  const { schemas, declarations } = planSchemas(protocol, directions, wantedBy(protocol), placeOne(protocol, groups, long), options, report);
  return planOn(schemas, declarations, protocol, report, (id, path) => (long.has(path) ? groups.ofOperation(id) : undefined));
}

/** What is planned of many specifications. */
export interface PlanOfMany {
  readonly schemas: SchemaPlan;
  readonly folders: Folders;
  /** A plan each, all over the same declarations. */
  readonly plans: readonly Plan[];
}

/** Plans many specifications at once: each schema is declared in the folder of the file that writes it, and used from all others. */
export function planMany(given: readonly Protocol[], options: TypeScriptOptions, report: Report): PlanOfMany {
  const [first] = given;
  if (first === undefined) throw new Error("There is no specification to plan.");
  const folders = placeMany(given);
  const written = new Map(given.flatMap((protocol) => [...protocol.schemas]));
  const directions = planDirections(written, given);
  const protocols = given.map((protocol) => directed(protocol, directions));
  const all: Protocol = { ...first, schemas: new Map([...written, ...directions.made]) };
  const { schemas, declarations } = planSchemas(all, directions, protocols.flatMap(wantedBy), folders, options, report);
  return { schemas, folders, plans: protocols.map((protocol) => planOn(schemas, declarations, protocol, report, () => undefined)) };
}

function planSchemas(
  protocol: Protocol,
  directions: Directions,
  wanted: readonly Wanted[],
  placement: Placement,
  options: TypeScriptOptions,
  report: Report,
): { readonly schemas: SchemaPlan; readonly declarations: Declarations } {
  const declarations = planDeclarations(protocol, wanted, { placement, directions }, report);
  const byPart = new Map<Part, Declaration[]>(placement.parts.map((part) => [part, []]));
  for (const declaration of declarations.all) byPart.get(declaration.part)?.push(declaration);
  const remembered = repeatedSchemas(protocol, new Set(declarations.all.map(({ schema }) => schema.id)));
  const schemas: SchemaPlan = {
    protocol,
    options,
    placement,
    declarations: declarations.all,
    declarationsIn: (part) => byPart.get(part) ?? [],
    declarationOf: declarations.of,
    nameOf: declarations.nameOf,
    partOf: (id) => {
      const schema = protocol.schemas.get(id);
      return schema === undefined ? placement.partOf(protocol.origin.file.path) : placement.partOfSchema(schema);
    },
    shapes: planShapes(protocol, declarations, directions, report),
    directions,
    endless: endlessSchemas(protocol),
    remembered,
    leadingToRemembered: leadingTo(protocol, remembered),
  };
  return { schemas, declarations };
}

function planOn(schemas: SchemaPlan, declarations: Declarations, given: Protocol, report: Report, groupOf: Plan["groupOf"]): Plan {
  const { behaviour } = given;
  const isKept = (machine: Machine): boolean => machine.within === "program";
  const run = behaviour && { ...behaviour, machines: behaviour.machines.filter((machine) => !isKept(machine)) };
  const protocol: Protocol = run === undefined ? given : { ...given, behaviour: run };
  const own = schemas.placement.partOf(given.origin.file.path);
  const names = schemas.placement.namesOf(own);
  const envelope = planEnvelope(protocol);
  const messages = planMessages(protocol, declarations, envelope);
  return {
    ...schemas,
    protocol,
    own,
    groupOf,
    kept: (behaviour?.machines ?? []).filter(isKept),
    messages,
    unions: isHttp(protocol) ? [] : planUnions(protocol, messages, { own, names, seeOf: schemas.placement.seeOf }, report),
    ...(envelope === undefined ? {} : { envelope }),
    names,
  };
}

// What HTTP carries is named by its schema, and told apart by its request: messages have no names there.
function isHttp(protocol: Protocol): boolean {
  return protocol.dialect === "openapi-3";
}

function wantedBy(protocol: Protocol): readonly Wanted[] {
  return isHttp(protocol) ? wantedByHttp(protocol) : wantedByMessages(protocol);
}

/** The type of a schema where it is used: `SessionId`, `readonly Media[]`. */
export function typeOf(plan: SchemaPlan, schema: SchemaId): Code {
  return printShape(plan.shapes.use(schema));
}

/** A place of the specification as doc comments show it: `uni.asyncapi.yaml#/operations/msetup`. */
export function seeOf(plan: SchemaPlan, origin: Pick<Origin, "file" | "pointer">): string {
  return plan.placement.seeOf(origin.file.path, origin.pointer);
}
