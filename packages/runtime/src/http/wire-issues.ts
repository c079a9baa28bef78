import type { Issue } from "../issue.js";

/** An issue as a problem tells it: where in the specification it stands is the receiver's own business. */
export type WireIssue = Omit<Issue, "at">;

/** The first issues, shortened: a request that is wrong in a thousand places gets no answer a thousand times its size. */
export function wireIssues(issues: readonly Issue[]): readonly WireIssue[] {
  return issues.slice(0, 16).map(({ pointer, keyword, expected, found }) => ({
    pointer: shorten(pointer, 1024),
    keyword: shorten(keyword, 64),
    expected: shorten(expected, 256),
    found: shorten(found, 256),
  }));
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}
