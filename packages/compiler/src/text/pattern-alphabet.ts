/**
 * Characters that tell apart all that a pattern tells apart: its own and their neighbours, ASCII, all white space, some of each kind beyond,
 * and where a property of Unicode begins and ends. Those that a witness reads best with come first. Undefined where there are too many.
 */
export function alphabetOf(pattern: string): readonly string[] | undefined {
  const points = new Set(Array.from(samples, pointOf));
  for (let point = 0x20; point < 0x7f; point++) points.add(point);
  for (let point = 0; point < 0x20; point++) points.add(point);
  const escapes = pattern.matchAll(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2}))/gi);
  const escaped = Array.from(escapes, ([, point, unit, byte]) => parseInt(point ?? unit ?? byte ?? "", 16));
  const pairs = Array.from(pattern.matchAll(/\\u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})/gi), ([, lead = "", trail = ""]) =>
    pointOf(String.fromCharCode(parseInt(lead, 16), parseInt(trail, 16))),
  );
  for (const point of [...Array.from(pattern, pointOf), ...escaped, ...pairs]) {
    for (const near of [point - 1, point, point + 1]) if (isCharacter(near)) points.add(near);
  }
  for (const match of pattern.matchAll(/\\c([a-z])/gi)) points.add((match[1]?.charCodeAt(0) ?? 0) % 32);
  const properties = new Set(pattern.match(/\\[pP]\{[^}]*\}/g));
  if (properties.size > mostProperties) return undefined;
  for (const property of properties) for (const point of edgesOf(property)) points.add(point);
  return Array.from(points, (point) => String.fromCodePoint(point));
}

const mostProperties = 8;

const samples =
  "azAZ09_-. \u007f\u00a0\u00c9\u00e9\u01c5\u02b0\u0301\u03a9\u03c9\u0416\u0436\u05d0\u0660\u2028\u20ac\u2160\u3042\u4e2d\ufeff\u{1f600}" +
  "\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2029\u202f\u205f\u3000";

function isCharacter(point: number): boolean {
  return point >= 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
}

function pointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** The characters on both sides of each edge of a property of Unicode. */
function edgesOf(property: string): readonly number[] {
  const known = edges.get(property);
  if (known !== undefined) return known;
  const found: number[] = [];
  for (const [run] of allCharacters().matchAll(new RegExp(`${property}+`, "gu"))) {
    const [first, last] = [pointOf(run), pointOf(Array.from(run.slice(-2)).at(-1) ?? "")];
    for (const point of [first - 1, first, last, last + 1]) if (isCharacter(point)) found.push(point);
  }
  edges.set(property, found);
  return found;
}

const edges = new Map<string, readonly number[]>();
let characters = "";

function allCharacters(): string {
  if (characters !== "") return characters;
  const pages: string[] = [];
  for (let page = 0; page <= 0x10ff; page++) {
    const points = Array.from({ length: 256 }, (_, index) => page * 256 + index);
    pages.push(String.fromCodePoint(...points.filter(isCharacter)));
  }
  characters = pages.join("");
  return characters;
}
