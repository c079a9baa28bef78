/** Texts that differ from one in little: what breaks a demand on it alone is mostly among them. The plainest come first. */
export function* textsNear(text: string): Iterable<string> {
  const characters = [...text];
  for (const probe of probes) yield text + probe;
  for (const probe of probes) yield probe + text;
  yield* [text.toUpperCase(), text.toLowerCase(), characters.slice(1).join(""), characters.slice(0, -1).join("")];
  for (const at of places(characters.length)) {
    for (const probe of probes) yield [...characters.slice(0, at), probe, ...characters.slice(at + 1)].join("");
    yield [...characters.slice(0, at), ...characters.slice(at + 1)].join("");
  }
  yield* ["", "x", "X", "0", "not this", "a b", "://", "%", "[", "(", "\u00e9", "-1", "99999999999999999999"];
}

/** Texts of exactly so many characters, of those of the text and of others. */
export function* textsOfLength(text: string, length: number): Iterable<string> {
  const characters = [...text];
  if (length < characters.length) {
    const surplus = characters.length - length;
    yield characters.slice(0, length).join("");
    yield characters.slice(surplus).join("");
    for (const at of places(length)) yield [...characters.slice(0, at), ...characters.slice(at + surplus)].join("");
  }
  const missing = Math.max(0, length - characters.length);
  const fillers = [...new Set(["a", "0", "A", ...characters.slice(-3), ...characters.slice(0, 2)])];
  for (const filler of fillers) {
    if (missing > 0) {
      yield text + filler.repeat(missing);
      for (const at of [...places(characters.length)].reverse()) yield [...characters.slice(0, at), filler.repeat(missing), ...characters.slice(at)].join("");
    }
    yield filler.repeat(length);
  }
  // Such as `a.b.c`, where what repeats is more than a character.
  if (characters.length > 0 && missing > 0) yield [...text.repeat(Math.ceil(length / characters.length))].slice(0, length).join("");
  const group = /(?:^|[^\p{L}\p{N}])[\p{L}\p{N}]+$/u.exec(text)?.[0] ?? "";
  if (missing > 0 && group.length > 0 && missing % group.length === 0) yield text + group.repeat(missing / group.length);
}

const probes = ["!", " ", "~", "/", "#", "-", ".", "Z", "z", "9", "\u00e9"];
const mostPlaces = 24;

/** Places in a text; of a long one some at its start, in its midst and at its end. */
function places(length: number): readonly number[] {
  const all = Array.from({ length }, (_, at) => at);
  if (length <= mostPlaces) return all;
  return [...all.slice(0, mostPlaces / 2), Math.floor(length / 2), ...all.slice(-mostPlaces / 2)];
}
