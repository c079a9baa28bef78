import type { Refusal } from "./problem.js";

/** A message without the keys that the runtime writes: what an application says. */
export type Own<Message, Keys extends PropertyKey> = Message extends unknown
  ? { [Name in keyof Message as Exclude<Name, Keys>]: Message[Name] }
  : never;

/** What a handler of a request gives: the fields of the success message, or a refusal with one of the problems of the operation. */
export type Answered<Fields, Problem extends string> = Fields | Refusal<Problem> | Promise<Fields | Refusal<Problem>>;
