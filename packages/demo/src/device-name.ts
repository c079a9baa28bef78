const key = "parley.device";

/** The name of this tab among the devices of its user: every tab is one, and stays the same when it is loaded again. */
export function deviceName(storage: Pick<Storage, "getItem" | "setItem"> = sessionStorage): string {
  const known = storage.getItem(key);
  if (known !== null) return known;
  const made = crypto.randomUUID();
  storage.setItem(key, made);
  return made;
}
