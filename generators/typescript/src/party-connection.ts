import { type Code, concat, documented, type Fragment, jsDoc, type Parameter } from "@parley/compiler";
import type { PartiesPlan } from "./parties.js";
import { partyType } from "./party-symbols.js";
import { members } from "./party-types.js";
import { typeOf } from "./plan.js";

/** What is said to open the WebSockets of a document. */
export interface ConnectionMembers {
  readonly members: readonly Code[];
  /** The first server that is reached by WebSocket, where its address is whole. */
  readonly server?: string;
  readonly subprotocol?: string;
  readonly query?: Code;
  readonly demandsCredentials: boolean;
}

export function connectionMembers(of: PartiesPlan): ConnectionMembers {
  const { protocol } = of.plan;
  const server = protocol.servers.find(({ protocol: wire, url }) => /^wss?$/.test(wire) && !url.includes("{"))?.url;
  const subprotocol = of.channels.flatMap(({ channel }) => channel.subprotocols)[0];
  const query = queryOf(of);
  const credentials = of.schemes.map(({ scheme, credential }) => ({ name: scheme.name, type: partyType(credential) as Fragment, required: of.schemes.length === 1 }));
  const demandsCredentials = credentials.some(({ required }) => required);
  return {
    members: [
      documented(
        jsDoc(server === undefined ? "Where the server is: addresses stand below it." : `Where the server is; ${server} when absent.`),
        concat("readonly url", server === undefined ? "" : "?", ": string | URL;"),
      ),
      ...(query === undefined ? [] : [documented(jsDoc("The query of the opening request."), concat("readonly query?: ", query, ";"))]),
      ...(credentials.length === 0
        ? []
        : [documented(jsDoc("Who connects, by the security schemes."), concat("readonly credentials", demandsCredentials ? "" : "?", ": ", members(credentials), ";"))]),
    ],
    ...(server === undefined ? {} : { server }),
    ...(subprotocol === undefined ? {} : { subprotocol }),
    ...(query === undefined ? {} : { query }),
    demandsCredentials,
  };
}

function queryOf({ plan, channels }: PartiesPlan): Code | undefined {
  const found = new Map<string, Parameter>();
  for (const { channel } of channels) for (const each of channel.parameters) if (each.in === "query" && !found.has(each.name)) found.set(each.name, each);
  if (found.size === 0) return undefined;
  return members([...found.values()].map(({ name, schema }) => ({ name, type: schema === undefined || !isText(schema) ? "string" : typeOf(plan, schema), required: false })));

  /** True for what can stand in a query as it is. */
  function isText(schema: string): boolean {
    const rules = plan.protocol.schemas.get(schema)?.rules;
    const types = rules?.type ?? [];
    return types.length > 0 && types.every((type) => type === "string" || type === "boolean" || type === "number" || type === "integer");
  }
}
