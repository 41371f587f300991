import type { MissionType } from '@mission-control/plugin-missions-common';
import styles from './MissionIcon.module.css';

export interface MissionIconProps {
  title: string;
  type: MissionType;
}

/** Two letters of the title on a colour of the mission's kind; decoration. */
export function MissionIcon({ title, type }: MissionIconProps) {
  const letters = initials(title);
  return (
    <span className={styles.icon} data-type={type} aria-hidden="true">
      {letters.charAt(0).toUpperCase() + letters.slice(1).toLowerCase()}
    </span>
  );
}

/** Of letters and digits only; what is written out for a hidden character is neither. */
function initials(title: string): string {
  const words = title
    .replace(/\\u\{[0-9a-f]+\}/g, '')
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
    .map(word => [...word]);
  const [first = [], second] = words;
  return second ? first[0] + second[0] : first.slice(0, 2).join('');
}
