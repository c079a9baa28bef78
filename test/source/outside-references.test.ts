import { compile, memoryHost } from "@parley/compiler";
import { describe, expect, it } from "vitest";

const house = `openapi: 3.1.1
info:
  title: House
  version: 1.0.0
  x-parley-problems: ../common/problems.yaml
  x-parley-conventions: [problems, names]
paths:
  /doors: { $ref: ./doors.yaml }
`;
const doors = `get:
  operationId: listDoors
  x-parley-pages: { parameter: page-size, items: /items, next: /next }
  parameters: [{ $ref: ../common/deep/parameters.yaml#/size }]
  responses:
    "200": { description: Doors., content: { application/json: { schema: { $ref: ../shapes/door.yaml } } } }
    default: { $ref: ../common/problems.yaml#/response }
`;
const shed = `openapi: 3.1.1
info: { title: Shed, version: 1.0.0, x-parley-conventions: [names] }
paths:
  /Tools: { get: { responses: { "204": { description: None. } } } }
`;

async function told(files: { readonly [name: string]: string }, entries: readonly string[]): Promise<readonly string[]> {
  const { diagnostics } = await compile(entries, memoryHost(files));
  return diagnostics.map(({ code, message, hint, location }) => `${location.file.path}${location.pointer} ${code} ${message} ${hint ?? ""}`);
}

describe("references that lead out of the folder", () => {
  const files = { "a/house.yaml": house, "a/doors.yaml": doors, "b/shed.yaml": shed, "common/problems.yaml": "problems: []\n" };

  it("are told once a folder, at the first of them, and nothing that follows from them beside it", async () => {
    expect(await told(files, ["a/house.yaml"])).toEqual([
      'a/doors.yaml/get/responses/200/content/application~1json/schema/$ref reference-outside-root The reference "../shapes/door.yaml" leads out of the folder of the specification. It is not followed, and what rests on it is not judged. Allow the folder with --allow-root shapes, or name it under "roots" in parley.config.json.',
      'a/house.yaml/info/x-parley-problems reference-outside-root The reference "../common/problems.yaml" and 2 others lead out of the folder of the specification, into "common". They are not followed, and what rests on them is not judged. Allow the folder with --allow-root common, or name it under "roots" in parley.config.json.',
    ]);
  });

  it("do not keep another specification from being judged", async () => {
    const codes = (await told(files, ["a/house.yaml", "b/shed.yaml"])).map((line) => line.split(" ", 2).join(" "));
    expect(codes).toEqual([
      "a/doors.yaml/get/responses/200/content/application~1json/schema/$ref reference-outside-root",
      "a/house.yaml/info/x-parley-problems reference-outside-root",
      "b/shed.yaml/paths/~1Tools unconventional-name",
    ]);
  });

  it("hide from each specification what rests on them, where two share the file that has them", async () => {
    const other = house.replace("title: House", "title: Hut").replace("  x-parley-problems: ../common/problems.yaml\n", "");
    const codes = (await told({ ...files, "a/hut.yaml": other }, ["a/house.yaml", "a/hut.yaml"])).map((line) => line.split(" ", 2)[1]);
    expect(codes).toEqual(["reference-outside-root", "reference-outside-root"]);
  });

  it("come before what else is wrong", async () => {
    const codes = (await told({ ...files, "a/doors.yaml": `${doors}  operationId: twice\n` }, ["a/house.yaml"])).map((line) => line.split(" ", 2)[1]);
    expect(codes).toEqual(["reference-outside-root", "reference-outside-root", "duplicate-key"]);
  });
});
