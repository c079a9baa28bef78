/** The end of a hint: asks about the near name where there is one. */
export function didYouMean(near: string | undefined): string {
  return near === undefined ? "." : `; did you mean "${near}"?`;
}
