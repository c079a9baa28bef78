import { readdirSync } from "node:fs";
import { join } from "node:path";
import { compile, diskHost, positionOf, type Diagnostic } from "@parley/compiler";
import { describe, expect, it } from "vitest";
import { describeCorpora } from "../support/corpora.js";

/** What is wrong with each document that OpenAPI's own tests reject: the place of the fault, and the code that says it. */
const faults: Readonly<Record<string, readonly string[]>> = {
  "example-examples.yaml": ["15:7 exclusive-keys"],
  "header-object-allowReserved.yaml": ["12:7 unknown-key"],
  "invalid_schema_types.yaml": ["10:19 wrong-type", "11:21 wrong-type", "12:20 wrong-type"],
  "link-object-no-body.yaml": ["10:7 unknown-key"],
  "no_containers.yaml": ["1:1 missing-alternative"],
  // In 3.1 reserved characters are for the query, and the style came with 3.2.
  "parameter-object-cookie-form-allowReserved.yaml": ["11:7 misplaced-key", "16:14 newer-than-version"],
  "parameter-object-header-allowReserved.yaml": ["10:7 misplaced-key"],
  // Neither does it say that it is required, as one in a path must.
  "parameter-object-path-allowReserved.yaml": ["7:5 path-variable-mismatch", "10:7 misplaced-key"],
  "server_enum_empty.yaml": ["13:9 server-variable-mismatch"],
  "servers.yaml": ["10:3 wrong-type"],
  "unknown_container.yaml": ["1:1 missing-alternative", "8:1 unknown-key"],
};

describeCorpora("openapi-schema-tests", "the documents of OpenAPI's own tests", (path) => {
  const folder = join(path, "tests/schema");

  it.each(readdirSync(join(folder, "pass")))("%s is taken", async (name) => {
    const { protocols, diagnostics } = await compile([name], diskHost(join(folder, "pass")));
    expect(errorsOf(diagnostics)).toEqual([]);
    expect(protocols).toHaveLength(1);
  });

  it.each(readdirSync(join(folder, "fail")))("%s is refused for what is wrong with it", async (name) => {
    const { diagnostics } = await compile([name], diskHost(join(folder, "fail")));
    expect(errorsOf(diagnostics)).toEqual(faults[name]);
  });
});

describeCorpora("3gpp-rel17", "the OpenAPI files of 3GPP, in one run", (path) => {
  it("are all read but one, which is told, and every reference leads somewhere", async () => {
    const { protocols, diagnostics } = await compile(["."], diskHost(path));
    expect(protocols).toHaveLength(248);
    const unread = diagnostics.filter(({ code }) => code === "syntax-error" || code === "unresolved-reference");
    expect([...new Set(unread.map(({ location }) => location.file.path))]).toEqual(["TS29575_Nadrf_DataManagement.yaml"]);
  }, 120_000);

  it("have their callbacks among their operations, each started by the side that accepts", async () => {
    const { protocols } = await compile(["TS29502_Nsmf_PDUSession.yaml"], diskHost(path));
    const [protocol] = protocols;
    const triggered = [...(protocol?.operations.values() ?? [])].filter(({ http }) => http?.trigger !== undefined);
    expect(triggered.length).toBeGreaterThan(3);
    expect(triggered.every(({ initiator, responder, http }) => initiator === "server" && responder === "client" && http?.path === "")).toBe(true);
  }, 120_000);
});

describe("the table of faults", () => {
  it("has a place and a code in each row", () => {
    for (const rows of Object.values(faults)) for (const row of rows) expect(row).toMatch(/^\d+:\d+ [a-z-]+$/);
  });
});

function errorsOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.flatMap(({ code, severity, location }) => {
    const { line, column } = positionOf(location.file, location.range?.start ?? 0);
    return severity === "error" ? [`${String(line)}:${String(column)} ${code}`] : [];
  });
}
