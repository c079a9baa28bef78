import type { Draft } from "./draft.js";
import { InvalidMessageError } from "./errors.js";
import { Refusal } from "./problem.js";
import type { WireProtocol } from "./wire-protocol.js";

/** Holds a message of the program against the specification, before anything is sent. @throws InvalidMessageError */
export function assertValid(protocol: WireProtocol, name: string, message: Draft): void {
  const known = protocol.messages[name];
  if (known === undefined || known.is(message)) return;
  // Objects of a browser, a description or a candidate, are on the wire what they say of themselves.
  const written: unknown = JSON.parse(JSON.stringify(message));
  if (!known.is(written)) throw new InvalidMessageError(name, known.explain(written));
}

/** A refusal names a problem of the registry; that of the runtime itself needs no entry. @throws InvalidMessageError */
export function assertKnown(protocol: WireProtocol, name: string, answer: object): void {
  if (!(answer instanceof Refusal) || answer.problem === "internal") return;
  const { problems, keys } = protocol;
  if (Object.keys(problems).length === 0 || Object.hasOwn(problems, answer.problem)) return;
  const issue = { keyword: "enum", expected: "a problem of the registry", found: JSON.stringify(answer.problem) ?? "nothing", at: "" };
  throw new InvalidMessageError(name, [{ pointer: `/${keys.problem}/type`, ...issue }]);
}
