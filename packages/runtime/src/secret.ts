/** 128 random bits in lower-case hex: what cannot be guessed is a name, or a secret. */
export function randomSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Whether two secrets are the same, in a time that does not tell how much of the given one is right. */
export function isSameSecret(kept: string, given: string): boolean {
  // The length of what is given is known to its sender; that of the kept one is no secret.
  let difference = kept.length ^ given.length;
  for (let at = 0; at < given.length; at += 1) difference |= kept.charCodeAt(at % kept.length) ^ given.charCodeAt(at);
  return kept.length > 0 && difference === 0;
}
