import { placeOf } from "../document/resolve.js";
import { valueOf, type MapNode, type Node } from "../source/node.js";
import { demandOne, entriesIn, exclude, type Judging } from "./openapi-judging.js";
import { isHttpExpression } from "./openapi-expression.js";

/** A link names one operation, in one way; what begins as a runtime expression is one. */
export function judgeLink(judging: Judging, map: MapNode): void {
  exclude(judging, "link", map, "operationRef", "operationId");
  demandOne(judging, "link", map, ["operationRef", "operationId"]);
  for (const { value } of entriesIn(map, "parameters")) judgeExpression(judging, value);
  const body = valueOf(map, "requestBody");
  if (body !== undefined) judgeExpression(judging, body);
}

function judgeExpression({ documents }: Judging, node: Node): void {
  if (node.kind !== "scalar" || typeof node.value !== "string" || !/^\$(url|method|statusCode|request|response)\b/.test(node.value)) return;
  if (!isHttpExpression(node.value)) documents.bag.add("invalid-http-expression", placeOf(node), { expression: node.value, part: "link" });
}
