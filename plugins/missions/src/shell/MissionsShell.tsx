import { useState, type ReactNode } from 'react';
import {
  useApprovals,
  useHotkeys,
  useKnownClusters,
  useStatus,
  type ApprovalQuery,
} from '@mission-control/plugin-missions-react';
import { FreezeBanner } from './brakes/FreezeBanner';
import { demoAmongReal, demoScope, DemoScopeProvider } from './DemoTag';
import { HelpDialog } from './HelpDialog';
import { MissionsHeader } from './MissionsHeader';
import { useKeptTabTitle } from './useTabTitle';
import styles from './MissionsShell.module.css';

const MINE: ApprovalQuery = { state: ['open'], mine: true };

/** The frame around all pages: header, page, help. */
export function MissionsShell({ children }: { children: ReactNode }) {
  useKeptTabTitle();
  const status = useStatus();
  const approvals = useApprovals(MINE);
  const isDemo = status.kind === 'ready' && status.data.demo === true;
  const clusters = useKnownClusters({ wanted: isDemo });
  const scope = demoScope(status, clusters);
  const someDemo = demoAmongReal(scope, clusters);
  const [help, setHelp] = useState(false);
  useHotkeys({ '?': () => setHelp(true) });
  return (
    <>
      <MissionsHeader
        status={status.kind === 'ready' ? status.data : undefined}
        approvals={
          approvals.kind === 'ready' ? approvals.data.length : undefined
        }
        demo={scope === 'all'}
        someDemo={someDemo}
        onHelp={() => setHelp(true)}
      />
      <DemoScopeProvider scope={scope} clusters={someDemo}>
        <main className={styles.main}>
          <FreezeBanner />
          {children}
        </main>
      </DemoScopeProvider>
      <HelpDialog isOpen={help} onClose={() => setHelp(false)} />
    </>
  );
}
