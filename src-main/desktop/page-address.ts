/** The page's own scheme: unlike file:, it has an origin, and nothing outside the built page stands under it. */
export const PAGE_SCHEME = 'tillbox';
const PAGE_ORIGIN = `${PAGE_SCHEME}://app`;
export const PAGE_URL = `${PAGE_ORIGIN}/`;

/** Whether an address is the page itself, and not merely something of its origin. */
export function isPage(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${PAGE_SCHEME}:` && url.host === 'app' && url.pathname === '/';
}

/** Whether an address is of the page's origin, or is made by the page itself out of nothing. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  if (url === null) return false;
  return (
    (url.protocol === `${PAGE_SCHEME}:` && url.host === 'app') || url.protocol === 'data:' || url.protocol === 'blob:'
  );
}
