import type { ReactElement } from 'react';
import {
  RiDownloadLine,
  RiGitBranchLine,
  RiRefreshLine,
  RiToolsLine,
} from '@remixicon/react';
import type { MissionType } from '@mission-control/plugin-missions-common';
import { useStateWords } from '@mission-control/plugin-missions-react';
import styles from './TypeTag.module.css';

const icons = {
  install: <RiDownloadLine />,
  fix: <RiToolsLine />,
  orbit: <RiRefreshLine />,
  sequence: <RiGitBranchLine />,
} as const satisfies Record<MissionType, ReactElement>;

export interface TypeTagProps {
  type: MissionType;
  /** Without a background, for tables. */
  quiet?: boolean;
}

/** The kind of a mission. */
export function TypeTag({ type, quiet }: TypeTagProps) {
  const words = useStateWords();
  return (
    <span className={styles.tag} data-quiet={quiet || undefined}>
      <span className={styles.icon} aria-hidden="true">
        {icons[type]}
      </span>
      {words.type(type)}
    </span>
  );
}
