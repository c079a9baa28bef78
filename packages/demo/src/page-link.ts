/** What the fragment of the page's address may carry. A fragment is never sent to a server. */
export type PageLink =
  | { readonly kind: "user"; readonly user: string; readonly token: string }
  | { readonly kind: "conference"; readonly uri: string; readonly joinToken: string; readonly host: string | undefined };

/** Reads a link to this page, or only its fragment. */
export function readPageLink(link: string): PageLink | undefined {
  const at = link.indexOf("#");
  const values = new URLSearchParams(at < 0 ? "" : link.slice(at + 1));
  const [user, token, uri, joinToken] = ["user", "token", "conference", "join"].map((name) => values.get(name) || undefined);
  if (uri !== undefined && joinToken !== undefined) return { kind: "conference", uri, joinToken, host: values.get("with") || undefined };
  return user === undefined || token === undefined ? undefined : { kind: "user", user, token };
}

/** A link by which somebody else enters the conference. `host` is only a hint of whom they will meet. */
export function conferenceLink(page: string, uri: string, joinToken: string, host: string): string {
  return `${new URL(page).origin}/#${new URLSearchParams({ conference: uri, join: joinToken, with: host }).toString()}`;
}
