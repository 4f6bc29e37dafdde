/** Every screen behind the sign-in has one route here; `screens.ts` must load one module for each. */
export const ROUTES = ['sale', 'payment', 'receipt', 'history', 'queue', 'manager', 'settings'] as const;
export type RouteName = (typeof ROUTES)[number];

export interface Route {
  readonly name: RouteName;
  /** The sale or entry it shows, or null. */
  readonly id: string | null;
}

/** What every screen is given of its route. */
export interface ScreenProps {
  readonly id: string | null;
}

const FIRST: Route = { name: 'sale', id: null };

/** The address of a screen inside the page: `#/receipt/<sale id>`. */
export function hashOf(name: RouteName, id: string | null = null): string {
  return id === null ? `#/${name}` : `#/${name}/${encodeURIComponent(id)}`;
}

/** The screen of an address; the sale screen for everything that is none. */
export function routeOf(hash: string): Route {
  const match = /^#\/([a-z-]+)(?:\/([^/]+))?$/.exec(hash);
  const name = ROUTES.find((route) => route === match?.[1]);
  if (name === undefined) return FIRST;
  const text = match?.[2];
  return { name, id: text === undefined ? null : decoded(text) };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null; // a broken escape in a typed address
  }
}
