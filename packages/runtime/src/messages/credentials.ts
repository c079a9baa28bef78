/** Where a credential travels when a WebSocket is opened. */
export type Carrier =
  | { readonly kind: "bearer" }
  // A key may be the one half of a user with a password.
  | { readonly kind: "basic"; readonly as?: "user" | "password" }
  | { readonly kind: "query" | "header" | "cookie"; readonly name: string };

/** A token or key, or what brings a fresh one. */
export type Secret = string | (() => string | Promise<string>);

export interface UserPassword {
  readonly username: string;
  readonly password: string;
}

/** What is added to the opening of a connection. */
export interface Carried {
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
}

/** Puts credentials where their schemes say. */
export async function carry(carriers: Readonly<Record<string, Carrier>>, credentials: Readonly<Record<string, Secret | UserPassword | undefined>>): Promise<Carried> {
  const query: Record<string, string> = {};
  const headers: Record<string, string> = {};
  for (const [name, carrier] of Object.entries(carriers)) {
    const given = credentials[name];
    if (given === undefined) continue;
    const said = typeof given === "function" ? await given() : given;
    const text = carrier.kind === "basic" ? base64(pairOf(said, carrier.as)) : typeof said === "string" ? said : pairOf(said);
    if (carrier.kind === "query") query[carrier.name] = text;
    else if (carrier.kind === "header") headers[carrier.name] = text;
    else if (carrier.kind === "cookie") headers["Cookie"] = [...(headers["Cookie"] === undefined ? [] : [headers["Cookie"]]), `${carrier.name}=${text}`].join("; ");
    else headers["Authorization"] = `${carrier.kind === "basic" ? "Basic" : "Bearer"} ${text}`;
  }
  return { query, headers };
}

/** The opening of a WebSocket, as a server sees it. */
export interface Opening {
  readonly url: string | URL;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Reads credentials where their schemes say: by the name of the scheme, and those only that are there. Header names are in lower case, as in Node.js. */
export function readCredentials(carriers: Readonly<Record<string, Carrier>>, { url, headers }: Opening): Readonly<Record<string, string | UserPassword>> {
  const found: Record<string, string | UserPassword> = {};
  const { searchParams } = new URL(url, "ws://localhost");
  const header = (name: string): string | undefined => {
    const value = headers[name.toLowerCase()];
    return typeof value === "string" ? value : value?.[0];
  };
  for (const [name, carrier] of Object.entries(carriers)) {
    const value = read(carrier);
    if (value !== undefined) found[name] = value;
  }
  return found;

  function read(carrier: Carrier): string | UserPassword | undefined {
    if (carrier.kind === "query") return searchParams.get(carrier.name) ?? undefined;
    if (carrier.kind === "header") return header(carrier.name);
    if (carrier.kind === "cookie") return cookieIn(header("cookie"), carrier.name);
    const [scheme, text] = (header("authorization") ?? "").split(" ");
    if (text === undefined || scheme?.toLowerCase() !== carrier.kind) return undefined;
    if (carrier.kind !== "basic") return text;
    const user = userIn(text);
    return carrier.as === undefined ? user : carrier.as === "user" ? user?.username : user?.password;
  }
}

function cookieIn(header: string | undefined, name: string): string | undefined {
  return header?.split(";").map((pair) => pair.trim()).find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function userIn(text: string): UserPassword | undefined {
  try {
    const pair = new TextDecoder().decode(Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0)));
    const colon = pair.indexOf(":");
    return colon === -1 ? undefined : { username: pair.slice(0, colon), password: pair.slice(colon + 1) };
  } catch {
    return undefined;
  }
}

function pairOf(said: string | UserPassword, as: "user" | "password" = "user"): string {
  if (typeof said === "string") return as === "user" ? `${said}:` : `:${said}`;
  return `${said.username}:${said.password}`;
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}
