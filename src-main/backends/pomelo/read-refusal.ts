import { z } from 'zod';
import { readObject } from './wire-figures.ts';

/** Section 5; `detail` is never read: it may repeat what was sent. */
const envelope = z.looseObject({
  error: z.looseObject({
    details: z.array(z.looseObject({ code: z.union([z.string().min(1), z.number().transform(String)]) })).min(1),
  }),
});

/** What an error code may look like; anything longer could carry personal data into the queue. */
const safeCode = (code: string): string => code.replace(/[^A-Za-z0-9_.-]/g, '').slice(0, 40);

/** The program's code in an error's body, else the status: a body may be empty or no JSON. */
export function refusalCode(text: string, status: number): string {
  const read = envelope.safeParse(readObject(text));
  const code = read.success ? safeCode(read.data.error.details[0]?.code ?? '') : '';
  return code === '' ? `http-${status}` : code;
}

export interface RefusalMeaning {
  /** Ours, free of personal data; names an unknown code so that support can ask about it. */
  readonly text: string;
  readonly notFound: boolean;
}

/** Status first, code second (section 5): no loyalty code is public. */
export function meaningOf(status: number, code: string, balanceTooLowCodes: readonly string[]): RefusalMeaning {
  if (balanceTooLowCodes.includes(code)) return { text: 'The balance is too low for this.', notFound: false };
  if (status === 404) return { text: `The loyalty program knows no card by this id (code ${code}).`, notFound: true };
  return { text: `The loyalty program refused this (code ${code}).`, notFound: false };
}
