import { useState, type ReactNode } from 'react';
import {
  useApprovals,
  useHotkeys,
  useStatus,
  type ApprovalQuery,
} from '@mission-control/plugin-missions-react';
import { HelpDialog } from './HelpDialog';
import { MissionsHeader } from './MissionsHeader';
import styles from './MissionsShell.module.css';

const MINE: ApprovalQuery = { state: ['open'], mine: true };

/** The frame around all pages: header, page, help. */
export function MissionsShell({ children }: { children: ReactNode }) {
  const status = useStatus();
  const approvals = useApprovals(MINE);
  const [help, setHelp] = useState(false);
  useHotkeys({ '?': () => setHelp(true) });
  return (
    <>
      <MissionsHeader
        status={status.kind === 'ready' ? status.data : undefined}
        approvals={
          approvals.kind === 'ready' ? approvals.data.length : undefined
        }
        onHelp={() => setHelp(true)}
      />
      <main className={styles.main}>{children}</main>
      <HelpDialog isOpen={help} onClose={() => setHelp(false)} />
    </>
  );
}
