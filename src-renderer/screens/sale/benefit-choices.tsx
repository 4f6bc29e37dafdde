import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import type { GiftView } from '../../contract-types.ts';
import type { Action } from '../../shell/use-action.ts';
import { chooseGifts } from '../../state/sale-store.ts';
import { dayOf, points } from '../../state/shop-format.ts';
import { useStatus } from '../../state/status-store.ts';
import { Notice, StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TickBox } from '../../widgets/tick-box.tsx';
import type { BasketBenefit } from './benefit-state.ts';

interface BenefitChoicesProps {
  readonly sale: SaleView;
  readonly used: ReadonlyMap<string, BasketBenefit>;
  readonly action: Action;
}

/** What the member may use with this sale, to tick; a used one that the program does not give says why and how to go on. */
export function BenefitChoices({ sale, used, action }: BenefitChoicesProps) {
  const { t } = useTranslation();
  const isOffered = useStatus((store) => store.capabilities?.gifts.offered);
  const gifts = sale.member?.gifts ?? [];
  const balance = sale.member?.balancePoints ?? null;
  // Used ones may be known without the member's own list: after this till was started anew.
  if (isOffered !== true || (gifts.length === 0 && used.size === 0)) return null;
  const choose = (keys: readonly string[]) => void action.run(() => chooseGifts(keys));
  const without = (key: string) => choose([...used.keys()].filter((other) => other !== key));
  return (
    <div className="benefit-choices">
      {/* First what is in the way: on a small screen the rest of the list is below the edge. */}
      {[...used.values()].map((benefit) => (
        <Trouble key={benefit.key} benefit={benefit} action={action} onRemove={() => without(benefit.key)} />
      ))}
      {gifts.length > 0 && <h3>{t('benefits.choose')}</h3>}
      {gifts.map((gift) => {
        const standing = used.get(gift.key);
        return (
          <div key={gift.key}>
            <TickBox
              isSelected={standing !== undefined}
              isDisabled={(!gift.redeemable && standing === undefined) || action.running}
              onChange={(isUsed) => (isUsed ? choose([...used.keys(), gift.key]) : without(gift.key))}
            >
              {t('benefits.use', { name: gift.name })}
              <GiftFacts gift={gift} balance={standing === undefined ? balance : null} />
            </TickBox>
          </div>
        );
      })}
    </div>
  );
}

interface GiftFactsProps {
  readonly gift: GiftView;
  /** What the member has left to choose it with; null: it is chosen, or the balance is not known. */
  readonly balance: number | null;
}

function GiftFacts({ gift, balance }: GiftFactsProps) {
  const { t } = useTranslation();
  const { costPoints } = gift;
  const left = costPoints === null || balance === null ? null : balance - costPoints;
  return (
    <span className="gift-facts soft small">
      {gift.preselected && (
        <StateBadge tone="info" icon="person">
          {t('benefits.preselected')}
        </StateBadge>
      )}
      {costPoints !== null && <strong>{t('benefits.costs', { count: costPoints, points: points(costPoints) })}</strong>}
      {left !== null && (
        <span>
          {left >= 0
            ? t('benefits.leaves', { count: left, points: points(left) })
            : t('benefits.lacks', { count: -left, points: points(-left) })}
        </span>
      )}
      {gift.description !== null && <span>{gift.description}</span>}
      {gift.validUntil !== null && <span>{t('benefits.validUntil', { date: dayOf(gift.validUntil) })}</span>}
      {gift.notRedeemableBecause !== null && (
        <span>{t('benefits.notUsable', { because: gift.notRedeemableBecause })}</span>
      )}
    </span>
  );
}

interface TroubleProps {
  readonly benefit: BasketBenefit;
  readonly action: Action;
  readonly onRemove: () => void;
}

/** A used benefit that does not stand yet: by name, with the fix in words and the way out of it. */
function Trouble({ benefit, action, onRemove }: TroubleProps) {
  const { t } = useTranslation();
  const { name, standing, refusedBecause, cashierCanFix } = benefit;
  if (standing === 'confirmed' || standing === 'asking') return null;
  return (
    <Notice tone={standing === 'refused' ? 'bad' : 'warn'}>
      <span className="grow">
        <strong>{name}:</strong>{' '}
        {standing === 'open' ? t('benefits.openWhat') : (refusedBecause ?? t('benefits.refusedWhat'))}{' '}
        {standing === 'refused' && !cashierCanFix && t('benefits.onlyRemove')}
      </span>
      <PressButton
        look="quiet"
        icon="trash"
        label={t('benefits.removeLabel', { name })}
        isDisabled={action.running}
        onPress={onRemove}
      >
        {t('benefits.remove')}
      </PressButton>
    </Notice>
  );
}
