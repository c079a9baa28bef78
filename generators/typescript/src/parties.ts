import type { Channel, CodeSymbol, Message, Operation, Role } from "@parley/compiler";
import type { PartyScheme } from "./party-schemes.js";
import type { PlannedSign } from "./party-signs.js";
import type { Plan } from "./plan.js";

/** Clients and servers of a document whose messages have no envelope: every name, decided before they are printed. */
export interface PartiesPlan {
  readonly plan: Plan;
  /** `Chat`: what names of this protocol start with. */
  readonly prefix: string;
  readonly channels: readonly PartyChannel[];
  readonly messages: readonly PartyMessage[];
  readonly operations: readonly PartyOperation[];
  /** Lists of messages that several operations have: written once, by the very list. */
  readonly shared: ReadonlyMap<readonly PartyMessage[], SharedMessages>;
  readonly parties: readonly Party[];
  readonly schemes: readonly PartyScheme[];
  /** `chatCarriers`, in operations.ts: where credentials travel. */
  readonly carriers: CodeSymbol;
}

export interface PartyChannel {
  readonly channel: Channel;
  /** `roomChannel`, in operations.ts. */
  readonly table: CodeSymbol;
  /** `RoomParameters`, in operations.ts; absent where its address has no parameters. */
  readonly parameters?: CodeSymbol;
}

export interface PartyMessage {
  readonly message: Message;
  /** `saidMessage`, in operations.ts. */
  readonly table: CodeSymbol;
  readonly signs: readonly PlannedSign[];
}

/** All messages of a channel, where several operations name none of them. */
export interface SharedMessages {
  readonly channel: PartyChannel;
  /** `roomMessages`, in operations.ts. */
  readonly table: CodeSymbol;
  /** `RoomPayload`, in operations.ts: what a program is told. */
  readonly told: CodeSymbol;
  /** `SaidRoomPayload`: what a program says, where the runtime writes correlation ids; absent where that is the same, or never said. */
  readonly said?: CodeSymbol;
}

export interface PartyOperation {
  readonly operation: Operation;
  /** Its name in generated interfaces. */
  readonly name: string;
  /** `sayOperation`, in operations.ts. */
  readonly table: CodeSymbol;
  readonly channel: PartyChannel;
  readonly messages: readonly PartyMessage[];
  readonly reply?: { readonly channel: PartyChannel; readonly messages: readonly PartyMessage[] };
  readonly see: string;
}

/** One role. */
export interface Party {
  readonly role: Role;
  readonly file: string;
  /** `ChatClient`, `ChatClientHandlers`, `ChatClientOptions`, `startChatClient`, `connectChatClient`. */
  readonly side: CodeSymbol;
  readonly handlers: CodeSymbol;
  readonly options: CodeSymbol;
  readonly start: CodeSymbol;
  readonly connectOptions: CodeSymbol;
  readonly connect: CodeSymbol;
  readonly starts: readonly PartyOperation[];
  readonly answers: readonly PartyOperation[];
  /** Where it listens, of what has no fixed address. */
  readonly open: readonly PartyChannel[];
}

export const partyFiles = { operations: "operations.ts", client: "client.ts", server: "server.ts" } as const;
