import { causeOfQ850, causeOfSip, causes, fromQ850, fromSip, problems, q850OfCause, q850OfProblem, refusalOfQ850, refusalOfSip, sipOfCause, sipOfProblem } from "@parley/signalling";
import { describe, expect, it } from "vitest";

const problemNames = Object.keys(problems) as (keyof typeof problems)[];

/** What a gateway does with the generated registry: codes of SIP and Q.850 to problems and causes, and back. */
describe("codes of other networks", () => {
  it("carry the original code with the problem and the cause that it means", () => {
    expect(refusalOfSip(486)).toEqual({ problem: "busy", details: { cause: { reason: "busy", sip: { code: 486, phrase: "Busy Here" } } } });
    expect(refusalOfSip(603, "No Thanks")).toEqual({
      problem: "declined",
      details: { scope: "everywhere", cause: { reason: "declined", sip: { code: 603, phrase: "No Thanks" } } },
    });
    expect(refusalOfQ850(17)).toEqual({ problem: "busy", details: { cause: { reason: "busy", q850: 17 } } });
    expect(causeOfSip(200)).toEqual({ reason: "answered-elsewhere", sip: { code: 200, phrase: "OK" } });
    expect(causeOfQ850(16)).toEqual({ reason: "normal", q850: 16 });
  });

  it("fall back to the range that a code is in", () => {
    expect(refusalOfSip(499)).toEqual({ problem: "failed", details: { cause: { reason: "failed", sip: { code: 499 } } } });
    expect(refusalOfSip(699).details.scope).toBe("everywhere");
    expect(refusalOfQ850(39).problem).toBe("no-resources");
  });

  it("are all known, but for those that refuse nothing", () => {
    for (let code = 300; code <= 699; code++) expect(problemNames).toContain(refusalOfSip(code).problem);
    for (let value = 1; value <= 127; value++) expect(problemNames).toContain(refusalOfQ850(value).problem);
    for (const code of [100, 180, 200, 299, 700]) expect(() => refusalOfSip(code)).toThrow(RangeError);
    for (const value of [0, 128, 16.5]) expect(() => causeOfQ850(value)).toThrow(RangeError);
    expect(() => causeOfSip(202)).toThrow(RangeError);
  });

  it("go out as they came in", () => {
    for (let code = 300; code <= 699; code++) {
      const { problem, details } = refusalOfSip(code);
      expect(sipOfProblem(problem, details)?.code).toBe(code);
      expect(sipOfCause(details.cause)?.code).toBe(code);
    }
    for (let value = 1; value <= 127; value++) {
      const { problem, details } = refusalOfQ850(value);
      expect(q850OfProblem(problem, details)).toBe(value);
      expect(q850OfCause(details.cause)).toBe(value);
    }
  });

  it("of a problem of our own come back as a problem that has the same code", () => {
    for (const problem of problemNames) {
      for (const scope of ["device", "everywhere"] as const) {
        const sent = sipOfProblem(problem, { scope });
        if (sent === undefined) continue;
        const { problem: back, details } = refusalOfSip(sent.code);
        expect(sipOfProblem(back, { scope: details.scope ?? "device" })).toEqual(sent);
      }
    }
    expect(sipOfProblem("declined")).toEqual({ code: 486, phrase: "Busy Here" });
    expect(sipOfProblem("declined", { scope: "everywhere" })).toEqual({ code: 603, phrase: "Decline" });
    expect(sipOfProblem("conflict")).toBeUndefined();
  });

  it("of a cause are those of the registry where none came", () => {
    expect(sipOfCause({ reason: "answered-elsewhere" })).toEqual({ code: 200, phrase: "OK" });
    expect(sipOfCause({ reason: "normal" })).toBeUndefined();
    expect(q850OfCause({ reason: "normal" })).toBe(16);
    expect(sipOfCause({ reason: "a reason of a later edition" })).toBeUndefined();
    expect(q850OfProblem("busy")).toBe(17);
  });

  it("refuse nothing where the cause quotes a success", () => {
    expect(sipOfProblem("cancelled", { cause: causeOfSip(200) })).toEqual({ code: 487, phrase: "Request Terminated" });
  });

  it("have a row for every status of failure that IANA lists, and none twice", () => {
    // Session Initiation Protocol (SIP) Parameters, Response Codes.
    const listed = [
      300, 301, 302, 305, 380, 400, 401, 402, 403, 404, 405, 406, 407, 408, 410, 412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 425, 428,
      429, 430, 433, 436, 437, 438, 439, 440, 469, 470, 480, 481, 482, 483, 484, 485, 486, 487, 488, 489, 491, 493, 494, 500, 501, 502, 503, 504,
      505, 513, 555, 580, 600, 603, 604, 606, 607, 608,
    ];
    const rows = fromSip.filter(({ from, to }) => from === to && from >= 300).map(({ from }) => from);
    expect(rows).toEqual(listed);
    expect(fromQ850.every(({ reason }) => Object.hasOwn(causes, reason))).toBe(true);
  });
});
