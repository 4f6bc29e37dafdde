import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import type { Action } from '../../shell/use-action.ts';
import { chooseGifts, previewBenefits } from '../../state/sale-store.ts';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import type { BasketBenefit } from '../sale/benefit-state.ts';

interface UnconfirmedBenefitsProps {
  readonly sale: SaleView;
  /** Lines of benefits that the program does not stand behind. */
  readonly unconfirmed: readonly BasketBenefit[];
  readonly action: Action;
}

/** Said before anything is paid: what the sale cannot be completed with, why, and both ways out. */
export function UnconfirmedBenefits({ sale, unconfirmed, action }: UnconfirmedBenefitsProps) {
  const { t } = useTranslation();
  if (unconfirmed.length === 0) return null;
  const keys = new Set(unconfirmed.map(({ key }) => key));
  const others = sale.benefits.filter(({ key }) => !keys.has(key)).map(({ key }) => key);
  const isChangeable = sale.tenders.length === 0;
  return (
    <section className="stack" data-testid="unconfirmed">
      <Notice tone="warn" isUrgent>
        <span>
          <strong>{t('payment.unconfirmed')}</strong>{' '}
          {unconfirmed
            .map(({ name, refusedBecause }) => `${name}: ${refusedBecause ?? t('payment.unconfirmedWhat')}`)
            .join(' ')}{' '}
          {!isChangeable && t('payment.unconfirmedAfterPaid')}
        </span>
      </Notice>
      <div className="row">
        <PressButton
          icon="sync"
          isDisabled={!isChangeable}
          isPending={action.running}
          onPress={() => void action.run(previewBenefits)}
        >
          {t('payment.checkAgain')}
        </PressButton>
        <PressButton
          icon="trash"
          isDisabled={!isChangeable || action.running}
          onPress={() => void action.run(() => chooseGifts(others))}
        >
          {t('payment.removeBenefits')}
        </PressButton>
      </div>
    </section>
  );
}
