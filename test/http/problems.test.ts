import { type ConferenceProblem, createConferenceClient, type GetConferenceProblem, problemOf } from "@parley/conference";
import { isProblem, type ProblemIn, ProtocolError, readProblem, ResponseError } from "@parley/runtime/http";
import { describe, expect, it } from "vitest";

const problems = {
  gone: { type: "https://example.org/gone", title: "Gone", status: 410 },
  "not-found": { type: "https://example.org/not-found", title: "Not found", status: 404 },
} as const;

type Problem = ProblemIn<typeof problems>;

/** Compiles because every type is there: what is left is nothing. */
function byType(problem: Problem): string {
  switch (problem.type) {
    case "https://example.org/gone":
      return problem.name satisfies "gone";
    case "https://example.org/not-found":
      return problem.name satisfies "not-found";
    default:
      return problem satisfies never;
  }
}

function byName(problem: Problem): string {
  switch (problem.name) {
    case "gone":
      return problem.type satisfies "https://example.org/gone";
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

  it("is not there where the registry does not have it", () => {
    for (const name of ["later", "toString", "__proto__"]) expect(readProblem(problems, new ProtocolError(name, { type: "about:blank" }))).toBeUndefined();
  });

  it("is that of the operation that is named", () => {
    const asked = { operation: "getNote", method: "GET", address: "https://example.org/notes/a" };
    const error = new ProtocolError("gone", { type: "https://example.org/gone", title: "Gone" }, asked);
    expect(error.message).toBe('"getNote" was refused (GET https://example.org/notes/a): Gone');
    expect([readProblem(problems, error, "getNote")?.name, readProblem(problems, error, "listNotes"), readProblem(problems, new ProtocolError("gone", error.details), "getNote")]).toEqual(["gone", undefined, undefined]);
  });

  it("is not there where the error is another", () => {
    expect(readProblem(problems, new Error("other"))).toBeUndefined();
    expect(readProblem(problems, undefined)).toBeUndefined();
  });
});

const conferenceId = "0b0e6f2a-6f0e-4f5c-9d7e-6a0d3c1b2a49";

/** What a call throws that is answered so. */
async function thrownFor(answer: { readonly type: string; readonly title: string; readonly status: number }): Promise<unknown> {
  const fetch = async (): Promise<Response> => new Response(JSON.stringify(answer), { status: answer.status, headers: { "content-type": "application/problem+json" } });
  const client = createConferenceClient({ baseUrl: "https://example.org/v1", token: "t", fetch });
  return client.getConference({ conferenceId }).catch((error: unknown) => error);
}

/** Complete, for this call: what is left of its problems is nothing. */
function advice(problem: ConferenceProblem<GetConferenceProblem>): string {
  switch (problem.name) {
    case "not-found":
      return "gone";
    case "unauthenticated":
    case "forbidden":
    case "agreement-refused":
      return "sign in";
    case "rate-limited":
    case "agreement-exceeded":
    case "unavailable":
    case "internal":
      return `in ${problem.retryAfter ?? 1} s`;
    case "malformed":
    case "method-not-allowed":
    case "not-acceptable":
    case "too-large":
    case "unsupported-media-type":
      return "mend the program";
    default:
      return problem satisfies never;
  }
}

describe("a generated client", () => {
  it("throws what its package tells apart, for each call", async () => {
    const answer = { type: "https://parley.example/problems/not-found", title: "Not found", status: 404 };
    const error = await thrownFor(answer);
    expect(String(error)).toBe(`ProtocolError: "getConference" was refused (GET https://example.org/v1/conferences/${conferenceId}): Not found`);
    expect(isProblem(error, "not-found")).toBe(true);
    expect(problemOf(error)).toEqual({ ...answer, name: "not-found" });
    const problem = problemOf(error, "getConference");
    expect(problem === undefined ? "" : advice(problem)).toBe("gone");
    expect(problemOf(error, "createConference")).toBeUndefined();
    // @ts-expect-error: a getConference is never refused so
    expect(problem?.name === "conference-full").toBe(false);
  });

  it.each([
    ["of nobody's, as a server answers at a wrong base path", { type: "about:blank", title: "Not Found", status: 404 }],
    ["of another document", { type: "https://example.org/not-found", title: "Not found", status: 404 }],
    ["of the document, but of other operations", { type: "https://parley.example/problems/conference-ended", title: "Conference ended", status: 409 }],
  ])("takes no problem for one of the call that is none: %s", async (_, answer) => {
    const error = await thrownFor(answer);
    expect(error).toBeInstanceOf(ResponseError);
    expect(error).toMatchObject({ message: `The answer to "getConference" (GET https://example.org/v1/conferences/${conferenceId}) is a ${answer.status}: ${answer.title}.`, body: answer });
    expect(problemOf(error)).toBeUndefined();
  });
});
