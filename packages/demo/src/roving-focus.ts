/** Makes the buttons under a node one stop of the tab key; the arrow keys, Home and End move among them. Buttons added later join by themselves. */
export function roveFocus(root: HTMLElement): void {
  const buttons = () => [...root.querySelectorAll<HTMLButtonElement>("button")];
  let visited: HTMLButtonElement | undefined;
  const settle = () => {
    const all = buttons();
    const stop = visited !== undefined && all.includes(visited) ? visited : all.at(-1);
    for (const button of all) button.tabIndex = button === stop ? 0 : -1;
  };
  new MutationObserver(settle).observe(root, { childList: true, subtree: true });
  root.addEventListener("focusin", (event) => {
    if (!(event.target instanceof HTMLButtonElement)) return;
    visited = event.target;
    settle();
  });
  root.addEventListener("keydown", (event) => {
    const all = buttons();
    const at = all.findIndex((button) => button === document.activeElement);
    const next = at < 0 ? undefined : targetOf(event.key, at, all.length);
    if (next === undefined) return;
    event.preventDefault();
    all[next]?.focus();
  });
}

function targetOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case "ArrowDown": return Math.min(at + 1, count - 1);
    case "ArrowUp": return Math.max(at - 1, 0);
    case "Home": return 0;
    case "End": return count - 1;
    default: return undefined;
  }
}
