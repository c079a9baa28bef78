import type { Issue } from "./issue.js";
import type { ProblemDetails, RefusalDetails } from "./problem.js";
import type { WireProtocol } from "./wire-protocol.js";

/** As many issues as one refusal names, and the characters of all together: a refusal is never too large for the peer. */
const issuesAtMost = 16;
const charactersAtMost = 4_000;

/** A problem of the registry as it goes on the wire. */
export function describeProblem(
  protocol: WireProtocol,
  name: string,
  more: RefusalDetails = {},
  issues: readonly Issue[] = [],
): ProblemDetails {
  const known = Object.hasOwn(protocol.problems, name) ? protocol.problems[name] : undefined;
  return {
    type: known?.type ?? name,
    title: known?.title ?? name,
    status: known?.status ?? 500,
    ...more,
    ...(issues.length === 0 ? {} : { issues: shortened(issues) }),
  };
}

/** The short name of a problem that came from the wire. */
export function nameOfProblem(protocol: WireProtocol, details: unknown): string {
  const type = typeof details === "object" && details !== null && "type" in details ? String(details.type) : "";
  for (const [name, problem] of Object.entries(protocol.problems)) if (problem.type === type) return name;
  return type.slice(type.lastIndexOf("/") + 1);
}

function shortened(issues: readonly Issue[]): readonly Omit<Issue, "at">[] {
  let left = charactersAtMost;
  return issues.slice(0, issuesAtMost).flatMap((issue) => {
    const [pointer, expected, found] = [issue.pointer.slice(0, 1024), issue.expected.slice(0, 256), issue.found.slice(0, 256)];
    left -= pointer.length + expected.length + found.length;
    return left < 0 ? [] : [{ pointer, keyword: issue.keyword, expected, found }];
  });
}
