import { diagnostic, type Diagnostic } from "../diagnostics/diagnostic.js";
import type { Origin } from "../model/origin.js";
import type { Protocol } from "../model/protocol.js";
import { capital, messagePhrase, schemaPhrase } from "./phrase.js";

/**
 * Missing provenance.
 *
 * In a specification that says of anything where it comes from, every message, named schema, operation, state, timer and limit says so.
 *
 * @see specs/README.md, "Provenance"
 */
export function* missingProvenance(protocol: Protocol): Iterable<Diagnostic> {
  if (!usesProvenance(protocol)) return;
  for (const { what, key, provenance, origin } of subjects(protocol)) {
    if (provenance === undefined) yield diagnostic("missing-provenance", origin, { what: capital(what), key });
  }
}

/** Whether a specification says of anything where it comes from: only then is it held to what specs/README.md asks under "How to change it". */
export function usesProvenance(protocol: Protocol): boolean {
  return subjects(protocol).some((one) => one.provenance !== undefined);
}

interface Subject {
  readonly what: string;
  /** The key that would say it. */
  readonly key: string;
  readonly provenance: string | undefined;
  readonly origin: Origin;
}

function subjects(protocol: Protocol): readonly Subject[] {
  const key = "x-parley-provenance";
  const { machines = [], timers = [], limits = [] } = protocol.behaviour ?? {};
  const messages = [...protocol.messages.values()];
  const schemas = [...protocol.schemas.values()].filter((schema) => schema.name !== undefined);
  const operations = [...protocol.operations.values()];
  return [
    ...messages.map((one) => ({ what: messagePhrase(one), key, provenance: one.provenance, origin: one.origin })),
    ...schemas.map((one) => ({ what: schemaPhrase(one), key, provenance: one.notes.provenance, origin: one.origin })),
    ...operations.map((one) => ({ what: `operation "${one.name}"`, key, provenance: one.provenance, origin: one.origin })),
    ...machines.flatMap((machine) =>
      machine.states.map((one) => ({
        what: `state "${one.name}" of machine "${machine.name}"`,
        key: "provenance",
        provenance: one.provenance ?? machine.provenance,
        origin: one.origin,
      })),
    ),
    ...timers.map((one) => ({ what: `timer "${one.name}"`, key: "provenance", provenance: one.provenance, origin: one.origin })),
    ...limits.map((one) => ({ what: `limit "${one.name}"`, key: "provenance", provenance: one.provenance, origin: one.origin })),
  ];
}
