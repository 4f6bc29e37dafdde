import type { Sale, UsedGift } from '../../../src-shared/sale/sale.ts';
import type { BenefitRefusal } from '../backend.ts';
import { meaningOf, normalCode } from './error-codes.ts';
import type { Reading } from './interpret-answer.ts';
import { ruleText } from './rule-codes.ts';
import type { RuleFailure } from './wire-schemas.ts';

type Refused = Reading & { readonly kind: 'refused' };

/**
 * Which of the used benefits a refused Validate is about, each with the reason and the fix in words (section 8). A failure
 * that names none of them concerns them all. Null: it is about no benefit, but about the call.
 */
export function refusalsOf(reading: Refused, sale: Sale): readonly BenefitRefusal[] | null {
  if (normalCode(reading.code) === 'rules' || reading.failures.length > 0) return byRule(reading, sale);
  const { cause, text } = meaningOf(reading.code);
  if (cause !== 'points' && cause !== 'reward') return null;
  const rewards = sale.usedGifts.filter(({ kind }) => kind === 'reward');
  const meant = cause === 'points' || rewards.length > 0 ? rewards : sale.usedGifts;
  return meant.length === 0 ? null : meant.map(({ key, name }) => ({ key, name, reason: text, cashierCanFix: true }));
}

function byRule({ code, failures }: Refused, sale: Sale): readonly BenefitRefusal[] | null {
  if (sale.usedGifts.length === 0) return null;
  const reasons = new Map<string, { texts: string[]; canFix: boolean }>();
  const blame = (gift: UsedGift, reason: string, cashierCanFix: boolean): void => {
    const before = reasons.get(gift.key) ?? { texts: [], canFix: true };
    if (!before.texts.includes(reason)) before.texts.push(reason);
    reasons.set(gift.key, { texts: before.texts, canFix: before.canFix && cashierCanFix });
  };
  const all: readonly RuleFailure[] =
    failures.length > 0 ? failures : [{ code, currentValue: undefined, targetValue: undefined }];
  for (const failure of all) {
    const { reason, cashierCanFix } = ruleText(failure, sale.currency);
    for (const gift of blamed(failure, sale)) blame(gift, reason, cashierCanFix);
  }
  return sale.usedGifts.flatMap(({ key, name }): BenefitRefusal[] => {
    const found = reasons.get(key);
    return found === undefined ? [] : [{ key, name, reason: found.texts.join(' '), cashierCanFix: found.canFix }];
  });
}

function blamed({ code, incentiveId, targetValue }: RuleFailure, { usedGifts }: Sale): readonly UsedGift[] {
  const named = usedGifts.filter(({ facts }) => facts['incentiveId'] === incentiveId);
  if (named.length === 0) return usedGifts;
  // Of too many in one order those beyond the limit have to go, not the first ones.
  const limit = Number(targetValue);
  const isTooMany = normalCode(code) === 'exceedslimitperorder' && Number.isInteger(limit) && limit < named.length;
  return isTooMany ? named.slice(Math.max(0, limit)) : named;
}
