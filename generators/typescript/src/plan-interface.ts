import { camelCase, type CodeSymbol, type Diagnostic } from "@parley/compiler";
import type { Envelope } from "./envelope.js";
import type { Plan } from "./plan.js";
import { type RoleView, roleViews } from "./role-view.js";

/** What calls, sessions, client and server are printed from. */
export interface InterfacePlan {
  readonly plan: Plan;
  readonly envelope: Envelope;
  /** The views of the role that connects and of the one that accepts. */
  readonly client: RoleView;
  readonly server: RoleView;
  /** The table that the runtime reads: `signallingProtocol`, in protocol.ts. */
  readonly wire: CodeSymbol;
  /** A name in one of the files of the interface: the one that is wanted, or the nearest that is free. Always the same for the same wish. */
  readonly symbol: (from: string, wish: string, kind?: CodeSymbol["kind"]) => CodeSymbol;
  /** True the first time that the file has a text of the author. */
  readonly isNew: (text: string) => boolean;
}

/** Undefined where there are not two roles, or nothing that tells messages apart: then there are models and validators only. */
export function planInterface(plan: Plan, report: (found: Diagnostic) => void): InterfacePlan | undefined {
  const { envelope, protocol } = plan;
  const views = envelope === undefined ? undefined : roleViews(plan, report);
  if (envelope === undefined || views === undefined) return undefined;
  const symbols = new Map<string, CodeSymbol>();
  const symbol = (from: string, wish: string, kind: CodeSymbol["kind"] = "type"): CodeSymbol => {
    const key = `${from} ${wish}`;
    const found = symbols.get(key) ?? { name: plan.names.give(wish, [], `${from} of the generated code`).name, from, kind };
    symbols.set(key, found);
    return found;
  };
  return { plan, envelope, ...views, wire: { name: `${camelCase(protocol.name)}Protocol`, from: "protocol.ts", kind: "value" }, symbol, isNew: firstTimes() };
}

/** The plan for one file, which has said nothing yet. */
export function forFile(of: InterfacePlan): InterfacePlan {
  return { ...of, isNew: firstTimes() };
}

function firstTimes(): (text: string) => boolean {
  const said = new Set<string>();
  return (text) => !said.has(text) && said.add(text).has(text);
}
