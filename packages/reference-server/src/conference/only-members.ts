/** The members of these names that are there, in this order: what a client says beside them is read as if it were not there. */
export function onlyMembers<T extends object, K extends keyof T>(value: T, names: readonly K[]): Pick<T, K> {
  // Members that are absent in the value are absent in the result, as its type allows.
  return Object.fromEntries(names.flatMap((name) => (value[name] === undefined ? [] : [[name, value[name]]]))) as Pick<T, K>;
}
