import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import { money } from '../../state/shop-format.ts';

/** The sums of the sale, the discounts one by one. */
export function SaleTotals({ sale }: { readonly sale: SaleView | null }) {
  const { t } = useTranslation();
  const totals = sale?.totals;
  const deals = sale?.deals ?? [];
  return (
    <dl className="card sale-totals">
      {totals !== undefined && deals.length > 0 && (
        <>
          <div className="spread">
            <dt>{t('sale.subtotal')}</dt>
            <dd className="amount">{money(totals.grossMinor)}</dd>
          </div>
          {deals.map((deal) => (
            <div className="spread deal" key={`${deal.sourceId} ${deal.type} ${deal.reason}`}>
              <dt>{deal.reason ?? t('benefits.deal')}</dt>
              <dd className="amount">{money(-deal.amountMinor)}</dd>
            </div>
          ))}
        </>
      )}
      <div className="spread sale-total">
        <dt>{t('sale.total')}</dt>
        <dd className="amount">{money(totals?.totalMinor ?? 0)}</dd>
      </div>
      <div className="spread soft small">
        <dt>{t('sale.items', { count: sale?.lines.length ?? 0 })}</dt>
        <dd className="amount">
          {t('sale.tax')} {money(totals?.taxMinor ?? 0)}
        </dd>
      </div>
    </dl>
  );
}
