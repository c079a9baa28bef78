/** To which hosts events may be sent, where nothing else is said: this machine. */
export const loopbackHosts: readonly string[] = ["127.0.0.1", "localhost", "[::1]"];

/** Whether events may be sent there. Only a host that is named is: whatever a name leads to, nobody else chooses it. Plain HTTP stays on this machine. */
export function isAllowedUrl(text: string, hosts: readonly string[]): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== "" || url.password !== "") return false;
  const isSecure = url.protocol === "https:" || (url.protocol === "http:" && loopbackHosts.includes(url.hostname));
  return isSecure && hosts.includes(url.hostname);
}
