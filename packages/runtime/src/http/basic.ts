import type { Carrier } from "./carrier.js";

/** Carries a name and a password, in UTF-8, as `Authorization: Basic`. */
export const basic: Carrier & { readonly kind: "authorization" } = {
  kind: "authorization",
  scheme: "Basic",
  form: {
    write({ username, password }) {
      // The first colon ends the name.
      if (username.includes(":")) throw new TypeError("The user name of a basic credential has a colon, which ends it.");
      return btoa(String.fromCharCode(...new TextEncoder().encode(`${username}:${password}`)));
    },
    read(text) {
      try {
        const plain = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(atob(text), (character) => character.charCodeAt(0)));
        const colon = plain.indexOf(":");
        return colon === -1 ? undefined : { username: plain.slice(0, colon), password: plain.slice(colon + 1) };
      } catch {
        return undefined;
      }
    },
  },
};
