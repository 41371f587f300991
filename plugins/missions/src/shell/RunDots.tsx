import { TargetDots } from '@mission-control/plugin-missions-react';
import { clustersOf } from './clustersOf';
import type { KnownRun } from './KnownRun';
import { useRunWords } from './useRunWords';

/** The clusters of a run, or of the missions that it started, each as it stands. */
export function RunDots({ run }: { run: KnownRun }) {
  const words = useRunWords();
  const marks = new Map(words.clusters(run).map(mark => [mark.id, mark]));
  const targets = new Map(
    clustersOf(run).map(({ id, target }) => [id, target]),
  );
  if (marks.size === 0) {
    return null;
  }
  return (
    <TargetDots
      targets={[...targets.values()]}
      markOf={({ id }) => marks.get(id)!}
    />
  );
}
