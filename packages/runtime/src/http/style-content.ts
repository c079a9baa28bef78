import type { ParameterStyle } from "./operation.js";
import { encodeText } from "./percent.js";
import { readQuery } from "./query-text.js";
import { form } from "./style-query.js";
import { decoderOf, textUnder } from "./style-text.js";

/** A JSON text in place of a style: `content: { application/json }`. In a header it is plain ASCII. */
export const jsonText: ParameterStyle = {
  write(parameter, value) {
    const json = JSON.stringify(value);
    if (parameter.in === "header") return [json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)];
    const text = encodeText(json);
    return [parameter.in === "path" || parameter.in === "querystring" ? text : `${encodeText(parameter.name)}=${text}`];
  },
  read(parameter, raw) {
    const text = textUnder(raw, parameter.name);
    if (text === undefined) return undefined;
    const json = decoderOf(parameter)(text);
    try {
      return JSON.parse(json);
    } catch {
      // The validator says what is wrong: a text is seldom what the schema asks for.
      return json;
    }
  },
};

/** The whole query as a form: `in: querystring` with `application/x-www-form-urlencoded`. */
export const formText: ParameterStyle = {
  write(parameter, value) {
    const pairs = form.write({ ...parameter, in: "query" }, value);
    return pairs === undefined ? undefined : [pairs.join("&")];
  },
  read(parameter, raw) {
    const text = textUnder(raw, parameter.name);
    return text === undefined ? undefined : form.read({ ...parameter, in: "query" }, readQuery(text));
  },
};
