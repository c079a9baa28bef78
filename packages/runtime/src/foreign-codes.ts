import type { WireCause, WireCode, WireProblem } from "./wire-protocol.js";

/** A status of a SIP network: the code, and its phrase where it has one. */
export interface SipStatus {
  readonly code: number;
  readonly phrase?: string;
}

/** A cause as it goes on the wire, with what the other network said. */
export interface ForeignCause<Reason extends string = string> {
  readonly reason: Reason;
  readonly sip?: SipStatus;
  readonly q850?: number;
}

/** What to refuse a request with: `refuse(problem, details)`. */
export interface ForeignRefusal<Problem extends string = string, Reason extends string = string> {
  readonly problem: Problem;
  readonly details: { readonly scope?: "device" | "everywhere"; readonly cause: ForeignCause<Reason> };
}

/** What a refusal or an end says beside its name, as it came from the wire. */
export interface Said {
  readonly scope?: string;
  readonly cause?: object;
}

type Codes<Problem extends string, Reason extends string> = readonly WireCode<Problem, Reason>[];

/**
 * The refusal that a status of SIP means.
 * @throws RangeError where no row has the status, or it refuses nothing.
 */
export function sipRefusal<Problem extends string, Reason extends string>(rows: Codes<Problem, Reason>, code: number, phrase?: string) {
  return refusalOf(rowOf(rows, code, "SIP"), code, "SIP", sipCause(rows, code, phrase));
}

/**
 * The cause that a status of SIP means, in a Reason (RFC 3326) or elsewhere.
 * @throws RangeError where no row has the status.
 */
export function sipCause<Problem extends string, Reason extends string>(rows: Codes<Problem, Reason>, code: number, phrase?: string): ForeignCause<Reason> {
  const row = rowOf(rows, code, "SIP");
  const said = phrase ?? row.phrase;
  return { reason: row.reason, sip: { code, ...(said === undefined ? {} : { phrase: said }) } };
}

/**
 * The refusal that a cause value of ITU-T Q.850 means.
 * @throws RangeError where no row has the value, or it refuses nothing.
 */
export function q850Refusal<Problem extends string, Reason extends string>(rows: Codes<Problem, Reason>, value: number) {
  return refusalOf(rowOf(rows, value, "Q.850"), value, "Q.850", q850Cause(rows, value));
}

/**
 * The cause that a cause value of ITU-T Q.850 means.
 * @throws RangeError where no row has the value.
 */
export function q850Cause<Problem extends string, Reason extends string>(rows: Codes<Problem, Reason>, value: number): ForeignCause<Reason> {
  return { reason: rowOf(rows, value, "Q.850").reason, q850: value };
}

/** The status towards SIP of a refusal: the one that came from there, else that of the registry; undefined for a problem that has none. */
export function problemToSip(row: WireProblem, said: Said, rows: Codes<string, string>): SipStatus | undefined {
  const code = said.scope === "everywhere" ? (row.sipEverywhere ?? row.sip) : row.sip;
  const original = sipIn(said.cause);
  // A cause may quote a success: a call that was answered elsewhere. It refuses nothing.
  return original !== undefined && original.code >= 300 ? original : statusOf(rows, code);
}

/** The status towards SIP of an end: the one that came from there, else that of the registry; undefined for a cause that has none. */
export function causeToSip(row: WireCause | undefined, cause: object, rows: Codes<string, string>): SipStatus | undefined {
  return sipIn(cause) ?? statusOf(rows, row?.sip);
}

/** The cause value of ITU-T Q.850: the one that came from there, else that of the registry; undefined where there is none. */
export function toQ850(row: WireProblem | WireCause | undefined, cause: object | undefined): number | undefined {
  const value = cause !== undefined && "q850" in cause ? cause.q850 : undefined;
  return typeof value === "number" ? value : row?.q850;
}

/** The row of this name; undefined where there is none. */
export function rowNamed<Row>(rows: { readonly [name: string]: Row }, name: string): Row | undefined {
  return Object.hasOwn(rows, name) ? rows[name] : undefined;
}

function refusalOf<Problem extends string, Reason extends string>(
  { problem, scope }: WireCode<Problem, Reason>,
  code: number,
  network: string,
  cause: ForeignCause<Reason>,
): ForeignRefusal<Problem, Reason> {
  if (problem === undefined) throw new RangeError(`${String(code)} of ${network} refuses nothing.`);
  return { problem, details: { ...(scope === undefined ? {} : { scope }), cause } };
}

/** A row of one code comes before a range. */
function rowOf<Problem extends string, Reason extends string>(rows: Codes<Problem, Reason>, code: number, network: string): WireCode<Problem, Reason> {
  const row = rows.find(({ from, to }) => from === code && to === code) ?? rows.find(({ from, to }) => Number.isInteger(code) && from <= code && code <= to);
  if (row === undefined) throw new RangeError(`The registry has no row for ${String(code)} of ${network}.`);
  return row;
}

function statusOf(rows: Codes<string, string>, code: number | undefined): SipStatus | undefined {
  if (code === undefined) return undefined;
  const phrase = rows.find(({ from, to }) => from === code && to === code)?.phrase;
  return { code, ...(phrase === undefined ? {} : { phrase }) };
}

function sipIn(cause: object | undefined): SipStatus | undefined {
  const sip = cause !== undefined && "sip" in cause ? cause.sip : undefined;
  if (typeof sip !== "object" || sip === null || !("code" in sip) || typeof sip.code !== "number") return undefined;
  return { code: sip.code, ...("phrase" in sip && typeof sip.phrase === "string" ? { phrase: sip.phrase } : {}) };
}
