/**
 * True where what `fetch` threw says that there was no connection to send anything over: no such host, refused, no trust in its certificate. Only
 * some platforms say; of the others nothing is known.
 */
export function isUnsent(error: unknown): boolean {
  const { syscall, code, cause, errors } = (error ?? {}) as { readonly syscall?: unknown; readonly code?: unknown; readonly cause?: unknown; readonly errors?: unknown };
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isUnsent);
  if (syscall === "connect" || syscall === "getaddrinfo" || (typeof code === "string" && beforeConnection.has(code))) return true;
  return cause !== undefined && isUnsent(cause);
}

/** What Node.js says of a connection that was never there, or whose other end is not who it should be. */
const beforeConnection: ReadonlySet<string> = new Set([
  "UND_ERR_CONNECT_TIMEOUT",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
