import { useState, type ReactNode } from 'react';
import { ButtonIcon, PluginHeader } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { RiFocus3Line, RiQuestionLine } from '@remixicon/react';
import {
  DemoMark,
  useHotkeys,
  useStatus,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../translation';
import { HelpDialog } from './HelpDialog';
import { useMissionsRoutes } from './useMissionsRoutes';
import styles from './MissionsShell.module.css';

/** Header with tabs, demo mark and help; the page below it. */
export function MissionsShell({ children }: { children: ReactNode }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const routes = useMissionsRoutes();
  const status = useStatus();
  const [help, setHelp] = useState(false);
  useHotkeys({ '?': () => setHelp(true) });
  const ready = status.kind === 'ready' ? status.data : undefined;
  const waiting = ready?.waiting ?? 0;
  const tab = (id: string, label: string, href: string) =>
    ({ id, label, href, matchStrategy: 'prefix' } as const);

  return (
    <>
      <div className={styles.header}>
        <PluginHeader
          title={t('shell.title')}
          icon={<RiFocus3Line />}
          tabs={[
            tab('explorer', t('shell.tabExplorer'), routes.explorer()),
            tab(
              'runs',
              waiting > 0
                ? t('shell.tabRunsWaiting', { waiting: String(waiting) })
                : t('shell.tabRuns'),
              routes.runs(),
            ),
            tab('approvals', t('shell.tabApprovals'), routes.approvals()),
            tab('control', t('shell.tabControl'), routes.control()),
            tab('orbits', t('shell.tabOrbits'), routes.orbits()),
            tab('clusters', t('shell.tabClusters'), routes.clusters()),
          ]}
          customActions={
            <>
              {ready?.demo && <DemoMark />}
              <ButtonIcon
                variant="tertiary"
                size="small"
                aria-label={t('shell.help')}
                icon={<RiQuestionLine />}
                onPress={() => setHelp(true)}
              />
            </>
          }
        />
      </div>
      <main className={styles.main}>{children}</main>
      <HelpDialog isOpen={help} onClose={() => setHelp(false)} />
    </>
  );
}
