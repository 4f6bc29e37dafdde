import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberView } from '../../../src-shared/contract/views.ts';
import { NotOffered } from '../../shell/not-offered.tsx';
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
  readonly hasRewards: boolean;
  readonly action: Action;
  /** Scanned on the screen, and no item: the dialog asks for what belongs to it. */
  readonly scanned: string | null;
  readonly onScannedTaken: () => void;
}

type OpenDialog = 'identify' | 'enrol' | 'consents' | null;

export function MemberPanel({ member, hasRewards, action, scanned, onScannedTaken }: MemberPanelProps) {
  const { t } = useTranslation();
  const capabilities = useStatus((store) => store.capabilities);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const close = () => {
    action.dismiss();
    onScannedTaken();
    setDialog(null);
  };
  const isIdentifying = dialog === 'identify' || scanned !== null;
  return (
    <section className="card stack member" aria-label={t('member.title')}>
      {member === null ? (
        <>
          <p className="soft small">
            {t(capabilities?.claim.offered === false ? 'member.noneNoClaim' : 'member.none')}
          </p>
          <div className="row">
            <PressButton look="primary grow" icon="person" shortcut="F3" onPress={() => setDialog('identify')}>
              {t('member.identify')}
            </PressButton>
            {capabilities?.enrol.offered !== false && (
              <PressButton isDisabled={capabilities === null} onPress={() => setDialog('enrol')}>
                {t('member.enrol')}
              </PressButton>
            )}
          </div>
          <NotOffered
            what={[
              [t('member.whatEnrol'), capabilities?.enrol],
              [t('member.whatClaim'), capabilities?.claim],
            ]}
          />
        </>
      ) : (
        <MemberFacts
          member={member}
          hasRewards={hasRewards}
          action={action}
          onAgain={() => setDialog('identify')}
          onConsents={() => setDialog('consents')}
        />
      )}
      {isIdentifying && <IdentifyDialog action={action} isAgain={member !== null} scanned={scanned} onClose={close} />}
      {dialog === 'enrol' && <EnrolDialog action={action} onClose={close} />}
      {dialog === 'consents' && member !== null && <ConsentsDialog member={member} action={action} onClose={close} />}
    </section>
  );
}

interface MemberFactsProps {
  readonly member: MemberView;
  /** Rewards of this sale cost some of the points that the program counts. */
  readonly hasRewards: boolean;
  readonly action: Action;
  readonly onAgain: () => void;
  readonly onConsents: () => void;
}

function MemberFacts(props: MemberFactsProps) {
  const { member, action } = props;
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
        <ConfirmedFacts {...props} />
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

function ConfirmedFacts({ member, hasRewards, action, onAgain, onConsents }: MemberFactsProps) {
  const { t } = useTranslation();
  const capabilities = useStatus((store) => store.capabilities);
  const codeText = useCodeText();
  const pays = capabilities?.payWithPoints.offered === true;
  const uses = capabilities?.gifts.offered === true;
  return (
    <>
      {!member.active && <StateBadge tone="bad">{t('member.notActive', { status: member.status ?? '' })}</StateBadge>}
      {member.balancePoints !== null && (
        <div className="spread">
          <span className="member-balance">
            {t('member.points', { count: member.balancePoints, points: points(member.balancePoints) })}
          </span>
          {hasRewards && <span className="soft small">{t('member.afterRewards')}</span>}
          {!hasRewards && member.spendableMinor !== null && (
            <span className="soft">{t('member.worth', { amount: money(member.spendableMinor) })}</span>
          )}
        </div>
      )}
      {!member.mayRedeem && (pays || uses) && (
        <Notice tone="info">
          <span>
            <strong>{t(pays ? 'member.mayNotRedeem' : 'member.mayNotUse')}.</strong>{' '}
            {member.mayNotRedeemBecause !== null && codeText(member.mayNotRedeemBecause)}
          </span>
        </Notice>
      )}
      {!member.mayRedeem && member.active && capabilities?.oneTimeCode.offered === true && <OneTimeCode />}
      <div className="row-wrap member-actions">
        {member.readAtMs !== null && (
          <span className="soft small grow">{t('member.readAt', { time: clockTime(member.readAtMs) })}</span>
        )}
        {capabilities?.identify === 'opens' && (
          <PressButton look="quiet" icon="person" shortcut="F3" isDisabled={action.running} onPress={onAgain}>
            {t('member.again')}
          </PressButton>
        )}
        {capabilities?.readMemberAgain.offered !== false && (
          <PressButton look="quiet" isDisabled={action.running} onPress={() => void action.run(refreshMember)}>
            {t('member.refresh')}
          </PressButton>
        )}
        {capabilities?.updateMember.offered !== false && (
          <PressButton look="quiet" onPress={onConsents}>
            {t('member.update')}
          </PressButton>
        )}
      </div>
      <NotOffered
        what={[
          [t('member.whatPay'), capabilities?.payWithPoints],
          [t('member.whatRead'), capabilities?.readMemberAgain],
          [t('member.whatConsents'), capabilities?.updateMember],
          ...(member.mayRedeem ? [] : [[t('member.whatCode'), capabilities?.oneTimeCode] as const]),
        ]}
      />
    </>
  );
}
