import { useState, type ReactNode } from 'react';
import { useHotkeys, useStatus } from '@mission-control/plugin-missions-react';
import { HelpDialog } from './HelpDialog';
import { MissionsHeader } from './MissionsHeader';
import styles from './MissionsShell.module.css';

/** The frame around all pages: header, page, help. */
export function MissionsShell({ children }: { children: ReactNode }) {
  const status = useStatus();
  const [help, setHelp] = useState(false);
  useHotkeys({ '?': () => setHelp(true) });
  return (
    <>
      <MissionsHeader
        status={status.kind === 'ready' ? status.data : undefined}
        onHelp={() => setHelp(true)}
      />
      <main className={styles.main}>{children}</main>
      <HelpDialog isOpen={help} onClose={() => setHelp(false)} />
    </>
  );
}
