import { refused } from "./refused.js";

/** An implementation that gets no call with a text in it that not every receiver can keep: such a call is `malformed`. */
export function withGoodText<I extends object>(implementation: I): I {
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

/** U+0000, half of a surrogate pair, and noncharacters. */
const bad = /[\0\p{Surrogate}\p{Noncharacter_Code_Point}]/u;

function judge(value: unknown, pointer: string): void {
  if (typeof value === "string") {
    if (bad.test(value)) throw refused("malformed", "A text is no Unicode that every receiver can keep.", { issues: [issueAt(pointer)] });
  } else if (typeof value === "object" && value !== null) {
    for (const [name, each] of Object.entries(value)) judge(each, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}

function issueAt(pointer: string) {
  return { pointer, keyword: "format", expected: "Unicode without U+0000, halves of surrogate pairs and noncharacters", found: "one of these" };
}
