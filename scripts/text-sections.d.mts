/** The text of `text-sections.ts`, from the functions of the compiler. */
export function textSections(): string;
/** Writes it, where it differs from what is there. */
export function writeTextSections(): void;
