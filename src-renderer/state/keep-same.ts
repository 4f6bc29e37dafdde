/**
 * The new list with every element that has not changed replaced by the old one, so that what is drawn from it need not be
 * drawn again. Elements are flat: their properties are texts, numbers and the like.
 *
 * @param key the property that names an element.
 */
export function keepSame<T extends object>(before: readonly T[], after: readonly T[], key: keyof T): T[] {
  const old = new Map(before.map((element) => [element[key], element]));
  return after.map((element) => {
    const known = old.get(element[key]);
    return known !== undefined && isSame(known, element) ? known : element;
  });
}

function isSame<T extends object>(a: T, b: T): boolean {
  const names = Object.keys(b) as (keyof T)[];
  return names.length === Object.keys(a).length && names.every((name) => Object.is(a[name], b[name]));
}
