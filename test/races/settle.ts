/** Lets all microtasks run that are waiting, and those that they begin: nothing of the world waits on anything else. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
