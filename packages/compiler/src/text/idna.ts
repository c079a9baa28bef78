import { decodePunycode, encodePunycode } from "./punycode.js";

/**
 * RFC 5890 to 5893: labels of letters, digits and hyphens, or such as IDNA 2008 allows, between full stops of any kind
 * (RFC 3490, section 3.1).
 */
export function isIdnHostname(text: string): boolean {
  // No character takes less than one octet, nor more than two units of a text.
  if (text.length > 506) return false;
  const labels = text.split(/[.\u3002\uff0e\uff61]/).map(readLabel);
  if (labels.reduce((sum, label) => sum + (label?.octets ?? Infinity) + 1, -1) > 253) return false;
  const isBidi = labels.some((label) => label !== undefined && bidiClasses(label.text).some((one) => one === "R" || one === "AN"));
  return !isBidi || labels.every((label) => label !== undefined && keepsBidiRule(bidiClasses(label.text)));
}

interface DomainLabel {
  /** As it is read, in lower case where it is ASCII. */
  readonly text: string;
  /** How long it is on the wire. */
  readonly octets: number;
}

function readLabel(label: string): DomainLabel | undefined {
  if (!/^[\0-\x7f]*$/.test(label)) {
    const octets = label.length > 118 ? Infinity : 4 + encodePunycode(label).length;
    return octets <= 63 && isUnicodeLabel(label) ? { text: label, octets } : undefined;
  }
  const text = label.toLowerCase();
  if (!/^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/.test(text)) return undefined;
  if (!text.startsWith("xn--")) return { text, octets: text.length };
  const decoded = decodePunycode(text.slice(4));
  if (decoded === undefined || encodePunycode(decoded) !== text.slice(4) || !isUnicodeLabel(decoded)) return undefined;
  return { text: decoded, octets: text.length };
}

/** RFC 5891, section 4.2; RFC 5892, section 3 for its characters. */
function isUnicodeLabel(label: string): boolean {
  const characters = Array.from(label);
  if (/^[\0-\x7f]*$/.test(label) || label.normalize("NFC") !== label) return false;
  if (label.startsWith("-") || label.endsWith("-") || (characters[2] === "-" && characters[3] === "-")) return false;
  return !/^\p{M}/u.test(label) && characters.every((one, at) => isLabelCharacter(one) && keepsContext(one, at, characters));
}

/** RFC 5892, section 3: derived from what the engine knows of Unicode, after the exceptions of section 2.6. */
function isLabelCharacter(character: string): boolean {
  if (/[\u200c-\u200d\xdf\u03c2\u06fd\u06fe\u0f0b\u3007\xb7\u0375\u05f3\u05f4\u30fb-]/.test(character)) return true;
  if (/[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]/.test(character)) return false;
  if (/[\u20d0-\u20ff\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7c6\ud7cb-\ud7fb\u{1d100}-\u{1d24f}]/u.test(character)) return false;
  if (/[\p{Changes_When_NFKC_Casefolded}\p{Default_Ignorable_Code_Point}\p{White_Space}]/u.test(character)) return false;
  return /[\p{L}\p{Mn}\p{Mc}\p{Nd}]/u.test(character);
}

/** RFC 5892, appendix A: characters that are allowed in some places only. */
function keepsContext(character: string, at: number, label: readonly string[]): boolean {
  const [before = "", after = ""] = [label[at - 1], label[at + 1]];
  switch (character) {
    case "\u200c":
      return isVirama(before) || isBetweenJoining(at, label);
    case "\u200d":
      return isVirama(before);
    case "\xb7":
      return before === "l" && after === "l";
    case "\u0375":
      return /\p{Script=Greek}/u.test(after);
    case "\u05f3":
    case "\u05f4":
      return /\p{Script=Hebrew}/u.test(before);
    case "\u30fb":
      return label.some((one) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(one));
    default:
      if (/[\u0660-\u0669]/.test(character)) return !label.some((one) => /[\u06f0-\u06f9]/.test(one));
      return !/[\u06f0-\u06f9]/.test(character) || !label.some((one) => /[\u0660-\u0669]/.test(one));
  }
}

/** Combining class 9, as normalization shows it: after a mark of class 8, before one of class 10. */
function isVirama(character: string): boolean {
  if (!/^\p{M}$/u.test(character) || character === "\u3099") return false;
  const [after, before] = ["\u05b0" + character, character + "\u3099"];
  return after.normalize("NFD") === character + "\u05b0" && before.normalize("NFD") === "\u3099" + character;
}

function isBetweenJoining(at: number, label: readonly string[]): boolean {
  let [before, after] = [at - 1, at + 1];
  while (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(label[before] ?? "")) before -= 1;
  while (/^[\p{Mn}\p{Me}\p{Cf}]$/u.test(label[after] ?? "")) after += 1;
  return joinsNext.test(label[before] ?? "") && joinsPrevious.test(label[after] ?? "");
}

/** Letters of the joining types D and L, in Unicode 14; gaps hold what no label has. */
const joinsNext = /* @__PURE__ */ new RegExp(
  "^[" +
    "\\u0620\\u0626\\u0628\\u062a-\\u062e\\u0633-\\u0647\\u0649-\\u064a\\u066e-\\u066f\\u0679-\\u0687\\u069a-\\u06bf" +
    "\\u06c1-\\u06c2\\u06cc\\u06ce\\u06d0-\\u06d1\\u06fa-\\u06fc\\u06ff\\u0712-\\u0714\\u071a-\\u071d\\u071f-\\u0727\\u0729" +
    "\\u072b\\u072d-\\u072e\\u074e-\\u0758\\u075c-\\u076a\\u076d-\\u0770\\u0772\\u0775-\\u0777\\u077a-\\u077f\\u07ca-\\u07ea" +
    "\\u0841-\\u0845\\u0848\\u084a-\\u0853\\u0855\\u0860\\u0862-\\u0865\\u0868\\u0886\\u0889-\\u088d\\u08a0-\\u08a9" +
    "\\u08af-\\u08b0\\u08b3-\\u08b8\\u08ba-\\u08c8\\u1820-\\u1878\\u1887-\\u18a8\\u18aa\\ua840-\\ua872\\u{10ac0}-\\u{10ac4}" +
    "\\u{10acd}\\u{10ad3}-\\u{10adc}\\u{10ade}-\\u{10ae0}\\u{10b80}\\u{10b82}\\u{10b86}-\\u{10b88}\\u{10b8a}-\\u{10b8b}" +
    "\\u{10b8d}\\u{10b90}\\u{10d00}-\\u{10d21}\\u{10d23}\\u{10f30}-\\u{10f32}\\u{10f34}-\\u{10f44}\\u{10f70}-\\u{10f73}" +
    "\\u{10f76}-\\u{10f81}\\u{10fb0}\\u{10fb2}-\\u{10fb3}\\u{10fb8}\\u{10fbb}-\\u{10fbc}\\u{10fbe}-\\u{10fbf}\\u{10fc1}" +
    "\\u{10fc4}\\u{1e922}-\\u{1e943}" +
    "]$",
  "u",
);

/** Letters of the joining types D and R. */
const joinsPrevious = /* @__PURE__ */ new RegExp(
  "^[" +
    "\\u0620\\u0622-\\u064a\\u066e-\\u066f\\u0671-\\u0673\\u0679-\\u06d5\\u06ee-\\u06ef\\u06fa-\\u06fc\\u06ff-\\u0710" +
    "\\u0712-\\u072f\\u074d-\\u077f\\u07ca-\\u07ea\\u0840-\\u0858\\u0860\\u0862-\\u0865\\u0867-\\u0882\\u0886\\u0889-\\u088e" +
    "\\u08a0-\\u08ac\\u08ae-\\u08c8\\u1820-\\u1878\\u1887-\\u18a8\\u18aa\\ua840-\\ua871\\u{10ac0}-\\u{10ac5}" +
    "\\u{10ac7}-\\u{10aca}\\u{10ace}-\\u{10ad6}\\u{10ad8}-\\u{10ae1}\\u{10ae4}\\u{10b80}-\\u{10b91}\\u{10d01}-\\u{10d23}" +
    "\\u{10f30}-\\u{10f44}\\u{10f70}-\\u{10f81}\\u{10fb0}\\u{10fb2}-\\u{10fb6}\\u{10fb8}-\\u{10fbf}\\u{10fc1}-\\u{10fc4}" +
    "\\u{1e922}-\\u{1e943}" +
    "]$",
  "u",
);

/** RFC 5893, section 2. */
function keepsBidiRule(classes: readonly string[]): boolean {
  const last = [...classes].reverse().find((one) => one !== "NSM");
  if (classes[0] === "R") return !classes.includes("L") && last !== "ON" && !(classes.includes("EN") && classes.includes("AN"));
  return classes[0] === "L" && !classes.includes("R") && !classes.includes("AN") && last !== "ON";
}

/** The bidirectional class of each character; R stands for AL too, ON for all that are neutral in a label. */
function bidiClasses(label: string): readonly string[] {
  return Array.from(label, (one) => {
    if (/[\d\u06f0-\u06f9]/.test(one)) return "EN";
    if (/[\u0660-\u0669\u{10d30}-\u{10d39}]/u.test(one)) return "AN";
    if (/[\u200c-\u200d\xb7\u02b9\u02ba\u02c6-\u02cf\u02ec\u0375\u2e2f\u30fb\ua67f\ua717-\ua71f\ua788-]/.test(one)) return "ON";
    if (/\p{Mn}/u.test(one)) return "NSM";
    return /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u.test(one) ? "R" : "L";
  });
}
