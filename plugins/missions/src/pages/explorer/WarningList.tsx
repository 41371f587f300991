import type { MissionProblem } from '@mission-control/plugin-missions-common';
import { StatusIcon } from '@mission-control/plugin-missions-react';
import { ProblemLines } from './ProblemLines';
import styles from './WarningList.module.css';

export interface WarningListProps {
  /** How many there are, and of what. */
  title: string;
  warnings: readonly MissionProblem[];
}

/** Warnings, which keep nothing from being used: quiet, and folded. */
export function WarningList({ title, warnings }: WarningListProps) {
  return warnings.length === 0 ? null : (
    <details className={styles.warnings}>
      <summary>
        <StatusIcon tone="warn" /> {title}
      </summary>
      <ProblemLines problems={warnings} />
    </details>
  );
}
