/** A copy of a message that may be shown: tokens, passwords and ICE passwords are replaced, everything else stays readable. */
export function redact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, redactMember(key, member)]));
}

function redactMember(key: string, value: unknown): unknown {
  if (typeof value !== "string") return redact(value);
  if (secretKeys.has(key.toLowerCase())) return hidden;
  return value.replace(/(a=ice-pwd:)\S+/g, `$1${hidden}`);
}

const hidden = "(hidden)";
const secretKeys = new Set(["token", "jointoken", "credential", "secret", "password"]);
