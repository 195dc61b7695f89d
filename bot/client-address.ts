/**
 * The address that a request came from. `X-Forwarded-For` can be written by anybody: its last entry is believed
 * only where the connection itself comes from the one proxy that was named.
 */
export function forwardedAddress(
  remote: string,
  forwardedFor: string | undefined,
  trustedProxy: string | null,
): string {
  const plain = (address: string) => address.replace(/^::ffff:/, "");
  if (trustedProxy === null || plain(remote) !== trustedProxy) return plain(remote);
  return forwardedFor?.split(",").at(-1)?.trim() || plain(remote);
}
