import { personName } from '@mission-control/plugin-missions-common';
import styles from './PersonChip.module.css';

const PALETTE = [
  '#565ea8',
  '#0f766e',
  '#0e7490',
  '#9f5f5f',
  '#7c5c1e',
  '#86449a',
];

/** Props of {@link PersonChip}. @public */
export interface PersonChipProps {
  /** Ref of a user, a group or a service. */
  entityRef: string;
}

/** A person or group by name, with an initial. @public */
export const PersonChip = ({ entityRef }: PersonChipProps) => {
  const name = personName(entityRef);
  const sum = [...name].reduce(
    (total, letter) => total + letter.charCodeAt(0),
    0,
  );
  return (
    <span className={styles.chip} title={entityRef}>
      <span
        className={styles.initial}
        style={{ background: PALETTE[sum % PALETTE.length] }}
        aria-hidden="true"
      >
        {name.charAt(0).toUpperCase()}
      </span>
      <span className={styles.name}>{name}</span>
    </span>
  );
};
