import { type Code, jsDoc } from "@parley/compiler";
import type { HttpCall } from "./http-call.js";

/** The doc comment of an operation: the author's sentences, then what it throws. */
export function printDescription({ operation, see }: HttpCall, throws: string | undefined): Code {
  const sentences = [operation.summary, operation.description].filter((text) => text !== undefined).join("\n\n");
  const marks = [throws, operation.deprecated === true ? "@deprecated" : undefined].filter((mark) => mark !== undefined);
  return jsDoc([sentences, ...marks].filter((text) => text !== "").join("\n"), see);
}
