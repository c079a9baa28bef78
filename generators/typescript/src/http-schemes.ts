import { camelCase, type Protocol, type SecurityScheme } from "@parley/compiler";

/** A security scheme as generated code offers it. */
export interface HttpScheme {
  readonly scheme: SecurityScheme;
  /** The client's option that holds the credential: `token`. */
  readonly option: string;
  readonly carrier: HttpCarrier;
}

/** Where the credential travels, in the words of the runtime. */
export type HttpCarrier =
  | { readonly kind: "authorization"; readonly scheme: string }
  | { readonly kind: "header" | "query" | "cookie"; readonly name: string }
  | { readonly kind: "transport" };

/** The one bearer token of a document is called `token`; others by the name of their scheme. */
export function planSchemes(protocol: Protocol): readonly HttpScheme[] {
  const carriers = protocol.securitySchemes.map((scheme) => ({ scheme, carrier: carrierOf(scheme) }));
  const bearers = carriers.filter(({ carrier }) => carrier.kind === "authorization" && carrier.scheme === "Bearer").length;
  return carriers.map(({ scheme, carrier }) => {
    const isToken = bearers === 1 && carrier.kind === "authorization" && carrier.scheme === "Bearer";
    return { scheme, carrier, option: isToken ? "token" : camelCase(scheme.name) || "credential" };
  });
}

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
