import { useTranslation } from 'react-i18next';
import type { EffectView } from '../../contract-types.ts';
import { money, points } from '../../state/shop-format.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Notice } from '../../widgets/notice.tsx';
import { TickBox } from '../../widgets/tick-box.tsx';
import { groupEffects } from './effect-groups.ts';

interface EffectsColumnsProps {
  readonly effects: readonly EffectView[];
  readonly currency: string;
  /** Whether the person has said that he knows what stays uncorrected. */
  readonly understood: boolean;
  readonly onUnderstood: (understood: boolean) => void;
}

/** What a void or return gives back and takes back, side by side; what it cannot undo stands out. */
export function EffectsColumns({ effects, currency, understood, onUnderstood }: EffectsColumnsProps) {
  const { t } = useTranslation();
  const textOf = useEffectText(currency);
  const groups = groupEffects(effects);
  const column = (title: string, of: readonly EffectView[]) => (
    <section className="effects-column" aria-label={title}>
      <h3>{title}</h3>
      {of.length === 0 ? (
        <p className="soft">{t('effects.nothing')}</p>
      ) : (
        <ul className="stack">
          {of.map((effect) => (
            <li key={textOf(effect)}>{textOf(effect)}</li>
          ))}
        </ul>
      )}
    </section>
  );
  return (
    <div className="stack">
      <div className="effects-money">{column(t('effects.money'), groups.money)}</div>
      <div className="two-columns">
        {column(t('effects.givenBack'), groups['given-back'])}
        {column(t('effects.takenBack'), groups['taken-back'])}
      </div>
      {groups.cannot.length > 0 && (
        <section className="effects-cannot" aria-label={t('effects.cannot')}>
          <h3 className="row">
            <Icon name="alert" />
            {t('effects.cannot')}
          </h3>
          <ul>
            {groups.cannot.map((effect) => (
              <li key={textOf(effect)}>{textOf(effect)}</li>
            ))}
          </ul>
          <p className="small">{t('effects.cannotWhat')}</p>
          <TickBox isSelected={understood} onChange={onUnderstood}>
            <strong>{t('effects.understood')}</strong>
          </TickBox>
        </section>
      )}
      {groups.note.map((effect) => (
        <Notice key={textOf(effect)} tone="info">
          <span>{textOf(effect)}</span>
        </Notice>
      ))}
    </div>
  );
}

function useEffectText(currency: string): (effect: EffectView) => string {
  const { t } = useTranslation();
  return (effect) => {
    const amount = effect.amountMinor === null ? null : money(Math.abs(effect.amountMinor), currency);
    const count =
      effect.points === null ? null : t('effects.points', { count: effect.points, points: points(effect.points) });
    const value =
      count !== null && amount !== null ? t('effects.pointsWorth', { points: count, amount }) : (count ?? amount ?? '');
    switch (effect.kind) {
      case 'money-back': {
        const sentence = t((effect.amountMinor ?? 0) < 0 ? 'effects.kind.money-collect' : 'effects.kind.money-back', {
          amount: amount ?? '',
        });
        return effect.text === null ? sentence : `${sentence} (${effect.text})`;
      }
      case 'points-given-back':
      case 'points-taken-back':
        return t(`effects.kind.${effect.kind}`, { value });
      case 'gift-given-back':
        return t('effects.kind.gift-given-back', { value: effect.text ?? t('effects.someGift') });
      case 'cannot-be-undone':
        return [amount, effect.text ?? t('effects.kind.cannot-be-undone')].filter((part) => part !== null).join(': ');
      case 'waits-for-outcome':
        return amount === null
          ? t('effects.kind.waits-for-outcome')
          : `${t('effects.kind.waits-for-outcome')} (${amount})`;
      case 'points-taken-back-unknown':
      case 'nothing-was-sent':
      case 'without-loyalty':
        return effect.text ?? t(`effects.kind.${effect.kind}`);
    }
  };
}
