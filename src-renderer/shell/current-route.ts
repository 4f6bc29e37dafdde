import { useSyncExternalStore } from 'react';
import { hashOf, type Route, type RouteName, routeOf } from './route-table.ts';

let hash = '';
let route = routeOf(hash);

function current(): Route {
  if (location.hash !== hash) {
    hash = location.hash;
    route = routeOf(hash);
  }
  return route;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export const useRoute = (): Route => useSyncExternalStore(subscribe, current);

export function goTo(name: RouteName, id: string | null = null): void {
  location.hash = hashOf(name, id);
}
