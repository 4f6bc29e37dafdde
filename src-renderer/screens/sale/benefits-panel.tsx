import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import { NotOffered } from '../../shell/not-offered.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Action } from '../../shell/use-action.ts';
import { points } from '../../state/shop-format.ts';
import { useReachable, useStatus } from '../../state/status-store.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Notice, StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { BenefitChoices } from './benefit-choices.tsx';
import { benefitsOf, reservedPoints } from './benefit-state.ts';
import { PromoCode } from './promo-code.tsx';
import type { FreshBenefits } from './use-fresh-benefits.ts';

interface BenefitsPanelProps {
  readonly sale: SaleView;
  readonly benefits: FreshBenefits;
  readonly action: Action;
}

/** What the member gets with this basket, what does not apply and why, and the gifts, rewards and offers to use. */
export function BenefitsPanel({ sale, benefits, action }: BenefitsPanelProps) {
  const { t } = useTranslation();
  const capabilities = useStatus((store) => store.capabilities);
  const isOffline = useStatus((store) => store.status?.connection.state === 'not-connected');
  const { preview } = sale;
  const kind = capabilities?.preview;
  const used = benefitsOf(sale, useReachable());
  const reserved = capabilities?.reserve.offered === true ? reservedPoints(sale.benefits) : 0;
  const others = (preview?.notApplied ?? []).filter(({ key }) => !used.has(key));
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
          {preview.pointsToEarn !== null && (
            <p className="row">
              <Icon name="star" />
              <strong className="grow">
                {t(preview.estimate ? 'benefits.earnAbout' : 'benefits.earn', {
                  count: preview.pointsToEarn,
                  points: points(preview.pointsToEarn),
                })}
              </strong>
              {preview.estimate && <EstimateBadge />}
            </p>
          )}
          {preview.estimate && <p className="soft small">{t('benefits.estimateWhat')}</p>}
          {preview.deals.length === 0 && preview.pointsToEarn === null && used.size === 0 && (
            <p className="soft">{t('benefits.none')}</p>
          )}
        </>
      )}
      {reserved > 0 && (
        <p className="row" data-testid="reserved">
          <Icon name="lock" />
          <span>{t('benefits.reserved', { count: reserved, points: points(reserved) })}</span>
        </p>
      )}
      <ProblemNotice problem={benefits.problem} />
      <BenefitChoices sale={sale} used={used} action={action} />
      {others.length > 0 && (
        <div className="stack">
          <h3>{t('benefits.notApplied')}</h3>
          <ul className="stack">
            {others.map((benefit) => (
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
      {capabilities?.promoCodes.offered === true && <PromoCode />}
      <NotOffered
        what={[
          [t('benefits.what'), capabilities?.gifts],
          [t('benefits.whatPromo'), capabilities?.promoCodes],
        ]}
      />
    </section>
  );
}

function EstimateBadge() {
  const { t } = useTranslation();
  return (
    <StateBadge tone="warn" icon="question">
      {t('benefits.estimate')}
    </StateBadge>
  );
}
