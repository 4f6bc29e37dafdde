/** What crosses into the page's world: copies and wrapped functions, frozen at every level. */
export function bridged(value: unknown): unknown {
  if (typeof value === 'function') {
    const call = (...given: readonly unknown[]): unknown => structuredClone(value(...structuredClone(given)));
    return Object.freeze(call);
  }
  if (typeof value === 'symbol') throw new TypeError('a symbol cannot cross the context bridge');
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(bridged));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bridged(one)])));
}
