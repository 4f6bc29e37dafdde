import './manager-screen.css';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { ScreenProps } from '../../shell/route-table.ts';
import { useSession } from '../../state/session-store.ts';
import { Notice } from '../../widgets/notice.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { OwnCardsPanel } from './own-cards-panel.tsx';
import { PairingPanel } from './pairing-panel.tsx';

export function ManagerScreen(_props: ScreenProps) {
  const { t } = useTranslation();
  const isManager = useSession((store) => store.staff?.role === 'manager');
  if (!isManager) {
    return (
      <div className="screen">
        <Notice tone="info" icon="lock">
          <span>{t('manager.onlyManager')}</span>
        </Notice>
      </div>
    );
  }
  return (
    <div className="manager screen">
      <h1 className="only-heard">{t('manager.title')}</h1>
      <Tabs className="manager-tabs">
        <TabList className="segments" aria-label={t('manager.tabs')}>
          <Tab className="segment" id="pairing">
            {t('manager.pairing')}
          </Tab>
          <Tab className="segment" id="own-cards">
            {t('manager.ownCards')}
          </Tab>
          <Tab className="segment" id="audit">
            {t('manager.audit')}
          </Tab>
        </TabList>
        <TabPanel className="card manager-panel" id="pairing">
          <PairingPanel />
        </TabPanel>
        <TabPanel className="card manager-panel" id="own-cards">
          <OwnCardsPanel />
        </TabPanel>
        <TabPanel className="card manager-panel" id="audit">
          <AuditPanel />
        </TabPanel>
      </Tabs>
    </div>
  );
}
