import type { PresentationTexts } from './rbi-options.ts';

/** Fills the franchisee's texts (section 10); null: nothing is set. Names in braces that have no value stay as they are. */
export function presentationOf(
  texts: PresentationTexts | null,
  values: Readonly<Record<string, number | string>>,
): Record<string, string> | null {
  if (texts === null) return null;
  const filled = Object.entries(texts).flatMap(([field, text]): [string, string][] =>
    text === undefined
      ? []
      : [[field, text.replace(/\{(\w+)\}/g, (braces, name: string) => String(values[name] ?? braces))]],
  );
  return filled.length === 0 ? null : Object.fromEntries(filled);
}
