import { useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { QueueRow } from '../../../src-shared/contract/views.ts';
import { callTill } from '../../app-api.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { withCommandId } from '../../state/command-ids.ts';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';
import { isReason } from './queue-state.ts';
import type { QueueFormProps } from './retry-form.tsx';

interface WayOutFormProps extends QueueFormProps {
  readonly wayOut: QueueRow['waysOut'][number];
}

/** Another end of a refused operation that its program knows; what is lost by it is said once more before it is done. */
export function WayOutForm({ row, wayOut, onDone, onCancel }: WayOutFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const action = useAction();
  const take = async () => {
    if (!isReason(reason)) return;
    const input = { id: row.id, wayOut: wayOut.id, reason: reason.trim() };
    const answer = await action.run(() =>
      withCommandId('queue.takeWayOut', input, (command) => callTill((till) => till.manager.queue.takeWayOut(command))),
    );
    if (answer.ok) onDone(answer.value);
  };
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <h3>{wayOut.label}</h3>
      <Notice tone="warn">
        <span>{wayOut.consequence}</span>
      </Notice>
      <TextEntry
        label={t('queue.wayOutReason')}
        hint={t('queue.reasonHint')}
        value={reason}
        onChange={setReason}
        autoFocus
      />
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={onCancel}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" type="submit" isDisabled={!isReason(reason)} isPending={action.running}>
          {wayOut.label}
        </PressButton>
      </div>
    </Form>
  );
}
