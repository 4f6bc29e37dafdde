import './sale-screen.css';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { goTo } from '../../shell/current-route.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { ScreenProps } from '../../shell/route-table.ts';
import { useScanner } from '../../shell/scanning.ts';
import { useAction } from '../../shell/use-action.ts';
import { clearSale, loadSale, useSale } from '../../state/sale-store.ts';
import { useScanned } from '../../state/scanned-store.ts';
import { useSession } from '../../state/session-store.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { BasketLines } from './basket-lines.tsx';
import { BenefitsPanel } from './benefits-panel.tsx';
import { ItemSearch } from './item-search.tsx';
import { MemberPanel } from './member-panel.tsx';
import { SaleTotals } from './sale-totals.tsx';
import { takeScan } from './take-scan.ts';
import { useFreshBenefits } from './use-fresh-benefits.ts';

export function SaleScreen(_props: ScreenProps) {
  const { t } = useTranslation();
  const sale = useSale((store) => store.sale);
  const staff = useSession((store) => store.staff);
  const action = useAction();
  const benefits = useFreshBenefits();
  const [isClearing, setClearing] = useState(false);
  const [isGoing, setGoing] = useState(false);
  const scanned = useScanned((store) => store.code);
  const pay = async (): Promise<void> => {
    setGoing(true);
    await benefits.freshen();
    goTo('payment');
  };

  // Again when the door was opened anew: another screen or a crash may have changed the sale.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `staff` is what says that the door was opened.
  useEffect(() => void loadSale(), [staff]);
  useScanner((code) => void action.run(() => takeScan(code)));

  const hasLines = sale !== null && sale.lines.length > 0;
  const hasAnything = sale !== null && (hasLines || sale.member !== null);
  return (
    <div className="sale screen">
      <h1 className="only-heard">{t('sale.title')}</h1>
      <section className="sale-basket card">
        <ItemSearch action={action} />
        <ProblemNotice problem={action.problem} onDismiss={action.dismiss} />
        <BasketLines sale={sale} action={action} />
      </section>
      <aside className="sale-side">
        <MemberPanel
          member={sale?.member ?? null}
          hasRewards={sale?.benefits.some(({ costPoints }) => costPoints !== null) ?? false}
          action={action}
          scanned={scanned}
          onScannedTaken={() => useScanned.setState({ code: null })}
        />
        {sale !== null && sale.member?.confirmed === true && hasLines && (
          <BenefitsPanel sale={sale} benefits={benefits} action={action} />
        )}
        <span className="grow" />
        <SaleTotals sale={sale} />
        <div className="sale-buttons">
          <PressButton
            look="danger"
            icon="trash"
            shortcut="F9"
            isDisabled={!hasAnything || action.running}
            onPress={() => setClearing(true)}
          >
            {t('sale.clear')}
          </PressButton>
          <PressButton
            look="primary big grow"
            shortcut="F4"
            isDisabled={!hasLines}
            isPending={isGoing}
            onPress={() => void pay()}
          >
            {t('sale.pay')}
          </PressButton>
        </div>
      </aside>
      {isClearing && (
        <DialogBox title={t('sale.clearTitle')} onClose={() => setClearing(false)}>
          <p>{t('sale.clearWhat')}</p>
          <div className="dialog-buttons">
            <PressButton autoFocus onPress={() => setClearing(false)}>
              {t('sale.clearKeep')}
            </PressButton>
            <PressButton
              look="danger solid"
              isPending={action.running}
              onPress={async () => {
                await action.run(clearSale);
                setClearing(false);
              }}
            >
              {t('sale.clearConfirm')}
            </PressButton>
          </div>
        </DialogBox>
      )}
    </div>
  );
}
