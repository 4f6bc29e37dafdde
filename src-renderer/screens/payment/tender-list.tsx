import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import type { Action } from '../../shell/use-action.ts';
import { removeTender } from '../../state/sale-store.ts';
import { money } from '../../state/shop-format.ts';
import { PressButton } from '../../widgets/press-button.tsx';

interface TenderListProps {
  readonly sale: SaleView;
  readonly action: Action;
}

/** What is paid already. Points are given back through their own state, so that no press can take them away silently. */
export function TenderList({ sale, action }: TenderListProps) {
  const { t } = useTranslation();
  return (
    <section className="card tenders" aria-label={t('payment.tenders')}>
      <h2>{t('payment.paid')}</h2>
      {sale.tenders.length === 0 && <p className="soft">{t('payment.noTenders')}</p>}
      <ul>
        {sale.tenders.map((tender) => {
          const name = t(`payment.tender.${tender.type}`);
          const amount = money(tender.amountMinor);
          return (
            <li key={tender.tenderId} className="row">
              <span className="grow">
                {name}
                {tender.tenderedMinor !== tender.amountMinor && (
                  <span className="soft small">
                    {' '}
                    {t('payment.handedOver', { amount: money(tender.tenderedMinor) })}
                  </span>
                )}
              </span>
              <strong className="amount">{amount}</strong>
              {(tender.type === 'CASH' || tender.type === 'CARD') && (
                <PressButton
                  look="quiet"
                  icon="trash"
                  label={t('payment.remove', { tender: name, amount })}
                  isDisabled={action.running}
                  onPress={() => void action.run(() => removeTender(tender.tenderId))}
                />
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
