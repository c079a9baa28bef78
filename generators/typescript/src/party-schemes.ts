import { diagnostic, type Diagnostic, type Json, type Protocol, type SecurityScheme } from "@parley/compiler";

/** A security scheme as the opening of a WebSocket can carry it. */
export interface PartyScheme {
  readonly scheme: SecurityScheme;
  /** In the words of the runtime. */
  readonly carrier: { readonly [key: string]: Json };
  /** What a program gives: a user with a password, or a secret. */
  readonly credential: "UserPassword" | "Secret";
}

/** Those schemes that are demanded, and that a WebSocket can carry; of the others it is told. */
export function planPartySchemes(protocol: Protocol, report: (found: Diagnostic) => void): readonly PartyScheme[] {
  if (!overSockets(protocol)) return [];
  const demanded = new Set([...protocol.operations.values()].flatMap(({ security }) => security.flat().map(({ scheme }) => scheme)));
  return protocol.securitySchemes.flatMap((scheme): PartyScheme[] => {
    if (!demanded.has(scheme.name)) return [];
    const carrier = carrierOf(scheme);
    const tell = (target: string, why: string): void => {
      report(diagnostic("not-expressible", scheme.origin, { target, where: `the security scheme "${scheme.name}"`, what: "the credential", instead: why }));
    };
    if (carrier === undefined) {
      tell("The opening of a WebSocket", `a scheme of type "${scheme.type}" is a matter of the connection below`);
      return [];
    }
    if (carrier["kind"] !== "query") tell("A browser's WebSocket", "it travels in a header, which programs in browsers cannot set; connectWs of @parley/runtime/ws can");
    const isPair = scheme.type === "userPassword" || scheme.type === "http" && carrier["kind"] === "basic";
    return [{ scheme, carrier, credential: isPair ? "UserPassword" : "Secret" }];
  });
}

/** True where some operation may pass over a WebSocket. */
export function overSockets(protocol: Protocol): boolean {
  return [...protocol.operations.values()].some(({ channel }) => protocol.channels.get(channel ?? "")?.protocols.includes("ws") === true);
}

function carrierOf({ type, settings }: SecurityScheme): PartyScheme["carrier"] | undefined {
  const text = (key: string): string => (typeof settings[key] === "string" ? settings[key] : "");
  switch (type) {
    case "userPassword":
      return { kind: "basic" };
    case "apiKey":
      return { kind: "basic", as: text("in") === "password" ? "password" : "user" };
    case "httpApiKey":
      return { kind: text("in"), name: text("name") };
    case "http": {
      const scheme = text("scheme").toLowerCase();
      return scheme === "basic" || scheme === "bearer" ? { kind: scheme } : undefined;
    }
    case "oauth2":
    case "openIdConnect":
      return { kind: "bearer" };
    default:
      return undefined;
  }
}
