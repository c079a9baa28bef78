import { code, type Code, type CodeSymbol, concat, documented, type Fragment, jsDoc, memberName, objectType, stringLiteral, union } from "@parley/compiler";
import type { HttpAnswer } from "./http-answer.js";
import { mediaTypeCode } from "./http-content.js";
import type { HttpMediaPlan } from "./http-media-plan.js";
import { headersType } from "./http-form-parts.js";
import type { HttpCall } from "./http-call.js";
import { isAsked, isRuntimes } from "./http-rules.js";
import { httpType } from "./http-symbols.js";

/** What a call takes. Where its body may be of several media types, `contentType` tells them apart; the first needs no word. */
export function printCallType(call: HttpCall, type: CodeSymbol): Code {
  const own = call.parameters.map((each) =>
    documented(jsDoc(each.parameter.description), concat("readonly ", memberName(each.property), isAsked(call.rules, each) ? "" : "?", ": ", each.type)),
  );
  const bodies = bodiesOf(call);
  const [only] = bodies;
  if (bodies.length <= 1) {
    return code`
      export interface ${type} {
        ${[...own, ...(only ?? [])].map((member) => concat(member, ";"))}
      }
    `;
  }
  const choices = union(bodies.map((members) => objectType(members)));
  if (own.length === 0) return code`export type ${type} = ${choices};`;
  return code`export type ${type} = ${objectType(own)} & (${choices});`;
}

function bodiesOf({ body, http }: HttpCall): readonly (readonly Fragment[])[] {
  if (body === undefined) return [];
  const doc = jsDoc(http.body?.description);
  const bodies = body.media.map(({ name, sent }, index): readonly Fragment[] => {
    const isStated = body.media.length > 1 || name.includes("*");
    const mark = index === 0 ? "?" : "";
    return [
      ...(isStated ? [concat("readonly contentType", mark, ": ", mediaTypeCode(name))] : []),
      documented(doc, concat("readonly body", body.required || body.media.length > 1 ? "" : "?", ": ", sent)),
    ];
  });
  return body.required || body.media.length === 1 ? bodies : [...bodies, ["readonly contentType?: never", "readonly body?: never"]];
}

/** Every response that the document declares, as a client gets it. */
export function printAnswers({ answers }: HttpCall): Code {
  const own = answers.all.map(({ response }) => response.status.toUpperCase().replace("DEFAULT", "default"));
  const cases = answers.all.flatMap((answer) => printCases(answer, { status: statusType(answer, own), side: "received", headers: "always" }));
  return cases.length === 0 ? concat(httpType("HttpAnswer")) : union(cases);
}

/** The successes, where there are several, or several media types: what tells them apart, too. */
export function printSuccesses({ answers }: HttpCall): Code {
  return union(answers.successes.flatMap((answer) => printCases(answer, { status: statusType(answer), side: "received", headers: "declared" })));
}

/** A response by the media types it may have: one case each. */
export function printCases(
  { headers: declared, content }: HttpAnswer,
  { status, side, headers: shown }: { readonly status: Fragment; readonly side: "sent" | "received"; readonly headers: "declared" | "always" },
): readonly Code[] {
  const media: readonly (HttpMediaPlan | undefined)[] = content === undefined || content.media.length === 0 ? [undefined] : content.media;
  const headers = side === "sent" ? declared.filter((header) => !isRuntimes(header)) : declared;
  const isNeeded = shown === "always" || side === "received" || headers.some(({ parameter }) => parameter.required);
  return media.map((each, index) => {
    const optional = side === "sent" && index === 0 ? "?" : "";
    return objectType([
      concat("readonly status: ", status),
      ...(each !== undefined && (media.length > 1 || ((side === "sent" || shown === "always") && each.name.includes("*"))) ? [concat("readonly contentType", optional, ": ", mediaTypeCode(each.name))] : []),
      ...(headers.length > 0 ? [concat("readonly headers", isNeeded ? "" : "?", ": ", headersType(headers))] : []),
      ...(each === undefined ? [] : [concat("readonly body: ", each[side])]),
    ]);
  });
}

/** The type of what is sent or received as the body of the one success, its entity tag included where it has one. */
export function printBodyType({ answers }: HttpCall, side: "sent" | "received"): Fragment {
  const body = answers.successes[0]?.content?.media[0]?.[side] ?? "void";
  return answers.tagged ? concat(httpType("Tagged"), "<", body, ">") : body;
}

/** `200`; for a class, its statuses but those that have a response of their own. */
export function statusType({ response: { status } }: HttpAnswer, others: readonly string[] = []): Fragment {
  const own = others.filter((each) => /^\d+$/.test(each));
  if (/^\d+$/.test(status)) return status;
  const isDefault = status === "default";
  if (isDefault && others.every((each) => each === status)) return "number";
  const classes = isDefault ? ["2XX", "3XX", "4XX", "5XX"].filter((each) => !others.includes(each)) : [status.toUpperCase()];
  const left = own.filter((each) => classes.some((one) => one.startsWith(each.charAt(0))));
  if (classes.length === 0) return "number";
  return concat(httpType("StatusIn"), "<", union(classes.map(stringLiteral)), ...(left.length === 0 ? [] : [", ", union(left)]), ">");
}
