import { Link } from '@backstage/ui';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import { StatusMark } from '@mission-control/plugin-missions-react';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRunWords } from '../../shell/useRunWords';
import styles from './ChildLink.module.css';

/** A mission that a sequence started, with how it stands, on the way to its page. */
export function ChildLink({ run }: { run: RunSummary }) {
  const routes = useMissionsRoutes();
  const words = useRunWords();
  return (
    <span className={styles.child}>
      <Link href={routes.run(run.id)}>{run.title}</Link>
      <StatusMark tone={words.tone(run)}>{words.word(run)}</StatusMark>
    </span>
  );
}
