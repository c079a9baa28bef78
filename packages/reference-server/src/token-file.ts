import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StoreError } from "./conference/store/store-error.js";
import { digestOf, newSecret } from "./secret.js";
import type { TokenStore } from "./token-store.js";

/** Of each user so many tokens are good: who had one of an earlier start comes back with it. */
const perUser = 8;

/**
 * Tokens that outlive the server: their digests are kept in a file that nobody else may read. The oldest of a user make room for new ones.
 * @throws StoreError where the file is there and is none of this kind, or cannot be read or written
 */
export function fileTokenStore(path: string): TokenStore {
  const digests = new Map(Object.entries(read(path)));
  const nameOf = (token: string) => Buffer.from(digestOf(token)).toString("base64url");
  return {
    mint(user) {
      const token = newSecret();
      digests.set(user, [...(digests.get(user) ?? []), nameOf(token)].slice(-perUser));
      write(path, JSON.stringify(Object.fromEntries(digests)));
      return token;
    },
    // What a guess finds by its digest tells nothing of how near it came to a token.
    userOf(token) {
      const name = nameOf(token);
      for (const [user, known] of digests) if (known.includes(name)) return user;
      return undefined;
    },
  };
}

function read(path: string): { readonly [user: string]: readonly string[] } {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
    throw unusable(path, error);
  }
  const value = parsed(text);
  if (value === undefined) throw new StoreError("not-a-store", `"${path}" does not hold the tokens of a server: remove it, and everybody signs in by a new link.`);
  return value;
}

function parsed(text: string): { readonly [user: string]: readonly string[] } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isStore = typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every((list) => Array.isArray(list) && list.every((each) => typeof each === "string"));
    return isStore ? (value as { readonly [user: string]: readonly string[] }) : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all, whenever the process ends. */
function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, text, { mode: 0o600 });
    chmodSync(`${path}.new`, 0o600);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw unusable(path, error);
  }
}

function unusable(path: string, error: unknown): StoreError {
  return new StoreError("not-writable", `"${path}" cannot be used: ${error instanceof Error ? error.message : String(error)}.`, error);
}
