import { compile, memoryHost, type Compilation, type Diagnostic, type OutputFile, type Protocol } from "@parley/compiler";
import { generate } from "@parley/generator-typescript";
import { Disguise, type Mode } from "./disguise.js";
import { plant, type Documents } from "./plant.js";

/** What came of a set of documents once they were hostile. */
export interface Outcome {
  readonly entry: string;
  readonly planted: number;
  /** The first time around, when nothing was softened yet. */
  readonly first: readonly Diagnostic[];
  readonly diagnostics: readonly Diagnostic[];
  /** Empty where the document still has errors. */
  readonly files: readonly OutputFile[];
  readonly protocol?: Protocol;
}

const mostRounds = 20;

/** Compiles an entry of hostile documents. What is refused is softened where the diagnostic points, until the rest is taken: else nothing would be generated, and nothing proven. */
export async function outcomeOf(documents: Documents, entry: string, mode: Mode, seed: number, disguise = new Disguise(mode, seed)): Promise<Outcome> {
  let first: readonly Diagnostic[] | undefined;
  const asJson = memoryHost(Object.fromEntries([...documents].map(([file, value]) => [file, JSON.stringify(value)])));
  const read = new Set<string>();
  // A set of documents refers to one another, wherever in the set they lie.
  const options = { roots: [entry.split("/")[0] ?? ""] };
  const asWritten = await compile([entry], { ...asJson, read: (file) => asJson.read(read.add(file) && file) }, options);
  const involved = new Map([...documents].filter(([file]) => read.has(file)));
  // What its authors did wrong is not our concern here.
  const known = new Set(asWritten.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code));
  for (let round = 0; ; round += 1) {
    const planted = plant(involved, disguise);
    const compilation = await compile([entry], memoryHost(planted.files), options);
    first ??= compilation.diagnostics;
    const errors = compilation.diagnostics.filter(({ severity, code }) => severity === "error" && !known.has(code));
    const done = { entry, planted: planted.planted, first, diagnostics: compilation.diagnostics };
    if (errors.length === 0) return { ...done, ...generated(compilation) };
    if (round === mostRounds) return { ...done, files: [] };
    const places = new Set(errors.flatMap(placesOf));
    const softened =
      soften(disguise, planted.textsAt(places)) ||
      soften(disguise, planted.textsInside(places)) ||
      soften(disguise, errors.flatMap(({ message }) => [...message.matchAll(/"([^"]*)"/g)].map(([, word = ""]) => word))) ||
      disguise.softenPatterns();
    if (!softened) return { ...done, files: [] };
  }
}

function generated({ protocols: [protocol] }: Compilation): { readonly files: readonly OutputFile[]; readonly protocol?: Protocol } {
  return protocol === undefined ? { files: [] } : { protocol, files: generate(protocol).files };
}

function placesOf({ location, related }: Diagnostic): readonly string[] {
  return [location, ...related.map((each) => each.location)].map(({ file, pointer }) => `${file.path}#${pointer}`);
}

function soften(disguise: Disguise, texts: readonly string[]): boolean {
  return [...new Set(texts)].map((text) => disguise.soften(text)).includes(true);
}
