import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { diskHost, memoryHost, type Host } from "@parley/compiler";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formatPointer, parsePointer } from "../../packages/compiler/src/source/json-pointer.js";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "parley-host-"));
  await mkdir(join(folder, "work/specs"), { recursive: true });
  await writeFile(join(folder, "work/specs/a.yaml"), "a: 1\n");
  await writeFile(join(folder, "beside.yaml"), "b: 2\n");
});

afterAll(() => rm(folder, { recursive: true }));

const hosts: readonly (readonly [string, () => Host])[] = [
  ["disk", () => diskHost(join(folder, "work"))],
  ["memory", () => memoryHost({ "specs/a.yaml": "a: 1\n", "../beside.yaml": "b: 2\n" })],
];

describe.each(hosts)("a host: %s", (_, host) => {
  it("gives each path one name", () => {
    expect(["specs/a.yaml", "./specs/a.yaml", "specs/../specs//a.yaml", "specs/", ".", "../beside.yaml"].map(host().name)).toEqual([
      "specs/a.yaml", "specs/a.yaml", "specs/a.yaml", "specs", ".", "../beside.yaml",
    ]);
  });

  it("looks, lists and reads", async () => {
    expect(await host().look("specs")).toEqual({ kind: "directory", bytes: 0 });
    expect(await host().look("specs/a.yaml")).toEqual({ kind: "file", bytes: 5 });
    expect(await host().look("specs/none.yaml")).toBeUndefined();
    expect(await host().list("specs")).toEqual(["a.yaml"]);
    expect(await host().list("none")).toEqual([]);
    expect(new TextDecoder().decode(await host().read("../beside.yaml"))).toBe("b: 2\n");
    expect(await host().read("none.yaml")).toBeUndefined();
  });
});

describe("the disk", () => {
  it("names an absolute path inside the working folder as the author would", () => {
    const host = diskHost(join(folder, "work"));
    expect(host.name(join(folder, "work/specs/a.yaml"))).toBe("specs/a.yaml");
    expect(host.name(join(folder, "beside.yaml"))).toBe(join(folder, "beside.yaml").replaceAll("\\", "/"));
  });
});

describe("JSON pointers", () => {
  it("are taken apart and put together as RFC 6901 has it", () => {
    const pointers = ["", "/", "/a/b", "/a~1b/~0c", "/0//x"];
    expect(pointers.map(parsePointer)).toEqual([[], [""], ["a", "b"], ["a/b", "~c"], ["0", "", "x"]]);
    expect(pointers.map((pointer) => formatPointer(parsePointer(pointer) ?? []))).toEqual(pointers);
    expect(["a", "/~", "/~2"].map(parsePointer)).toEqual([undefined, undefined, undefined]);
  });
});
