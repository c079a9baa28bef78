import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** Makes cursors of places in lists, and finds the places again. */
export interface Cursors {
  /** Good for this list alone, and unreadable: it tells nobody how much there is of what others have made. */
  cursorOf(list: string, place: number): string;
  /** Undefined for what is no cursor of this list. */
  placeOf(list: string, cursor: string): number | undefined;
}

const cipher = "aes-256-gcm";
const bytes = { nonce: 12, place: 8, tag: 16 };

/** With the same key, cursors stay good after a restart. */
export function newCursorKey(): string {
  return randomBytes(32).toString("base64url");
}

export function cursorsOf(key: string): Cursors {
  const secret = Buffer.from(key, "base64url");
  return {
    cursorOf(list, place) {
      const nonce = randomBytes(bytes.nonce);
      const sealing = createCipheriv(cipher, secret, nonce).setAAD(Buffer.from(list));
      const plain = Buffer.alloc(bytes.place);
      plain.writeDoubleBE(place);
      return Buffer.concat([nonce, sealing.update(plain), sealing.final(), sealing.getAuthTag()]).toString("base64url");
    },
    placeOf(list, cursor) {
      const sealed = Buffer.from(cursor, "base64url");
      if (sealed.length !== bytes.nonce + bytes.place + bytes.tag) return undefined;
      const opening = createDecipheriv(cipher, secret, sealed.subarray(0, bytes.nonce)).setAAD(Buffer.from(list)).setAuthTag(sealed.subarray(-bytes.tag));
      const plain = opening.update(sealed.subarray(bytes.nonce, -bytes.tag));
      try {
        opening.final();
      } catch {
        return undefined;
      }
      return plain.readDoubleBE();
    },
  };
}
