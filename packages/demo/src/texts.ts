import { en } from "./texts/en.js";
import type { Texts } from "./texts/en.js";
import { ja } from "./texts/ja.js";

export type { Texts } from "./texts/en.js";

export type Language = keyof typeof languages;

const languages = { en, ja } as const satisfies { readonly [code: string]: Texts };

export function textsOf(language: Language): Texts {
  return languages[language];
}

export function languageNames(): readonly { readonly language: Language; readonly name: string }[] {
  return [{ language: "en", name: en.languageName }, { language: "ja", name: ja.languageName }];
}

/** The first of the reader's languages that the page speaks; English where it speaks none. */
export function preferredLanguage(wished: readonly string[]): Language {
  for (const wish of wished) {
    const code = wish.slice(0, 2).toLowerCase();
    if (isLanguage(code)) return code;
  }
  return "en";
}

export function isLanguage(code: string | null): code is Language {
  return code !== null && Object.hasOwn(languages, code);
}
