import { escaped, unescaped } from "./pointer-token.js";
import { endless, hostileNames, hostilePatterns, hostileTexts } from "./strings.js";

/** `replace`: a string becomes a hostile one; `append`: a hostile one is put behind it. */
export type Mode = "replace" | "append";

/**
 * Says what becomes of each text: the same wherever it stands, so that names still meet what names them. A text that a specification's own
 * grammar refuses is given a hostile name instead, and one that it refuses again is kept.
 */
export class Disguise {
  readonly #mode: Mode;
  readonly #given = new Map<string, string>();
  readonly #used = new Set<string>();
  readonly #levels = new Map<string, number>();
  #next: number;

  constructor(mode: Mode, seed: number) {
    this.#mode = mode;
    this.#next = seed;
  }

  of(text: string): string {
    return this.#give(text, text, (level) => (level > 0 ? hostileNames : hostileTexts));
  }

  ofPattern(pattern: string): string {
    return this.#give(`pattern ${pattern}`, pattern, () => hostilePatterns, "|");
  }

  /** What a text became, where it became anything. */
  known(text: string): string {
    const known = this.#given.get(text);
    if (known !== undefined) return known;
    if (text.startsWith("/")) return text.split("/").map((token) => escaped(this.#given.get(unescaped(token)) ?? unescaped(token))).join("/");
    return text.split(".").map((part) => this.#given.get(part) ?? part).join(".");
  }

  /** Takes less of a text; false where nothing is left to take. */
  soften(text: string): boolean {
    const level = this.#levels.get(text) ?? 0;
    if (level > 1 || !this.#given.has(text)) return false;
    this.#levels.set(text, level + 1);
    this.#given.delete(text);
    return true;
  }

  /** Takes less of every pattern: examples in other documents may have to match them. */
  softenPatterns(): boolean {
    return [...this.#given.keys()].filter((key) => key.startsWith("pattern ")).map((key) => this.soften(key)).includes(true);
  }

  #give(key: string, text: string, choices: (level: number) => readonly string[], joint = ""): string {
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    const level = this.#levels.get(key) ?? 0;
    if (level > 1) {
      this.#given.set(key, text);
      return text;
    }
    const list = choices(level);
    const hostile = level === 0 && this.#next % 97 === 0 ? endless : (list[this.#next % list.length] ?? "");
    this.#next += 1;
    const wanted = this.#mode === "replace" ? hostile : text + joint + hostile;
    let name = wanted;
    for (let count = 2; this.#used.has(name); count += 1) name = `${wanted}${joint}${count}`;
    this.#used.add(name);
    this.#given.set(key, name);
    return name;
  }
}
