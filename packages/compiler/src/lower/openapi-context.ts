import type { Message, MessageId } from "../model/message.js";
import type { Lowering } from "./lowering.js";

/** What the parts of an OpenAPI document are lowered into. */
export interface OpenApiContext extends Lowering {
  /** Each media type object once, however many operations refer to it. */
  readonly messages: Map<MessageId, Message>;
}
