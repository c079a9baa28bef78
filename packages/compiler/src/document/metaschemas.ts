import { metaschemas202012 } from "./metaschema-2020-12.js";
import { metaschemasDraft07 } from "./metaschema-draft-07.js";

/** The metaschemas that are carried along, as JSON, by their identifier without its scheme. Loaded only where one is referred to. */
export const metaschemas: ReadonlyMap<string, string> = new Map(
  [...metaschemas202012, ...metaschemasDraft07].map((schema) => {
    const id = "$id" in schema ? String(schema.$id) : "";
    return [id.replace(/^https?:/, "").replace(/#$/, ""), JSON.stringify(schema, undefined, 2)];
  }),
);
