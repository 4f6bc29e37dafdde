/** The headers that say where a request comes from, as Node gives them (lower case). */
export interface RequestOrigin {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
  readonly 'sec-fetch-site'?: string | readonly string[] | undefined;
}

/**
 * Whether a request may come in at all (design.md 4). `Host` must name this door, or a page elsewhere could reach it under
 * a name that resolves to 127.0.0.1. `Origin`, which every browser sends with every POST, must be this door's own; programs
 * that are no browsers send none.
 *
 * @param port where this door listens.
 * @returns which header is at fault, or null.
 */
export function foreignHeader(headers: RequestOrigin, port: number): 'Host' | 'Origin' | 'Sec-Fetch-Site' | null {
  const ownHosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (headers.host === undefined || !ownHosts.includes(headers.host)) return 'Host';
  // The page calls the very host it came from: another spelling of this door is another origin.
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) return 'Origin';
  const site = headers['sec-fetch-site'];
  // `none` is a person who typed or opened the address; browsers that do not send the header are covered by the above.
  return site === 'cross-site' || site === 'same-site' ? 'Sec-Fetch-Site' : null;
}
