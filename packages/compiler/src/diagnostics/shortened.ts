/** A text of the author as far as a line has room for it. */
export function shortened(text: string): string {
  const characters = Array.from(text.slice(0, 200));
  return characters.length > 80 ? `${characters.slice(0, 77).join("")}...` : text;
}
