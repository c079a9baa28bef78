/** Nodes in one order with what they show, each kept as long as its key is there. */
export interface KeyedList<Item> {
  show(items: readonly Item[]): void;
}

export interface KeyedNode<Item> {
  readonly root: HTMLElement;
  show(item: Item): void;
}

export function createKeyedList<Item>(parent: HTMLElement, keyOf: (item: Item) => string, create: (key: string) => KeyedNode<Item>): KeyedList<Item> {
  const nodes = new Map<string, KeyedNode<Item>>();
  return {
    show(items) {
      const keys = new Set(items.map(keyOf));
      for (const [key, { root }] of nodes) {
        if (keys.has(key)) continue;
        root.remove();
        nodes.delete(key);
      }
      for (const [at, item] of items.entries()) {
        const key = keyOf(item);
        const node = nodes.get(key) ?? create(key);
        nodes.set(key, node);
        // What is in its place already is not moved: a video would start anew, and the focus be lost.
        if (parent.children[at] !== node.root) parent.insertBefore(node.root, parent.children[at] ?? null);
        node.show(item);
      }
    },
  };
}
