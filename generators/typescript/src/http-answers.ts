import { type Code, concat, type HttpBinding, type HttpResponse, type Pages } from "@parley/compiler";
import type { HttpAnswer } from "./http-answer.js";
import { planContent, problemType } from "./http-content.js";
import { type HttpSetting, planArguments } from "./http-argument.js";
import { hasNotModified, isNamed, isTagged } from "./http-entity-tag.js";
import { isRuntimes } from "./http-rules.js";
import type { Plan } from "./plan.js";
import { printShape } from "./print-shape.js";
import type { Shape } from "./shape.js";

/** What an operation may answer, problems aside. */
export interface HttpAnswers {
  /** Every response, for the runtime. */
  readonly all: readonly HttpAnswer[];
  /** Those a caller gets as a result. */
  readonly successes: readonly HttpAnswer[];
  /** Those an implementation may give: the successes, and failures that are no problem of RFC 9457. */
  readonly given: readonly HttpAnswer[];
  /** The status of the one answer whose body is all there is to say. */
  readonly plain?: number;
  /** The entity tag of the one success is a member of the result. */
  readonly tagged: boolean;
  /** The runtime answers 304. */
  readonly notModified: boolean;
  readonly pages?: HttpPages;
}

export interface HttpPages {
  readonly links: Pages;
  /** The type of one entry. */
  readonly item: Code;
}

/** Sorts the responses of an operation by who has to know of them. */
export function planAnswers(setting: HttpSetting, http: HttpBinding): HttpAnswers {
  const all = http.responses.map((response): HttpAnswer => {
    const headers = planArguments(setting, response.headers, []);
    return { response, headers, ...(response.content.length === 0 ? {} : { content: planContent(setting, response.content) }) };
  });
  const notModified = hasNotModified(http, all);
  const fixed = all.filter(({ response }) => /^[123]/.test(response.status) && !(notModified && response.status === "304"));
  const others = all.filter(({ response }) => response.status === "default" && !isProblem(response));
  const successes = fixed.length > 0 ? fixed : others;
  const failures = all.filter(({ response }) => /^[45]/.test(response.status) && response.content.length > 0 && !isProblem(response));
  const given = [...successes, ...failures];
  const tagged = isTagged(setting.plan, successes);
  const plain = plainStatus(all, given, tagged);
  const pages = planPages(setting.plan, http, successes);
  return { all, successes, given, tagged, notModified, ...(plain === undefined ? {} : { plain }), ...(pages === undefined ? {} : { pages }) };
}

/** A document that declares no response at all promises nothing: then there is nothing to say, and 204 says so. */
function plainStatus(all: readonly HttpAnswer[], given: readonly HttpAnswer[], tagged: boolean): number | undefined {
  if (all.length === 0) return 204;
  const [only] = given;
  const media = only?.content?.media ?? [];
  // Of bytes of any type somebody has to say the type.
  const isTyped = media.length <= 1 && media.every(({ name, codec }) => codec !== "bytes" || !name.includes("*"));
  const said = (only?.headers ?? []).filter((header) => !isRuntimes(header) && !(tagged && isNamed(header.parameter.name, "ETag")));
  const isPlain = given.length === 1 && only !== undefined && said.length === 0 && isTyped && /^[123]\d\d$/.test(only.response.status);
  return isPlain ? Number(only.response.status) : undefined;
}

function isProblem(response: HttpResponse): boolean {
  return response.content.some(({ name }) => name === problemType);
}

function planPages(plan: Plan, http: HttpBinding, successes: readonly HttpAnswer[]): HttpPages | undefined {
  const body = successes[0]?.response.content[0]?.schema;
  if (http.pages === undefined || body === undefined || successes.length !== 1) return undefined;
  let shape: Shape | undefined = plan.shapes.use(body);
  for (const token of http.pages.items.split("/").slice(1)) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const opened = open(plan, shape);
    shape = opened?.kind === "object" ? opened.members.find((member) => member.name === name)?.shape : undefined;
  }
  const list = open(plan, shape);
  return { links: http.pages, item: list?.kind === "list" ? printShape(list.of) : concat("unknown") };
}

function open(plan: Plan, shape: Shape | undefined): Shape | undefined {
  let opened = shape;
  for (let depth = 0; opened?.kind === "reference" && depth < 100; depth += 1) opened = plan.shapes.body(opened.to);
  return opened;
}
