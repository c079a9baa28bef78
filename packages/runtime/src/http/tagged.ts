/**
 * A body and the entity tag that came with it in the header `ETag` (RFC 9110, 8.8.3): the whole text, quotes included, `"7"` or `W/"7"`. It is
 * the same text everywhere: what a call got as `etag` goes back as `ifMatch`, and an implementation gives it to `requireMatch`.
 */
export type Tagged<Body> = Body & { readonly etag: string };
