import type { CodeSymbol, Schema } from "@parley/compiler";

/** A schema that has a name in TypeScript: its type, its two validators, its table of rules, and where each stands. */
export interface Declaration {
  readonly name: string;
  readonly schema: Schema;
  readonly part: Part;
  /** `MsetupRequest`, in models.ts. */
  readonly type: CodeSymbol;
  /** `isMsetupRequest`, in validators.ts. */
  readonly is: CodeSymbol;
  /** `explainMsetupRequest`, in explain.ts. */
  readonly explain: CodeSymbol;
  /** `msetupRequestRules`, in rules.ts. */
  readonly rules: CodeSymbol;
  /** `conferenceInfoToldBy`, beside the type: of a state that is told in parts, how the entries of its lists are told apart. */
  readonly toldBy?: CodeSymbol;
  /** The author's sentences. */
  readonly description?: string;
  readonly deprecated: boolean;
  /** Where the author wrote it: `uni.asyncapi.yaml#/components/messages/msetupRequest`. */
  readonly see: string;
}

/** The files that a group of schemas stands in. Each group is one value: parts are compared as such. */
export interface Part {
  readonly types: string;
  readonly validators: string;
  readonly explain: string;
  readonly rules: string;
}
