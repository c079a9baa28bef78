import type { Issue } from "../issue.js";

/** What the runtime has to know of a channel. */
export interface ChannelTable {
  readonly name: string;
  /** `/v1/marketdata/{symbol}`; absent where it is known at run time only. */
  readonly address?: string;
  /** Values of address parameters where a program gives none. */
  readonly defaults?: Readonly<Record<string, string>>;
  /** What the specification says for the wire: topic, quality of service ... */
  readonly bindings?: Readonly<Record<string, unknown>>;
}

/** A part of a message. */
export interface Place {
  readonly in: "payload" | "headers";
  /** JSON pointer inside it: `/reqid`. */
  readonly pointer: string;
}

/** What the runtime has to know of a message. */
export interface MessageTable {
  readonly name: string;
  readonly contentType: string;
  readonly is: (payload: unknown) => boolean;
  readonly explain: (payload: unknown) => readonly Issue[];
  readonly headers?: { readonly is: (headers: unknown) => boolean; readonly explain: (headers: unknown) => readonly Issue[] };
  /** Where it has its correlation id, and of what type that is. */
  readonly correlation?: Place & { readonly type: "string" | "number" };
  /** By what it is known before it is validated: the values that a part of it may have. */
  readonly signs?: readonly Sign[];
}

export interface Sign extends Place {
  readonly values: readonly unknown[];
}

/** The validators of a message that says nothing of its payload. */
export const anyPayload: Pick<MessageTable, "is" | "explain"> = { is: () => true, explain: () => [] };

/** What the runtime has to know of an operation. */
export interface OperationTable {
  readonly name: string;
  readonly channel: ChannelTable;
  readonly messages: readonly MessageTable[];
  readonly reply?: {
    readonly channel: ChannelTable;
    readonly messages: readonly MessageTable[];
    /** The part of the request that says where the reply goes. */
    readonly to?: Place;
  };
}
