import { compile, evaluate, memoryHost } from "@parley/compiler";
import { expect, it } from "vitest";
import { generatedValidators } from "../support/generated-validators.js";

/** Texts that have the format, and texts that nearly have it. */
const texts: Readonly<Record<string, readonly [good: readonly string[], bad: readonly string[]]>> = {
  "date-time": [["2026-02-28T23:59:59Z", "1990-12-31t15:59:60-08:00"], ["2026-02-29T00:00:00Z", "2026-02-28 00:00:00Z", "t", "20260-02-28T00:00:00Z"]],
  date: [["2024-02-29"], ["2023-02-29", "2024-2-9", ""]],
  time: [["00:00:00Z", "23:59:60Z"], ["24:00:00Z", "00:00:60Z", "00:00:00"]],
  duration: [["P1Y", "PT1S", "P1W"], ["P", "PT", "P1S", "1Y"]],
  email: [["a@b.example", '"a b"@[127.0.0.1]'], ["a", "@b", "a@", "a b@c"]],
  hostname: [["a.example", "xn--mnchen-3ya"], ["-a", "a_b", "", "xn--a"]],
  "idn-email": [["δοκιμή@παράδειγμα.example", '"a б"@b'], ["@б", "a@-б", "a@b@б"]],
  "idn-hostname": [["bücher.example", "例え。テスト", "xn--bcher-kva"], ["", "a..b", "-б", "Ⅷ.example", "l·a", "אa"]],
  ipv4: [["127.0.0.1"], ["256.0.0.1", "1.2.3", "01.2.3.4"]],
  ipv6: [["::1", "::ffff:1.2.3.4"], ["1::2::3", ":::", "12345::"]],
  uri: [["urn:a", "https://a@[::1]:80/b?c#d"], ["a", "//a", "http://a b", "http://[::1"]],
  "uri-reference": [["", "a", "//a/b?c"], ["\\a", "http://[", "a b"]],
  iri: [["http://bücher.example/ä?\u{e000}", "urn:ß"], ["ä", "http://a/\u{e000}", "http://a/\ufffe", "http://[v1.ä]/"]],
  "iri-reference": [["", "ä", "//ä/?ö#ü"], ["\\ä", "ä b", "\ud800"]],
  "uri-template": [["", "a/{b}", "{+a,b:3,c*}{?d}", "%41{%41.b}"], ["{", "{a", "a}", "{}", "{a,}", "{a:0}", "{a b}", "%4", "a b", "<"]],
  uuid: [["2eb8aa08-aa98-11ea-b4aa-73b441d16380"], ["2eb8aa08aa9811eab4aa73b441d16380", "x"]],
  "json-pointer": [["", "/a~1b/0"], ["a", "/~2", "/~"]],
  "relative-json-pointer": [["0", "1/a~0", "12#"], ["", "/a", "01/a", "-1/a", "0##", "1a", "1/~"]],
  regex: [["^a|b$"], ["(", "\\z", "["]],
};

it.each(Object.entries(texts))("%s: the compiler and the generated validators agree", async (format, [good, bad]) => {
  const schema = { type: "string", format };
  const entry = { openapi: "3.1.0", info: { title: "Formats", version: "1" }, components: { schemas: { Text: schema } } };
  const { protocols } = await compile(["entry.json"], memoryHost({ "entry.json": JSON.stringify(entry) }));
  const [protocol] = protocols;
  const [id] = protocol?.schemas.keys() ?? [];
  if (protocol === undefined || id === undefined) throw new Error("no schema");
  const validators = await generatedValidators({ Text: schema });
  for (const text of [...good, ...bad]) {
    const verdicts = [evaluate(protocol.schemas, id, text).length === 0, validators.is("Text", text), validators.explain("Text", text).length === 0];
    expect({ text, verdicts }).toEqual({ text, verdicts: verdicts.map(() => good.includes(text)) });
  }
});
