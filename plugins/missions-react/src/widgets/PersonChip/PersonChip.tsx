import styles from './PersonChip.module.css';

const PALETTE = [
  '#565ea8',
  '#0f766e',
  '#0e7490',
  '#9f5f5f',
  '#7c5c1e',
  '#86449a',
];

/** The readable part of an entity ref: `user:default/jane` → `jane`. @public */
export function personName(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1) || entityRef;
}

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
