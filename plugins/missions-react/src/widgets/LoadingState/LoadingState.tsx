import { Skeleton } from '@backstage/ui';
import '../../tokens.css';
import styles from './LoadingState.module.css';

/** Props of {@link LoadingState}. @public */
export interface LoadingStateProps {
  /** What is on its way. */
  label: string;
  /** Placeholder lines. @default 4 */
  lines?: number;
}

/** Placeholders while the first answer is on its way. @public */
export const LoadingState = ({ label, lines = 4 }: LoadingStateProps) => (
  <div className={styles.loading} role="status" aria-label={label}>
    {Array.from({ length: lines }, (_, index) => (
      <Skeleton
        key={index}
        height={20}
        width={`${92 - ((index * 17) % 40)}%`}
      />
    ))}
  </div>
);
