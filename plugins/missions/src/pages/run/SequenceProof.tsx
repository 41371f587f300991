import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { missionsTranslationRef } from '../../translation';
import { ChildLink } from './ChildLink';
import type { StartedRun } from './childrenOf';
import styles from './ChildLink.module.css';

export interface SequenceProofProps {
  proving: readonly StartedRun[];
}

/** The missions that prove a sequence without checks of its own, and how each stands. */
export function SequenceProof({ proving }: SequenceProofProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  return (
    <div className={styles.proof}>
      <p className={styles.lead}>{t('sequence.provenBy')}</p>
      <ul className={styles.proofs}>
        {proving.map(({ step, child }) => (
          <li key={step.id}>
            {step.name}
            {': '}
            <ChildLink run={child} />
          </li>
        ))}
      </ul>
    </div>
  );
}
