/** What an endpoint answers, before it has a form. */
export type Answer =
  | { readonly ok: true; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly path?: string };

export const success = (fields: Readonly<Record<string, unknown>> = {}): Answer => ({ ok: true, fields });
export const refused = (code: string, message: string, path?: string): Answer =>
  path === undefined ? { ok: false, code, message } : { ok: false, code, message, path };

/** The forms that the public sources leave open (section 3, A1, A3). */
export interface AnswerForm {
  readonly envelope: 'root' | 'data';
  readonly word: 'success' | 'ok';
  readonly refusalStatus: 200 | 400;
  readonly balances: 'number' | 'pair';
  /** How far this server's clock is ahead, in its Date header. */
  readonly skewMs: number;
}

export const PLAIN_FORM: AnswerForm = {
  envelope: 'data',
  word: 'success',
  refusalStatus: 400,
  balances: 'number',
  skewMs: 0,
};

/** The status and body of an answer in the given form. */
export function inForm(answer: Answer, form: AnswerForm): { status: number; body: unknown } {
  if (!answer.ok) {
    const { code, message, path } = answer;
    const error = path === undefined ? { code, message } : { code, message, path };
    const status = code === 'KEY' ? 401 : form.refusalStatus;
    return { status, body: { status: 'error', error } };
  }
  const inner = form.envelope === 'data' ? { data: answer.fields } : answer.fields;
  return { status: 200, body: { status: form.word, ...inner } };
}

export const inBalanceForm = (amount: number, { balances }: AnswerForm): unknown =>
  balances === 'pair' ? { monetary: amount, nonMonetary: amount } : amount;
