import { useState } from 'react';
import { Form, Label, Radio, RadioGroup } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { callTill } from '../../app-api.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { withCommandId } from '../../state/command-ids.ts';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';
import { isReason } from './queue-state.ts';
import type { QueueFormProps } from './retry-form.tsx';

type Finding = 'happened' | 'didNot';

/** A finding is a fact from then on (design.md 7.14), so neither answer is chosen beforehand. */
export function CloseForm({ row, onDone, onCancel }: QueueFormProps) {
  const { t } = useTranslation();
  const [finding, setFinding] = useState<Finding | null>(null);
  const [reference, setReference] = useState('');
  const [reason, setReason] = useState('');
  const action = useAction();
  const needsReference = finding === 'happened' && row.closeNeedsReference;
  const isComplete = finding !== null && isReason(reason) && (!needsReference || reference.trim() !== '');
  const close = async () => {
    if (!isComplete) return;
    const input = {
      id: row.id,
      happened: finding === 'happened',
      reason: reason.trim(),
      ...(needsReference ? { reference: reference.trim() } : {}),
    };
    const answer = await action.run(() =>
      withCommandId('queue.close', input, (command) => callTill((till) => till.manager.queue.close(command))),
    );
    if (answer.ok) onDone(answer.value);
  };
  return (
    <Form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void close();
      }}
    >
      <h3>{t('queue.closeTitle')}</h3>
      <p>{t('queue.closeWhat')}</p>
      <RadioGroup
        className="findings"
        value={finding}
        onChange={(chosen) => setFinding(chosen === 'happened' ? 'happened' : 'didNot')}
      >
        <Label className="field-label">{t('queue.finding')}</Label>
        <Radio className="finding" value="happened">
          <strong>{t('queue.happened')}</strong>
          <span className="soft small">{t('queue.happenedWhat')}</span>
        </Radio>
        <Radio className="finding" value="didNot">
          <strong>{t('queue.didNot')}</strong>
          <span className="soft small">{t('queue.didNotWhat')}</span>
        </Radio>
      </RadioGroup>
      {needsReference && (
        <TextEntry
          label={t('queue.reference')}
          hint={t('queue.referenceHint')}
          value={reference}
          onChange={setReference}
        />
      )}
      <TextEntry label={t('queue.reason')} hint={t('queue.reasonHint')} value={reason} onChange={setReason} />
      <ProblemNotice problem={action.problem} />
      <div className="dialog-buttons">
        <PressButton onPress={onCancel}>{t('common.cancel')}</PressButton>
        <PressButton look="primary" icon="check" type="submit" isDisabled={!isComplete} isPending={action.running}>
          {t('queue.close')}
        </PressButton>
      </div>
    </Form>
  );
}
