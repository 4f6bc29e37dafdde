import { useCallback, useEffect, useState } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { callTill } from '../../app-api.ts';
import type { AuditRow } from '../../contract-types.ts';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import { useAction } from '../../shell/use-action.ts';
import { dateAndTime } from '../../state/shop-format.ts';
import { Notice } from '../../widgets/notice.tsx';
import { PressButton } from '../../widgets/press-button.tsx';

const PAGE = 50;

/** What was done on this till, newest first; the till says whether the chain of its rows is whole. */
export function AuditPanel() {
  const { t } = useTranslation();
  const [rows, setRows] = useState<readonly AuditRow[]>([]);
  const [isIntact, setIntact] = useState<boolean | null>(null);
  const action = useAction();
  const { run } = action;

  const read = useCallback(
    async (beforeSeq: number | null) => {
      const answer = await run(() =>
        callTill((till) => till.manager.audit.list({ limit: PAGE, ...(beforeSeq === null ? {} : { beforeSeq }) })),
      );
      if (!answer.ok) return;
      setRows((before) => (beforeSeq === null ? answer.value.rows : [...before, ...answer.value.rows]));
      setIntact(answer.value.chainIntact);
    },
    [run],
  );
  useEffect(() => void read(null), [read]);

  const last = rows.at(-1);
  return (
    <div className="stack">
      {isIntact !== null && (
        <Notice tone={isIntact ? 'good' : 'bad'}>
          <span>{t(isIntact ? 'manager.chainIntact' : 'manager.chainBroken')}</span>
        </Notice>
      )}
      <ProblemNotice problem={action.problem} />
      <Table className="audit-table" aria-label={t('manager.audit')}>
        <TableHeader>
          <Column>{t('manager.auditWhen')}</Column>
          <Column>{t('manager.auditWho')}</Column>
          <Column isRowHeader>{t('manager.auditWhat')}</Column>
          <Column>{t('manager.auditSubject')}</Column>
          <Column>{t('manager.auditReason')}</Column>
        </TableHeader>
        <TableBody items={rows} renderEmptyState={() => <p className="empty">{t('manager.noAudit')}</p>}>
          {(row) => (
            <Row id={row.seq}>
              <Cell>{dateAndTime(row.atMs)}</Cell>
              <Cell>{row.staffName ?? t('manager.system')}</Cell>
              <Cell className="audit-action">{row.action}</Cell>
              <Cell>{row.subject}</Cell>
              <Cell>{row.reason}</Cell>
            </Row>
          )}
        </TableBody>
      </Table>
      {last !== undefined && last.seq > 1 && (
        <PressButton isPending={action.running} onPress={() => void read(last.seq)}>
          {t('manager.older')}
        </PressButton>
      )}
    </div>
  );
}
