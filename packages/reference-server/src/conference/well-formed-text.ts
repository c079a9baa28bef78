import { refused } from "./refused.js";

/** An implementation that gets no call with a text in it that UTF-8 cannot write: such a call is `malformed`. */
export function withWellFormedText<I extends object>(implementation: I): I {
  return new Proxy(implementation, {
    get(target, name) {
      const run: unknown = Reflect.get(target, name);
      if (typeof run !== "function") return run;
      return (...args: readonly unknown[]): unknown => {
        // A call without parameters has its context alone.
        if (args.length > 1) judge(args[0], "");
        return Reflect.apply(run, target, args);
      };
    },
  });
}

/** Half of a surrogate pair, as an escape in JSON may write it. */
const half = /\p{Surrogate}/u;

function judge(value: unknown, pointer: string): void {
  if (typeof value === "string") {
    if (half.test(value)) throw refused("malformed", "A text has half of a surrogate pair in it.", { issues: [issueAt(pointer)] });
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) judge(each, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}

function issueAt(pointer: string) {
  return { pointer, keyword: "format", expected: "surrogates in pairs", found: "half of one" };
}
