import type { Issue } from "../issue.js";
import type { HttpMedia } from "./operation.js";
import type { ContentRead } from "./read-content.js";

/** A way to carry content that is neither JSON, nor a text, nor a few bytes: forms, files, streams. */
export interface BodyCodec {
  /** It carries streams, which may never end. */
  readonly isEndless?: true;
  /** True for a value that it can try to write. */
  takes(value: unknown): boolean;
  write(media: HttpMedia, value: unknown, context: WriteContext): BodyWritten;
  read(media: HttpMedia, source: BodySource): Promise<BodyRead> | BodyRead;
}

export type BodyWritten =
  | { readonly kind: "body"; readonly body: BodyInit; readonly type: string }
  | { readonly kind: "broken"; readonly issues: readonly Issue[] };

export type BodyRead = ContentRead | { readonly kind: "too-large" } | { readonly kind: "broken"; readonly issues: readonly Issue[] };

/** What comes in, as it comes in. */
export interface BodySource {
  readonly body: ReadableStream<Uint8Array> | null;
  readonly type: string;
  readonly size: number | undefined;
  /** How much is kept at once. */
  readonly maxBytes: number;
  /** The error of a stream that breaks the specification on its way. */
  readonly broken: (issues: readonly Issue[]) => Error;
}

export interface WriteContext {
  /** The media type, no range. */
  readonly type: string;
  /** The error of a stream whose item breaks the specification; told to whoever has to know. */
  readonly broken: (issues: readonly Issue[]) => Error;
  /** Told of what a stream's source throws. */
  readonly failed: (error: unknown) => void;
}

export function issueAt(pointer: string, keyword: string, expected: string, found: string, at: string): Issue {
  return { pointer, keyword, expected, found, at };
}
