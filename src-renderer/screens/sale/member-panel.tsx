import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberView } from '../../../src-shared/contract/views.ts';
import { useCodeText } from '../../shell/problem-notice.tsx';
import type { Action } from '../../shell/use-action.ts';
import { refreshMember, removeMember } from '../../state/sale-store.ts';
import { clockTime, money, points } from '../../state/shop-format.ts';
import { useStatus } from '../../state/status-store.ts';
import { Icon } from '../../widgets/icon.tsx';
import { Notice, StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { ConsentsDialog } from './consents-dialog.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';
import { IdentifyDialog } from './identify-dialog.tsx';
import { OneTimeCode } from './one-time-code.tsx';

interface MemberPanelProps {
  readonly member: MemberView | null;
  readonly action: Action;
}

type OpenDialog = 'identify' | 'enrol' | 'consents' | null;

export function MemberPanel({ member, action }: MemberPanelProps) {
  const { t } = useTranslation();
  const enrol = useStatus((store) => store.capabilities?.enrol);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const close = () => {
    action.dismiss();
    setDialog(null);
  };
  return (
    <section className="card stack member" aria-label={t('member.title')}>
      {member === null ? (
        <>
          <p className="soft small">{t('member.none')}</p>
          <div className="row">
            <PressButton look="primary grow" icon="person" shortcut="F3" onPress={() => setDialog('identify')}>
              {t('member.identify')}
            </PressButton>
            <PressButton isDisabled={enrol?.offered !== true} onPress={() => setDialog('enrol')}>
              {t('member.enrol')}
            </PressButton>
          </div>
          {enrol?.offered === false && (
            <p className="soft small">{t('common.because', { because: enrol.because ?? '' })}</p>
          )}
        </>
      ) : (
        <MemberFacts member={member} action={action} onConsents={() => setDialog('consents')} />
      )}
      {dialog === 'identify' && <IdentifyDialog action={action} onClose={close} />}
      {dialog === 'enrol' && <EnrolDialog action={action} onClose={close} />}
      {dialog === 'consents' && member !== null && <ConsentsDialog member={member} action={action} onClose={close} />}
    </section>
  );
}

interface MemberFactsProps {
  readonly member: MemberView;
  readonly action: Action;
  readonly onConsents: () => void;
}

function MemberFacts({ member, action, onConsents }: MemberFactsProps) {
  const { t } = useTranslation();
  const hint = `…${member.identifierHint.replace(/^…/, '')}`;
  const name = [member.firstName, member.lastName].filter((part) => part !== null).join(' ');
  return (
    <>
      <div className="row member-head">
        <Icon name="person" />
        <span className="grow">
          <strong className="member-name">{name === '' ? t('member.noName', { hint }) : name}</strong>
          <span className="soft small">{t('member.id', { method: t(`member.method.${member.method}`), hint })}</span>
        </span>
        <PressButton
          look="quiet"
          icon="cross"
          label={t('member.remove')}
          isDisabled={action.running}
          onPress={() => void action.run(removeMember)}
        />
      </div>
      {member.confirmed ? (
        <ConfirmedFacts member={member} action={action} onConsents={onConsents} />
      ) : (
        <Notice tone="warn" icon="clock">
          <span>
            <strong>{t('member.notConfirmed')}</strong> {t('member.notConfirmedWhat')}
          </span>
        </Notice>
      )}
    </>
  );
}

function ConfirmedFacts({ member, action, onConsents }: MemberFactsProps) {
  const { t } = useTranslation();
  const code = useStatus((store) => store.capabilities?.oneTimeCode);
  const codeText = useCodeText();
  return (
    <>
      {!member.active && <StateBadge tone="bad">{t('member.notActive', { status: member.status ?? '' })}</StateBadge>}
      {member.balancePoints !== null && (
        <div className="spread">
          <span className="member-balance">
            {t('member.points', { count: member.balancePoints, points: points(member.balancePoints) })}
          </span>
          {member.spendableMinor !== null && (
            <span className="soft">{t('member.worth', { amount: money(member.spendableMinor) })}</span>
          )}
        </div>
      )}
      {!member.mayRedeem && (
        <Notice tone="info">
          <span>
            <strong>{t('member.mayNotRedeem')}.</strong>{' '}
            {member.mayNotRedeemBecause !== null && codeText(member.mayNotRedeemBecause)}
          </span>
        </Notice>
      )}
      {!member.mayRedeem && member.active && code?.offered === true && <OneTimeCode />}
      <div className="row-wrap">
        {member.readAtMs !== null && (
          <span className="soft small grow">{t('member.readAt', { time: clockTime(member.readAtMs) })}</span>
        )}
        <PressButton look="quiet" isDisabled={action.running} onPress={() => void action.run(refreshMember)}>
          {t('member.refresh')}
        </PressButton>
        <PressButton look="quiet" onPress={onConsents}>
          {t('member.update')}
        </PressButton>
      </div>
    </>
  );
}
