import { useEffect, useRef, useState } from 'react';
import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { SaleView } from '../../../src-shared/contract/views.ts';
import type { LineView } from '../../contract-types.ts';
import type { Action } from '../../shell/use-action.ts';
import { removeLine, setQuantity } from '../../state/sale-store.ts';
import { money, quantity } from '../../state/shop-format.ts';
import { useReachable } from '../../state/status-store.ts';
import { Icon } from '../../widgets/icon.tsx';
import { StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { BenefitBadge } from './benefit-badge.tsx';
import { type BasketBenefit, benefitsOf } from './benefit-state.ts';
import { QuantityDialog } from './quantity-dialog.tsx';

const ROW_HEIGHT = 64;
const PIECE = 1_000;

interface BasketLinesProps {
  /** Null before its first item. */
  readonly sale: SaleView | null;
  readonly action: Action;
}

const NO_LINES: readonly LineView[] = [];

/** The items of the sale; only the visible ones are drawn, so that a scan into five hundred stays quick. */
export function BasketLines({ sale, action }: BasketLinesProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<LineView | null>(null);
  const lines = sale?.lines ?? NO_LINES;
  const count = lines.length;
  const isReachable = useReachable();
  const benefits = sale === null ? null : benefitsOf(sale, isReachable);

  // The last scanned item is what cashier and customer look for.
  useEffect(() => {
    if (count === 0) return;
    // Only the next frame knows how high the list has become.
    const frame = requestAnimationFrame(() => list.current?.scrollTo({ top: list.current.scrollHeight }));
    return () => cancelAnimationFrame(frame);
  }, [count]);

  return (
    <>
      <Virtualizer layout={ListLayout} layoutOptions={{ rowSize: ROW_HEIGHT }}>
        <GridList
          ref={list}
          className="basket"
          aria-label={t('sale.lines')}
          items={lines}
          // A line keeps its object while what is known of its benefit changes.
          dependencies={[benefits === null ? '' : JSON.stringify([...benefits])]}
          keyboardNavigationBehavior="tab"
          renderEmptyState={() => (
            <div className="empty">
              <Icon name="cart" />
              <strong>{t('sale.empty')}</strong>
              <span>{t('sale.emptyHint')}</span>
            </div>
          )}
        >
          {(line) => (
            <BasketLine
              id={line.lineId}
              line={line}
              benefit={line.benefitKey === null ? null : (benefits?.get(line.benefitKey) ?? null)}
              action={action}
              onEdit={() => setEditing(line)}
            />
          )}
        </GridList>
      </Virtualizer>
      {editing !== null && (
        <QuantityDialog
          name={editing.name}
          weighed={editing.weighed}
          startThousandths={editing.quantityThousandths}
          confirmText={t('sale.setQuantity')}
          action={action}
          onConfirm={(thousandths) => setQuantity(editing.lineId, thousandths)}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

interface BasketLineProps {
  /** Read by the list, which else counts its rows and takes one line for another once a line before it is gone. */
  readonly id: string;
  readonly line: LineView;
  /** The benefit that put it here; null: it was sold. */
  readonly benefit: BasketBenefit | null;
  readonly action: Action;
  readonly onEdit: () => void;
}

function BasketLine({ id, line, benefit, action, onEdit }: BasketLineProps) {
  const { t } = useTranslation();
  const { lineId, name, weighed, quantityThousandths } = line;
  const shownQuantity = weighed ? `${quantity(quantityThousandths, true)} kg` : quantity(quantityThousandths, false);
  const change = (to: number) => void action.run(() => setQuantity(lineId, to));
  const price = money(line.unitPriceMinor);
  return (
    <GridListItem className="basket-line" id={id} textValue={`${name}, ${shownQuantity}, ${money(line.netMinor)}`}>
      <span className="grow line-name">
        <strong>{name}</strong>
        <span className="soft small">
          {line.benefitKey === null ? (
            t(weighed ? 'sale.perKg' : 'sale.each', { price })
          ) : (
            <BenefitBadge benefit={benefit} />
          )}
          {line.action === 'return' && (
            <StateBadge tone="warn" icon="undo">
              {t('sale.returned')}
            </StateBadge>
          )}
        </span>
      </span>
      <span className="line-quantity">
        {line.benefitKey !== null && <span className="line-count-fixed">{shownQuantity}</span>}
        {line.benefitKey === null && !weighed && (
          <PressButton
            look="quiet"
            icon="minus"
            label={t('sale.less', { name })}
            isDisabled={quantityThousandths <= PIECE}
            onPress={() => change(quantityThousandths - PIECE)}
          />
        )}
        {line.benefitKey === null && (
          <PressButton
            look="line-count"
            label={t('sale.changeQuantity', { name, quantity: shownQuantity })}
            onPress={onEdit}
          >
            {shownQuantity}
          </PressButton>
        )}
        {line.benefitKey === null && !weighed && (
          <PressButton
            look="quiet"
            icon="plus"
            label={t('sale.more', { name })}
            onPress={() => change(quantityThousandths + PIECE)}
          />
        )}
      </span>
      <span className="amount line-amount">{money(line.netMinor)}</span>
      <PressButton
        look="quiet"
        icon="trash"
        label={t('sale.remove', { name })}
        onPress={() => void action.run(() => removeLine(lineId))}
      />
    </GridListItem>
  );
}
