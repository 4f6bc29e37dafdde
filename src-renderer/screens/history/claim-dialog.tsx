import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { parseClaimCode } from '../../../src-shared/receipt/claim-code.ts';
import { type Answer, callTill } from '../../app-api.ts';
import type { ClaimableSale } from '../../contract-types.ts';
import { ApprovalForm } from '../../shell/approval-form.tsx';
import type { MemberEntry } from '../../shell/member-entry.ts';
import { MemberIdForm } from '../../shell/member-id-form.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useScanner } from '../../shell/scanning.ts';
import { useAction } from '../../shell/use-action.ts';
import { withGrant } from '../../state/approval-store.ts';
import { withCommandId } from '../../state/command-ids.ts';
import { dateAndTime, money } from '../../state/shop-format.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';

interface ClaimInput extends MemberEntry {
  readonly code: string;
}
type Claimed = { readonly saleNumber: string; readonly loyalty: 'done' | 'waiting' };

/** @param managerPin null: without a manager's approval. */
async function claim(input: ClaimInput, managerPin: string | null): Promise<Answer<Claimed>> {
  const confirm = (command: ClaimInput & { readonly commandId: string; readonly approvalId?: string }) =>
    callTill((till) => till.cashier.claim.confirm(command));
  if (managerPin === null) return await withCommandId('claim.confirm', input, confirm);
  return (await withGrant('claim.confirm', input, managerPin, confirm)).answer;
}

/** Code, then member, then a manager's approval where policy asks for one. */
export function ClaimDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [found, setFound] = useState<{ readonly code: string; readonly sale: ClaimableSale } | null>(null);
  const [toApprove, setToApprove] = useState<ClaimInput | null>(null);
  const [claimed, setClaimed] = useState<Claimed | null>(null);
  const action = useAction();

  const confirm = async (input: ClaimInput, managerPin: string | null) => {
    const answer = await action.run(() => claim(input, managerPin));
    if (answer.ok) setClaimed(answer.value);
    else if (answer.problem.code === 'approval-needed') {
      action.dismiss();
      setToApprove(input);
    }
  };

  return (
    <DialogBox title={t('claim.title')} mustStay={action.running} onClose={onClose}>
      {claimed !== null ? (
        <>
          <Notice tone="good">
            <strong>
              {t(claimed.loyalty === 'done' ? 'claim.done' : 'claim.waiting', { number: claimed.saleNumber })}
            </strong>
          </Notice>
          <div className="dialog-buttons">
            <PressButton look="primary" autoFocus onPress={onClose}>
              {t('common.close')}
            </PressButton>
          </div>
        </>
      ) : found === null ? (
        <FindByCode onFound={setFound} onClose={onClose} />
      ) : (
        <>
          <Notice tone="info">
            <span>
              {t('claim.found', {
                number: found.sale.saleNumber,
                date: dateAndTime(found.sale.closedAtMs),
                amount: money(found.sale.totalMinor, found.sale.currency),
                until: dateAndTime(found.sale.untilMs),
              })}
            </span>
          </Notice>
          {toApprove === null ? (
            <>
              <h3>{t('claim.who')}</h3>
              <MemberIdForm
                confirmText={t('claim.confirm')}
                action={action}
                onConfirm={(entry) => void confirm({ code: found.code, ...entry }, null)}
                onCancel={onClose}
              />
            </>
          ) : (
            <ApprovalForm
              what={t('claim.approval')}
              confirmText={t('claim.confirm')}
              action={action}
              onPin={(pin) => void confirm(toApprove, pin)}
              onCancel={onClose}
            />
          )}
        </>
      )}
    </DialogBox>
  );
}

interface FindByCodeProps {
  readonly onFound: (found: { readonly code: string; readonly sale: ClaimableSale }) => void;
  readonly onClose: () => void;
}

function FindByCode({ onFound, onClose }: FindByCodeProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [error, setError] = useState<string | null>(null);
  const action = useAction();
  const find = async (typed: string) => {
    const parsed = parseClaimCode(typed);
    if (!parsed.ok) {
      setError(parsed.error === 'empty' ? null : t(`claim.malformed.${parsed.error}`));
      return;
    }
    setError(null);
    const answer = await action.run(() => callTill((till) => till.cashier.claim.find({ code: parsed.code })));
    if (answer.ok) onFound({ code: parsed.code, sale: answer.value });
  };
  useScanner((code) => void find(code));
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void find(text);
      }}
    >
      <TextEntry label={t('claim.code')} hint={t('claim.codeHint')} value={text} onChange={setText} autoFocus />
      {error !== null && (
        <Notice tone="bad" isUrgent>
          <span>{error}</span>
        </Notice>
      )}
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={onClose}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" type="submit" isDisabled={text.trim() === ''} isPending={action.running}>
          {t('claim.find')}
        </PressButton>
      </div>
    </Form>
  );
}
