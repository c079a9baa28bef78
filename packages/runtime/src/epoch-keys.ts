import type { Refusal } from "./problem.js";

/** The keys of the opening request and its success that make an epoch outlive its connection. */
export interface EpochKeys {
  /** Keys for the request, at the end that asks. */
  asks(fields: object): object;
  /** Keys for the success, at the end that grants, or what the request is refused with after all. */
  grants(request: object, success: object): object | Refusal;
}
