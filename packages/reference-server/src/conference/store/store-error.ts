/** Why records cannot be read or kept. */
export type StoreFault = "in-use" | "not-a-store" | "newer" | "damaged" | "not-writable" | "commit-failed";

/** The store cannot be used. The message says what to do about it. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly fault: StoreFault;

  constructor(fault: StoreFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}
