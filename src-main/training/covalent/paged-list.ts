import { invalid } from './endpoint-result.ts';

const MOST_PER_PAGE = 500;
const USUAL_PER_PAGE = 50;

/** Section 8. @param withNext whether the answer says where to go on */
export function paged<T>(rows: readonly T[], query: URLSearchParams, wire: (row: T) => unknown, withNext: boolean) {
  const page = wholeNumber(query, 'page', 1, Number.MAX_SAFE_INTEGER);
  const size = wholeNumber(query, 'page_size', USUAL_PER_PAGE, MOST_PER_PAGE);
  const results = rows.slice((page - 1) * size, page * size).map(wire);
  const next = page * size < rows.length ? `?page=${page + 1}` : null;
  return {
    count: rows.length,
    ...(withNext ? { next } : {}),
    previous: page > 1 ? `?page=${page - 1}` : null,
    results,
  };
}

function wholeNumber(query: URLSearchParams, name: string, usual: number, highest: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (!/^\d{1,9}$/.test(text)) throw invalid(name, 'invalid', 'A valid integer is required.');
  const value = Number(text);
  if (value < 1) throw invalid(name, 'min_value', 'The value must be at least 1.');
  if (value > highest) throw invalid(name, 'max_value', `The value must be at most ${highest}.`);
  return value;
}
