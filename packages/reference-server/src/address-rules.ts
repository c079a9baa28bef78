/** What an address of the specification leads to at this server. A scheme that it does not serve is not an error of the message. */
export function addressKind(address: string): "user" | "conference" | "unsupported" {
  switch (address.slice(0, address.indexOf(":")).toLowerCase()) {
    case "acct": return "user";
    case "https": return "conference";
    default: return "unsupported";
  }
}
