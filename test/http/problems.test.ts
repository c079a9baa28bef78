import { type ConferenceProblem, createConferenceClient, problemOf } from "@parley/conference";
import { isProblem, type ProblemIn, ProtocolError, readProblem, type UnknownProblem } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";

const problems = {
  gone: { type: "https://example.org/gone", title: "Gone", status: 410 },
  "not-found": { type: "https://example.org/not-found", title: "Not found", status: 404 },
} as const;

type Problem = ProblemIn<typeof problems> | UnknownProblem;

/** Compiles because every type is there: what is left is nothing. */
function byType(problem: Problem): string {
  switch (problem.type) {
    case "https://example.org/gone":
      return problem.name satisfies "gone";
    case "https://example.org/not-found":
      return problem.name satisfies "not-found";
    case "about:blank":
      return problem.unknownType;
    default:
      return problem satisfies never;
  }
}

function byName(problem: Problem): string {
  switch (problem.name) {
    case "gone":
      return problem.type satisfies "https://example.org/gone";
    case "unknown":
      return problem.unknownType;
    default:
      // @ts-expect-error: "not-found" is left
      return problem satisfies never;
  }
}

describe("a problem in an error", () => {
  const inError = (name: string, type: string): Problem => {
    const problem = readProblem(problems, new ProtocolError(name, { type, status: 404, detail: "why" }));
    if (problem === undefined) throw new Error("no problem is found");
    return problem;
  };

  it("is told by its type and by its name, and keeps what came with it", () => {
    const problem = inError("gone", "https://example.org/gone");
    expect(problem).toEqual({ name: "gone", type: "https://example.org/gone", status: 404, detail: "why" });
    expect([byType(problem), byName(problem)]).toEqual(["gone", "https://example.org/gone"]);
  });

  it("of no type of its own is that of its status", () => {
    expect(byType(inError("not-found", "about:blank"))).toBe("not-found");
  });

  it("that the registry does not have is unknown, and keeps its type", () => {
    for (const name of ["later", "toString", "__proto__"]) {
      const problem = inError(name, "https://example.org/later");
      expect(problem).toEqual({ name: "unknown", type: "about:blank", unknownType: "https://example.org/later", status: 404, detail: "why" });
      expect(byType(problem)).toBe("https://example.org/later");
    }
  });

  it("is not there where the error is another", () => {
    expect(readProblem(problems, new Error("other"))).toBeUndefined();
    expect(readProblem(problems, undefined)).toBeUndefined();
  });
});

it("a generated client throws what its package tells apart", async () => {
  const answer = { type: "https://parley.example/problems/conference-ended", title: "Conference ended", status: 409 };
  const fetch = async (): Promise<Response> => new Response(JSON.stringify(answer), { status: 409, headers: { "content-type": "application/problem+json" } });
  const client = createConferenceClient({ baseUrl: "https://example.org", token: "t", fetch });
  const error: unknown = await client.getConference({ conferenceId: "0b0e6f2a-6f0e-4f5c-9d7e-6a0d3c1b2a49" }).catch((thrown: unknown) => thrown);
  const problem = problemOf(error);
  expect(problem).toEqual({ ...answer, name: "conference-ended" });
  expect(isProblem(error, "conference-ended")).toBe(true);
  if (problem?.name === "conference-ended") expect(problem satisfies ConferenceProblem<"conference-ended">).toBeDefined();
});
