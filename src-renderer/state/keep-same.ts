/**
 * The new list with every element that has not changed replaced by the old one, so that what is drawn from it need not be
 * drawn again. Elements are plain data.
 *
 * @param key the property that names an element.
 */
export function keepSame<T extends object>(before: readonly T[], after: readonly T[], key: keyof T): T[] {
  const old = new Map(before.map((element) => [element[key], element]));
  return after.map((element) => {
    const known = old.get(element[key]);
    return known !== undefined && JSON.stringify(known) === JSON.stringify(element) ? known : element;
  });
}
