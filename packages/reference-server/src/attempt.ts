/** What the other side cannot take now (its session is just ending) is dropped: its sender is told of the end. */
export function attempt(tell: () => void): void {
  try {
    tell();
  } catch {
    return;
  }
}
