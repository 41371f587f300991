import type { ReactElement } from 'react';
import {
  RiDownloadLine,
  RiGitBranchLine,
  RiRefreshLine,
  RiToolsLine,
} from '@remixicon/react';
import type { MissionType } from '@mission-control/plugin-missions-common';
import styles from './TypeTag.module.css';

const types = {
  install: { icon: <RiDownloadLine />, word: 'Install' },
  fix: { icon: <RiToolsLine />, word: 'Fix' },
  orbit: { icon: <RiRefreshLine />, word: 'Orbit' },
  sequence: { icon: <RiGitBranchLine />, word: 'Sequence' },
} as const satisfies Record<MissionType, { icon: ReactElement; word: string }>;

export interface TypeTagProps {
  type: MissionType;
  /** Without a background, for tables. */
  quiet?: boolean;
}

/** The kind of a mission. */
export function TypeTag({ type, quiet }: TypeTagProps) {
  const { icon, word } = types[type];
  return (
    <span className={styles.tag} data-quiet={quiet || undefined}>
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      {word}
    </span>
  );
}
