/** Runs when the platform says that it has a network again, where it says so. Gives what stops listening. */
export function onlineAgain(run: () => void): () => void {
  const { addEventListener: listen, removeEventListener: unlisten } = globalThis as Partial<Pick<EventTarget, "addEventListener" | "removeEventListener">>;
  if (typeof listen !== "function" || typeof unlisten !== "function") return () => {};
  const listener = () => run();
  listen.call(globalThis, "online", listener);
  return () => unlisten.call(globalThis, "online", listener);
}
