import { decimalText } from '../../../src-shared/money/decimal.ts';
import { currency as currencyCode, exponentOf } from '../../../src-shared/money/money.ts';
import { safeCode } from './error-codes.ts';
import type { RuleFailure } from './wire-schemas.ts';

interface RuleText {
  readonly cashierCanFix: boolean;
  readonly say: (failure: RuleFailure, currency: string) => string;
}

const fixable = (say: RuleText['say'] | string): RuleText => ({
  cashierCanFix: true,
  say: typeof say === 'string' ? () => say : say,
});
const final = (say: RuleText['say'] | string): RuleText => ({ ...fixable(say), cashierCanFix: false });

/** Section 8, every rule: what a cashier reads and whether something can be done about it at the till. Codes by A10. */
const RULES: ReadonlyMap<string, RuleText> = new Map([
  ['insufficientpointbalance', fixable('Not enough points for this: remove the reward.')],
  ['exceedslimitperorder', fixable('Too many of this in one order: remove the extra one.')],
  ['exceedsmaxredemption', final('The guest has used this as often as it may be used.')],
  ['invaliddayoftheweek', final(withList('It is not valid on this day of the week', 'It is valid on'))],
  ['invalidenddate', final('It has expired.')],
  ['invalidstartdate', final('It is not valid yet.')],
  ['invalidenrollmentstartdate', final('It is for guests who joined later.')],
  ['invalidenrollmentenddate', final('It is for guests who joined earlier.')],
  ['invalidservicemode', fixable(withList('It is not for this way of eating: change it', 'It is for'))],
  ['invalidstoreid', final('It is not valid in this restaurant.')],
  ['subtotalbelowminimumspend', fixable(minimumSpend)],
  ['unsatisfiedcartrequirements', fixable(withList('An item that it needs is missing: add one', 'One of'))],
  ['unsatisfiedcartrequirementsexclusion', fixable(withList('It does not go with an item: remove that', 'Not with'))],
  ['invalidpaymentmethod', fixable(withList('It is not for this kind of payment: take another', 'It is for'))],
  ['userwithincooldownperiod', final('It is too soon after its last use.')],
  ['invalidscope', fixable('It is for another guest: identify the guest it belongs to.')],
  ['usernotloggedin', fixable('It is for guests of the program: identify the guest.')],
  ['notfirstorder', final('It is for a first order only.')],
  ['notbirthday', final('It is for the birthday only.')],
  ['invalidquestactivationdate', final('Its quest is not active now.')],
]);

/** An unknown code gets a generic sentence that names it; it is never dropped. */
export function ruleText(failure: RuleFailure, currency: string): { reason: string; cashierCanFix: boolean } {
  const rule = RULES.get(failure.code.toLowerCase().replace(/[^a-z0-9]/g, ''));
  if (rule === undefined)
    return { reason: `The loyalty program does not allow it now (${safeCode(failure.code)}).`, cashierCanFix: false };
  return { reason: rule.say(failure, currency), cashierCanFix: rule.cashierCanFix };
}

/** Both values in cents (A10). */
function minimumSpend({ currentValue, targetValue }: RuleFailure, currency: string): string {
  const [current, target] = [Number(currentValue), Number(targetValue)];
  if (!Number.isSafeInteger(current) || !Number.isSafeInteger(target) || target <= current)
    return 'The basket is below the minimum for this: add items.';
  const amount = (minor: number): string => `${decimalText(minor, exponentOf(currencyCode(currency)))} ${currency}`;
  return `The basket is below the minimum of ${amount(target)}: add items for ${amount(target - current)} more.`;
}

/** A sentence, and the values the program names for it where they are short enough to be read. */
function withList(sentence: string, before: string): RuleText['say'] {
  return ({ targetValue }) => {
    const values = (Array.isArray(targetValue) ? targetValue : []).filter(
      (value): value is string => typeof value === 'string' && value.length <= 30,
    );
    return values.length === 0 ? `${sentence}.` : `${sentence}. ${before} ${values.slice(0, 7).join(', ')}.`;
  };
}
