import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../../src-shared/contract/views.ts';
import { callTill } from '../../app-api.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { withCommandId } from '../../state/command-ids.ts';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';
import { isReason } from './queue-state.ts';

export interface QueueFormProps {
  readonly row: QueueRow;
  readonly onDone: (row: QueueRow) => void;
  readonly onCancel: () => void;
}

export function RetryForm({ row, onDone, onCancel }: QueueFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const action = useAction();
  const retry = async () => {
    if (!isReason(reason)) return;
    const answer = await action.run(() =>
      withCommandId('queue.retry', { id: row.id, reason: reason.trim() }, (input) =>
        callTill((till) => till.manager.queue.retry(input)),
      ),
    );
    if (answer.ok) onDone(answer.value);
  };
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void retry();
      }}
    >
      <h3>{t('queue.retryTitle')}</h3>
      <p>{t(row.happened === 0 ? 'queue.retryWhat.refused' : 'queue.retryWhat.inDoubt')}</p>
      <TextEntry label={t('queue.reason')} hint={t('queue.reasonHint')} value={reason} onChange={setReason} autoFocus />
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={onCancel}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" icon="sync" type="submit" isDisabled={!isReason(reason)} isPending={action.running}>
          {t('queue.retry')}
        </PressButton>
      </div>
    </Form>
  );
}
