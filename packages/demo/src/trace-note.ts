/** The one word that tells a message from others of its method, in the protocol's own terms: a problem, a reason, a state, `offer`, how many candidates. */
export function noteOf(message: object): string {
  const { length } = listAt(message, "candidates");
  const parts = [
    textAt(memberAt(message, "problemDetails"), "type").replace(/^.*[/#:]/, ""),
    textAt(memberAt(message, "cause"), "reason"),
    textAt(message, "state"),
    textAt(memberAt(message, "description"), "type"),
    listAt(message, "media").map((media) => (memberAt(media, "muted") === true ? "muted" : "unmuted")).join(", "),
    [...(length > 0 ? [`${length}`] : []), ...(memberAt(message, "endOfCandidates") === true ? ["end"] : [])].join(", "),
  ];
  return parts.find((part) => part !== "") ?? "";
}

/** A member of a value that may be anything. */
export function memberAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}

/** A text member; empty when it is none. */
export function textAt(value: unknown, key: string): string {
  const member = memberAt(value, key);
  return typeof member === "string" ? member : "";
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const member = memberAt(value, key);
  return Array.isArray(member) ? member : [];
}
