import { blocks, type Code, code, type CodeModule, type CodeSymbol, documented, type ForeignCode, jsDoc, listLiteral, literal, type Registry } from "@parley/compiler";
import { runtimeValue } from "./call-types.js";
import { runtimeType } from "./print-behaviour.js";

const path = "foreign-codes.ts";

interface RegistrySymbols {
  readonly problems: CodeSymbol;
  readonly problemName: CodeSymbol;
  readonly causes: CodeSymbol;
  readonly causeName: CodeSymbol;
}

/** What a gateway asks: the problem or cause that a code of SIP or Q.850 means, and the code of a problem or cause. */
export function printForeignCodes({ fromSip, fromQ850 }: Registry, symbols: RegistrySymbols): readonly CodeModule[] {
  const printed = [...(fromSip.length === 0 ? [] : printSip(fromSip, symbols)), ...(fromQ850.length === 0 ? [] : printQ850(fromQ850, symbols))];
  return printed.length === 0 ? [] : [{ path, body: blocks(...printed.map(({ text }) => text)), exports: printed.map(({ symbol }) => symbol) }];
}

interface Printed {
  readonly symbol: CodeSymbol;
  readonly text: Code;
}

function printSip(rows: readonly ForeignCode[], { problems, problemName, causes, causeName }: RegistrySymbols): readonly Printed[] {
  const table = valueNamed("fromSip");
  const names = code`${problemName}, ${causeName}`;
  const refusal = valueNamed("refusalOfSip");
  const cause = valueNamed("causeOfSip");
  const problem = valueNamed("sipOfProblem");
  const ended = valueNamed("sipOfCause");
  return [
    printTable(table, rows, "What a status of SIP means: a row of its own, or else the range that it is in.", names),
    printed(refusal, "What to refuse a request with that a SIP network refused with this status, which travels with it.\n@throws RangeError for a status that refuses nothing.", code`
      export function ${refusal}(code: number, phrase?: string): ${runtimeType("ForeignRefusal")}<${names}> {
        return ${runtimeValue("sipRefusal")}<${names}>(${table}, code, phrase);
      }
    `),
    printed(cause, "The cause that a status of SIP means in a Reason (RFC 3326); the status travels with it.\n@throws RangeError for a status that has no row.", code`
      export function ${cause}(code: number, phrase?: string): ${runtimeType("ForeignCause")}<${causeName}> {
        return ${runtimeValue("sipCause")}<${names}>(${table}, code, phrase);
      }
    `),
    printed(problem, "The status towards SIP of a refusal: the one that came from a SIP network, else that of the problem and its scope; undefined for a problem that has none.", code`
      export function ${problem}(problem: ${problemName}, said: ${runtimeType("Said")} = {}): ${runtimeType("SipStatus")} | undefined {
        return ${runtimeValue("problemToSip")}(${problems}[problem], said, ${table});
      }
    `),
    printed(ended, "The status towards SIP, in a Reason, of something that ended: the one that came from a SIP network, else that of the cause; undefined for a cause that has none.", code`
      export function ${ended}(cause: { readonly reason: string }): ${runtimeType("SipStatus")} | undefined {
        return ${runtimeValue("causeToSip")}(${runtimeValue("rowNamed")}(${causes}, cause.reason), cause, ${table});
      }
    `),
  ];
}

function printQ850(rows: readonly ForeignCode[], { problems, problemName, causes, causeName }: RegistrySymbols): readonly Printed[] {
  const table = valueNamed("fromQ850");
  const names = code`${problemName}, ${causeName}`;
  const refusal = valueNamed("refusalOfQ850");
  const cause = valueNamed("causeOfQ850");
  const problem = valueNamed("q850OfProblem");
  const ended = valueNamed("q850OfCause");
  return [
    printTable(table, rows, "What a cause value of ITU-T Q.850 means: a row of its own, or else the range that it is in.", names),
    printed(refusal, "What to refuse a request with that was released with this cause value, which travels with it.\n@throws RangeError for a value that refuses nothing.", code`
      export function ${refusal}(value: number): ${runtimeType("ForeignRefusal")}<${names}> {
        return ${runtimeValue("q850Refusal")}<${names}>(${table}, value);
      }
    `),
    printed(cause, "The cause that a cause value means; the value travels with it.\n@throws RangeError for a value that has no row.", code`
      export function ${cause}(value: number): ${runtimeType("ForeignCause")}<${causeName}> {
        return ${runtimeValue("q850Cause")}<${names}>(${table}, value);
      }
    `),
    printed(problem, "The cause value of a refusal: the one that came from such a network, else that of the problem; undefined for a problem that has none.", code`
      export function ${problem}(problem: ${problemName}, said: ${runtimeType("Said")} = {}): number | undefined {
        return ${runtimeValue("toQ850")}(${problems}[problem], said.cause);
      }
    `),
    printed(ended, "The cause value of something that ended: the one that came from such a network, else that of the cause; undefined for a cause that has none.", code`
      export function ${ended}(cause: { readonly reason: string }): number | undefined {
        return ${runtimeValue("toQ850")}(${runtimeValue("rowNamed")}(${causes}, cause.reason), cause);
      }
    `),
  ];
}

function printTable(symbol: CodeSymbol, rows: readonly ForeignCode[], doc: string, names: Code): Printed {
  const row = ({ from, to, phrase, problem, scope, reason }: ForeignCode) =>
    literal({ from, to, ...(phrase && { phrase }), ...(problem && { problem }), ...(scope && { scope }), reason });
  return printed(symbol, doc, code`export const ${symbol}: readonly ${runtimeType("WireCode")}<${names}>[] = ${listLiteral(rows.map(row))};`);
}

function printed(symbol: CodeSymbol, doc: string, text: Code): Printed {
  return { symbol, text: documented(jsDoc(doc), text) };
}

function valueNamed(name: string): CodeSymbol {
  return { name, from: path, kind: "value" };
}
