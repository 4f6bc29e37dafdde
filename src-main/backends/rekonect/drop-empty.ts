export type JsonObject = { readonly [name: string]: unknown };

/**
 * Takes null, undefined, empty texts, objects and lists out of a body, at any depth and also where a list or object becomes
 * empty by it (contract section 6 rule 9). Zero and false are values and stay.
 */
export function dropEmpty(body: JsonObject): JsonObject {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const rest = withoutEmpty(value);
    if (rest !== undefined) kept[name] = rest;
  }
  return kept;
}

function withoutEmpty(value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (Array.isArray(value)) {
    const items = value.map(withoutEmpty).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  if (typeof value === 'object') {
    const object = dropEmpty(value as JsonObject);
    return Object.keys(object).length === 0 ? undefined : object;
  }
  return value;
}
