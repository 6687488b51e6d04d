/**
 * What names a system that is reached by an address: scheme, host, port and path. Neither the account nor the query
 * belongs to it: they may change, and they may be secret.
 */
export function urlIdentity(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname.replace(/\/+$/, '')}`;
}
