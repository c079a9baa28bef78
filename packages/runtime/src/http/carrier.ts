/** Where a credential travels. */
export type Carrier =
  | { readonly kind: "authorization"; readonly scheme: string; readonly form?: CredentialForm }
  | { readonly kind: "header" | "query" | "cookie"; readonly name: string }
  /** In the connection itself: a client certificate. */
  | { readonly kind: "transport" };

/** How a credential that is more than one text is written, and read. */
export interface CredentialForm {
  write(credential: BasicCredential): string;
  read(text: string): BasicCredential | undefined;
}

/** The name and the secret of a caller (RFC 7617). */
export interface BasicCredential {
  readonly username: string;
  readonly password: string;
}
