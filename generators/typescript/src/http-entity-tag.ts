import type { HttpBinding } from "@parley/compiler";
import type { HttpAnswer } from "./http-answer.js";
import type { HttpArgument } from "./http-argument.js";
import { isJsonType } from "./http-content-form.js";
import type { Plan } from "./plan.js";
import type { Shape } from "./shape.js";

/** The entity tag of a response, where it declares one. */
export function entityTagOf({ headers }: HttpAnswer): HttpArgument | undefined {
  return headers.find(({ parameter }) => isNamed(parameter.name, "ETag"));
}

/** True where the runtime answers 304 by itself: a GET with an entity tag, of which the document says that it may be asked for so. */
export function hasNotModified({ method, parameters, responses }: HttpBinding, all: readonly HttpAnswer[]): boolean {
  const isAsked = responses.some(({ status }) => status === "304") || parameters.some(isIfNoneMatch);
  return method === "get" && isAsked && all.some((answer) => answer.response.status.startsWith("2") && entityTagOf(answer) !== undefined);
}

/** True where body and entity tag can be one object: the tag is always there, and the body has no member of that name. */
export function isTagged(plan: Plan, successes: readonly HttpAnswer[]): boolean {
  const [only] = successes;
  const [media] = only?.response.content ?? [];
  if (only === undefined || media?.schema === undefined || successes.length > 1 || only.response.content.length > 1) return false;
  return entityTagOf(only)?.parameter.required === true && isJsonType(media.name) && isOpenToTag(plan, plan.shapes.use(media.schema), 0);
}

/** The names of headers know no case. */
export function isNamed(name: string, wanted: string): boolean {
  return name.toLowerCase() === wanted.toLowerCase();
}

function isIfNoneMatch({ name, in: place }: HttpBinding["parameters"][number]): boolean {
  return place === "header" && isNamed(name, "If-None-Match");
}

function isOpenToTag(plan: Plan, shape: Shape | undefined, depth: number): boolean {
  if (shape === undefined || depth > 100) return false;
  if (shape.kind === "reference") return isOpenToTag(plan, plan.shapes.body(shape.to), depth + 1);
  if (shape.kind === "object") return shape.typed && shape.members.every(({ name }) => name !== "etag");
  return (shape.kind === "union" || shape.kind === "intersection") && shape.of.every((each) => isOpenToTag(plan, each, depth + 1));
}
