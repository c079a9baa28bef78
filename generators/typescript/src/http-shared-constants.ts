import { camelCase, code, type Code, type CodeSymbol, type Fragment, type Origin } from "@parley/compiler";
import type { HttpAnswer } from "./http-answer.js";
import type { HttpArgument } from "./http-argument.js";
import type { HttpCall } from "./http-call.js";
import { httpType } from "./http-symbols.js";

/** Parameters, responses and headers of these that are shared: each is printed once, as a constant with the name of its component. */
export class SharedConstants {
  readonly #uses = new Map<string, number>();
  readonly #taken: Set<string>;
  readonly #constants = new Map<string, { readonly symbol: CodeSymbol; readonly declaration: Code }>();
  readonly #path: string;
  readonly #verb: "const" | "export const";

  /** `path` is their file; they are exported where not all calls stand in it. */
  constructor(calls: readonly HttpCall[], path: string) {
    this.#path = path;
    this.#verb = calls.every(({ constant }) => constant.from === path) ? "const" : "export const";
    this.#taken = new Set(calls.map(({ constant }) => constant.name));
    for (const call of calls) {
      for (const argument of call.parameters) this.#count(keyOfParameter(argument));
      for (const answer of call.answers.all) {
        // A response that is printed once has its headers once.
        if (!this.#uses.has(keyOfResponse(answer))) for (const header of answer.headers) this.#count(keyOfParameter(header));
        this.#count(keyOfResponse(answer));
      }
    }
  }

  /** The constant of a shared parameter, else the parameter as printed. */
  parameter(argument: HttpArgument, printed: Code): Fragment {
    return this.#use(keyOfParameter(argument), nameOf(argument.parameter.origin, argument.property), "Parameter", printed);
  }

  /** The constant of a shared header, else the header as printed. */
  header(argument: HttpArgument, printed: Code): Fragment {
    return this.#use(keyOfParameter(argument), nameOf(argument.parameter.origin, argument.property), "Header", printed);
  }

  /** The constant of a shared response, else the response as printed. */
  response(answer: HttpAnswer, printed: Code): Fragment {
    return this.#use(keyOfResponse(answer), nameOf(answer.response.origin, "shared"), "Response", printed);
  }

  /** In the order of first use. */
  declarations(): readonly Code[] {
    return [...this.#constants.values()].map(({ declaration }) => declaration);
  }

  #count(key: string): void {
    this.#uses.set(key, (this.#uses.get(key) ?? 0) + 1);
  }

  #use(key: string, wish: string, kind: keyof typeof types, printed: Code): Fragment {
    if ((this.#uses.get(key) ?? 0) < 2) return printed;
    const known = this.#constants.get(key);
    if (known !== undefined) return known.symbol;
    const symbol: CodeSymbol = { name: this.#free(`${wish}${kind}`), from: this.#path, kind: "value" };
    const type = httpType(types[kind]);
    this.#constants.set(key, { symbol, declaration: code`${this.#verb} ${symbol}: ${type} = ${printed};` });
    return symbol;
  }

  #free(wish: string): string {
    let name = wish;
    for (let count = 2; this.#taken.has(name); count += 1) name = `${wish}${count}`;
    this.#taken.add(name);
    return name;
  }
}

const types = { Parameter: "HttpParameter", Response: "HttpResponseShape", Header: "HttpHeader" } as const;

/** The name under which it is declared; what has a number for its place has another name. */
function nameOf({ pointer }: Origin, otherwise: string): string {
  const name = camelCase(pointer.slice(pointer.lastIndexOf("/") + 1));
  return /^[A-Za-z]/.test(name) ? name : otherwise;
}

function keyOfParameter({ parameter, property }: HttpArgument): string {
  return `${parameter.origin.file.path}#${parameter.origin.pointer} ${property}`;
}

function keyOfResponse({ response }: HttpAnswer): string {
  return `${response.origin.file.path}#${response.origin.pointer} ${response.status}`;
}
