import { useCallback, useEffect, useState } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { callTill } from '../../app-api.ts';
import type { PairedClient } from '../../contract-types.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { withCommandId } from '../../state/command-ids.ts';
import { useNowMs } from '../../state/now-store.ts';
import { dateAndTime } from '../../state/shop-format.ts';
import { DialogBox } from '../../widgets/dialog-box.tsx';
import { StateBadge } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';
import { TextEntry } from '../../widgets/text-entry.tsx';
import { secondsUntil } from '../payment/payment-amounts.ts';

/** Which other POS programs may use this till. */
export function PairingPanel() {
  const { t } = useTranslation();
  const [clients, setClients] = useState<readonly PairedClient[] | null>(null);
  const [name, setName] = useState('');
  const [code, setCode] = useState<{ readonly code: string; readonly untilMs: number } | null>(null);
  const [toRevoke, setToRevoke] = useState<PairedClient | null>(null);
  const action = useAction();
  const { run } = action;

  const read = useCallback(async () => {
    const answer = await run(() => callTill((till) => till.manager.pairing.list()));
    if (answer.ok) setClients(answer.value);
  }, [run]);
  useEffect(() => void read(), [read]);

  const start = async () => {
    if (name.trim() === '') return;
    const answer = await run(() => callTill((till) => till.manager.pairing.start({ name: name.trim() })));
    if (answer.ok) setCode(answer.value);
  };
  const revoke = async (client: PairedClient) => {
    await run(() =>
      withCommandId('pairing.revoke', { id: client.id }, (input) =>
        callTill((till) => till.manager.pairing.revoke(input)),
      ),
    );
    setToRevoke(null);
    await read();
  };

  return (
    <div className="stack">
      <p className="soft">{t('manager.pairingWhat')}</p>
      <Form
        className="row pairing-form"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <TextEntry label={t('manager.name')} value={name} onChange={setName} />
        <PressButton
          look="primary"
          icon="link"
          type="submit"
          isDisabled={name.trim() === ''}
          isPending={action.running}
        >
          {t('manager.start')}
        </PressButton>
      </Form>
      {code !== null && <PairingCode code={code.code} untilMs={code.untilMs} />}
      <ProblemNotice problem={action.problem} />
      {clients?.length === 0 && <p className="soft">{t('manager.noClients')}</p>}
      <ul>
        {clients?.map((client) => (
          <li key={client.id} className="row client">
            <span className="grow">
              <strong>{client.name}</strong>{' '}
              <span className="soft small">{t('manager.paired', { date: dateAndTime(client.pairedAtMs) })}</span>
            </span>
            <StateBadge tone={client.revoked ? 'bad' : 'good'}>
              {t(client.revoked ? 'manager.revoked' : 'manager.connected')}
            </StateBadge>
            <PressButton
              look="danger"
              label={t('manager.revokeLabel', { name: client.name })}
              isDisabled={client.revoked}
              onPress={() => setToRevoke(client)}
            >
              {t('manager.revoke')}
            </PressButton>
          </li>
        ))}
      </ul>
      {toRevoke !== null && (
        <DialogBox title={t('manager.revokeTitle', { name: toRevoke.name })} onClose={() => setToRevoke(null)}>
          <p>{t('manager.revokeWhat')}</p>
          <div className="dialog-buttons">
            <PressButton autoFocus onPress={() => setToRevoke(null)}>
              {t('common.cancel')}
            </PressButton>
            <PressButton look="danger solid" isPending={action.running} onPress={() => void revoke(toRevoke)}>
              {t('manager.revoke')}
            </PressButton>
          </div>
        </DialogBox>
      )}
    </div>
  );
}

function PairingCode({ code, untilMs }: { readonly code: string; readonly untilMs: number }) {
  const { t } = useTranslation();
  const seconds = secondsUntil(untilMs, useNowMs());
  if (seconds === 0) return <p className="soft">{t('manager.codeOver')}</p>;
  return (
    <div className="pairing-code">
      <span className="soft small">{t('manager.code')}</span>
      <strong data-testid="pairing-code">{code}</strong>
      <span className="soft small">{t('manager.codeValid', { seconds })}</span>
    </div>
  );
}
