import type { CodeSymbol, HttpBinding, Operation } from "@parley/compiler";
import type { HttpAnswers } from "./http-answers.js";
import type { HttpArgument } from "./http-argument.js";
import type { HttpContent } from "./http-content.js";
import type { HttpRules } from "./http-rules.js";

/** One operation as generated interfaces offer it. */
export interface HttpCall {
  readonly operation: Operation;
  readonly http: HttpBinding;
  /** `listConferences`: its name in generated interfaces. */
  readonly name: string;
  /** `listConferencesOperation`, in operations.ts. */
  readonly constant: CodeSymbol;
  /** `ListConferencesCall`; absent where there is nothing to say. */
  readonly type?: CodeSymbol;
  /** `ListConferencesProblem`; absent where the document names none. */
  readonly problem?: CodeSymbol;
  /** `ListConferencesAnswer`: every response that the document declares. */
  readonly answer: CodeSymbol;
  /** `StoreToolSuccess`: what a client gives; absent where that is the body of the one success. */
  readonly success?: CodeSymbol;
  /** `ListConferencesResult`, in server.ts: what an implementation answers. */
  readonly result: CodeSymbol;
  readonly parameters: readonly HttpArgument[];
  readonly body?: HttpContent & { readonly required: boolean };
  readonly answers: HttpAnswers;
  readonly rules: HttpRules;
  readonly see: string;
  /** Of a callback: the call that it answers. */
  readonly cause?: HttpCall;
}
