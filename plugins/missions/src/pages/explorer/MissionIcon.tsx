import type { MissionType } from '@mission-control/plugin-missions-common';
import styles from './MissionIcon.module.css';

export interface MissionIconProps {
  title: string;
  type: MissionType;
}

/** Two letters of the title on a colour of the mission's kind; decoration. */
export function MissionIcon({ title, type }: MissionIconProps) {
  const words = title.split(/[\s-]+/).filter(Boolean);
  const letters =
    words.length > 1 ? words[0][0] + words[1][0] : title.slice(0, 2);
  return (
    <span className={styles.icon} data-type={type} aria-hidden="true">
      {letters.charAt(0).toUpperCase() + letters.slice(1).toLowerCase()}
    </span>
  );
}
