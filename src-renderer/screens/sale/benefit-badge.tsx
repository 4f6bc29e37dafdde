import { useTranslation } from 'react-i18next';
import { points } from '../../state/shop-format.ts';
import type { IconName } from '../../widgets/icon.tsx';
import { StateBadge, type Tone } from '../../widgets/notice.tsx';
import type { BasketBenefit, BenefitStanding } from './benefit-state.ts';

const LOOKS: Readonly<Record<BenefitStanding, { readonly tone: Tone; readonly icon: IconName }>> = {
  confirmed: { tone: 'good', icon: 'check' },
  refused: { tone: 'bad', icon: 'cross' },
  asking: { tone: 'info', icon: 'clock' },
  open: { tone: 'warn', icon: 'alert' },
};

/** What a line of the basket is that nobody scanned, and whether the program stands behind it: one mark, so that it always fits. */
export function BenefitBadge({ benefit }: { readonly benefit: BasketBenefit | null }) {
  const { t } = useTranslation();
  if (benefit === null) {
    return (
      <StateBadge tone="plain" icon="gift">
        {t('benefits.kind.gift')}
      </StateBadge>
    );
  }
  const { kind, costPoints, standing } = benefit;
  const said = t(`benefits.standing.${standing}`);
  const cost = costPoints === null ? '' : ` ${t('benefits.cost', { count: costPoints, points: points(costPoints) })}`;
  return (
    <StateBadge {...LOOKS[standing]}>
      {t(`benefits.kind.${kind}`)}
      {standing === 'confirmed' ? (
        <>
          {cost}
          <span className="only-heard">: {said}</span>
        </>
      ) : (
        `: ${said}`
      )}
    </StateBadge>
  );
}
