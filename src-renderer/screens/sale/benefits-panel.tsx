import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import type { GiftView } from '../../contract-types.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Action } from '../../shell/use-action.ts';
import { chooseGifts } from '../../state/sale-store.ts';
import { dayOf, points } from '../../state/shop-format.ts';
import { useStatus } from '../../state/status-store.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Notice, StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TickBox } from '../../widgets/tick-box.tsx';
import type { FreshBenefits } from './use-fresh-benefits.ts';

interface BenefitsPanelProps {
  readonly sale: SaleView;
  readonly benefits: FreshBenefits;
  readonly action: Action;
}

/** What the member gets with this basket, what does not apply and why, and the gifts to use. */
export function BenefitsPanel({ sale, benefits, action }: BenefitsPanelProps) {
  const { t } = useTranslation();
  const kind = useStatus((store) => store.capabilities?.preview);
  const isOffline = useStatus((store) => store.status?.connection.state === 'not-connected');
  const { preview } = sale;
  return (
    <section className="card stack benefits" aria-label={t('benefits.title')}>
      <div className="row">
        <h2 className="grow">{t('benefits.title')}</h2>
        {kind !== 'none' && (
          <PressButton
            look="quiet"
            icon="sync"
            isPending={benefits.isReading}
            label={t('benefits.refresh')}
            onPress={benefits.read}
          />
        )}
      </div>
      {kind === 'none' && <p className="soft">{t('benefits.noPreview')}</p>}
      {preview === null && isOffline && <p className="soft">{t('benefits.offline')}</p>}
      {preview !== null && (
        <>
          {preview.stale && (
            <Notice tone="warn" icon="clock">
              <span>{t(isOffline ? 'benefits.staleOffline' : 'benefits.stale')}</span>
            </Notice>
          )}
          {preview.estimate && <StateBadge tone="info">{t('benefits.estimate')}</StateBadge>}
          {preview.pointsToEarn !== null && (
            <p className="row">
              <Icon name="star" />
              <strong>
                {t('benefits.earn', { count: preview.pointsToEarn, points: points(preview.pointsToEarn) })}
              </strong>
            </p>
          )}
          {preview.deals.length === 0 && preview.pointsToEarn === null && <p className="soft">{t('benefits.none')}</p>}
        </>
      )}
      <ProblemNotice problem={benefits.problem} />
      <Gifts gifts={sale.member?.gifts ?? []} action={action} />
      {preview !== null && preview.notApplied.length > 0 && (
        <div className="stack">
          <h3>{t('benefits.notApplied')}</h3>
          <ul className="stack">
            {preview.notApplied.map((benefit) => (
              <li key={benefit.key} className="not-applied">
                <strong>{benefit.name}</strong> <span className="soft">{benefit.reason}</span>{' '}
                {benefit.cashierCanFix && (
                  <StateBadge tone="info" icon="plus">
                    {t('benefits.canFix')}
                  </StateBadge>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function Gifts({ gifts, action }: { readonly gifts: readonly GiftView[]; readonly action: Action }) {
  const { t } = useTranslation();
  const support = useStatus((store) => store.capabilities?.gifts);
  if (support?.offered === false) {
    return <p className="soft small">{t('common.because', { because: support.because ?? '' })}</p>;
  }
  if (gifts.length === 0) return null;
  const used = gifts.filter((gift) => gift.used).map((gift) => gift.key);
  const toggle = (key: string, isUsed: boolean) =>
    void action.run(() => chooseGifts(isUsed ? [...used, key] : used.filter((other) => other !== key)));
  return (
    <div>
      <h3>{t('benefits.gifts')}</h3>
      {gifts.map((gift) => (
        <TickBox
          key={gift.key}
          isSelected={gift.used}
          isDisabled={!gift.redeemable || action.running}
          onChange={(isUsed) => toggle(gift.key, isUsed)}
        >
          {t('benefits.useGift', { name: gift.name })}
          <span className="soft small gift-facts">
            {gift.description} {gift.validUntil !== null && t('benefits.validUntil', { date: dayOf(gift.validUntil) })}{' '}
            {gift.notRedeemableBecause !== null && t('benefits.notUsable', { because: gift.notRedeemableBecause })}
          </span>
        </TickBox>
      ))}
    </div>
  );
}
