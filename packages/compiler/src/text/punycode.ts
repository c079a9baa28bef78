/** RFC 3492, section 6.3: the text as the basic characters of an A-label, without its prefix. */
export function encodePunycode(text: string): string {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const basic = points.filter((point) => point < 128);
  let output = String.fromCharCode(...basic) + (basic.length > 0 ? "-" : "");
  let [point, delta, bias, handled] = [128, 0, 72, basic.length];
  while (handled < points.length) {
    const next = Math.min(...points.filter((one) => one >= point));
    delta += (next - point) * (handled + 1);
    for (const one of points) {
      if (one < next) delta += 1;
      if (one !== next) continue;
      let rest = delta;
      for (let base = 36; ; base += 36) {
        const threshold = Math.min(Math.max(base - bias, 1), 26);
        if (rest < threshold) break;
        output += punycodeDigits[threshold + ((rest - threshold) % (36 - threshold))] ?? "";
        rest = Math.floor((rest - threshold) / (36 - threshold));
      }
      output += punycodeDigits[rest] ?? "";
      bias = adaptedBias(delta, handled + 1, handled === basic.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    point = next + 1;
  }
  return output;
}

/** RFC 3492, section 6.2; undefined where the text is no Punycode. */
export function decodePunycode(text: string): string | undefined {
  const end = Math.max(text.lastIndexOf("-"), 0);
  const points = Array.from(text.slice(0, end), (character) => character.charCodeAt(0));
  let [point, index, bias, at] = [128, 0, 72, end > 0 ? end + 1 : 0];
  while (at < text.length) {
    const before = index;
    for (let [base, weight] = [36, 1]; ; base += 36) {
      const digit = punycodeDigits.indexOf(text[at] ?? "?");
      at += 1;
      index += digit * weight;
      if (digit < 0 || index > 0x7fffffff) return undefined;
      const threshold = Math.min(Math.max(base - bias, 1), 26);
      if (digit < threshold) break;
      weight *= 36 - threshold;
    }
    const length = points.length + 1;
    bias = adaptedBias(index - before, length, before === 0);
    point += Math.floor(index / length);
    if (point > 0x10ffff) return undefined;
    index %= length;
    points.splice(index, 0, point);
    index += 1;
  }
  return String.fromCodePoint(...points);
}

const punycodeDigits = "abcdefghijklmnopqrstuvwxyz0123456789";

function adaptedBias(delta: number, length: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? 700 : 2));
  rest += Math.floor(rest / length);
  let base = 0;
  for (; rest > 455; base += 36) rest = Math.floor(rest / 35);
  return base + Math.floor((36 * rest) / (rest + 38));
}
