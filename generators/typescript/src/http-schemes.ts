import { camelCase, diagnostic, type Diagnostic, type Protocol, type SecurityScheme } from "@parley/compiler";
import { isInherited, nextFree } from "./naming.js";

/** A security scheme as generated code offers it. */
export interface HttpScheme {
  readonly scheme: SecurityScheme;
  /** The client's option that holds the credential: `token`. */
  readonly option: string;
  readonly carrier: HttpCarrier;
  /** A name and a password, which the runtime puts into one text. */
  readonly isBasic: boolean;
}

/** Where the credential travels, in the words of the runtime. */
export type HttpCarrier =
  | { readonly kind: "authorization"; readonly scheme: string }
  | { readonly kind: "header" | "query" | "cookie"; readonly name: string }
  | { readonly kind: "transport" };

/** The one bearer token of a document is called `token`; others by the name of their scheme. */
export function planSchemes(protocol: Protocol, report: (found: Diagnostic) => void): readonly HttpScheme[] {
  const taken = new Set(clientOptions);
  const carriers = protocol.securitySchemes.map((scheme) => ({ scheme, carrier: carrierOf(scheme) }));
  const bearers = carriers.filter(({ carrier }) => carrier.kind === "authorization" && carrier.scheme === "Bearer").length;
  return carriers.map(({ scheme, carrier }) => {
    const isToken = bearers === 1 && carrier.kind === "authorization" && carrier.scheme === "Bearer";
    const wish = isToken ? "token" : camelCase(scheme.name) || "credential";
    const option = nextFree(taken.has(wish) || isInherited(wish) ? `${wish}Credential` : wish, taken);
    taken.add(option);
    if (option !== wish) {
      const why = "the options of a client have that name already";
      report(diagnostic("name-changed", scheme.origin, { target: "TypeScript", wanted: wish, given: option, why }));
    }
    return { scheme, carrier, option, isBasic: carrier.kind === "authorization" && carrier.scheme === "Basic" };
  });
}

// Options that the runtime has for every client.
const clientOptions = ["baseUrl", "fetch", "maxBodyBytes", "retry", "clock", "random"];

function carrierOf({ type, settings }: SecurityScheme): HttpCarrier {
  const text = (key: string): string => (typeof settings[key] === "string" ? settings[key] : "");
  switch (type) {
    case "apiKey": {
      const place = text("in");
      return { kind: place === "query" || place === "cookie" ? place : "header", name: text("name") };
    }
    case "mutualTLS":
      return { kind: "transport" };
    case "http": {
      const scheme = text("scheme");
      return { kind: "authorization", scheme: scheme.charAt(0).toUpperCase() + scheme.slice(1).toLowerCase() };
    }
    // An access token travels as a bearer token, whichever flow it came from.
    default:
      return { kind: "authorization", scheme: "Bearer" };
  }
}
