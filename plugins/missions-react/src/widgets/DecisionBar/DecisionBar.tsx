import type { ReactElement } from 'react';
import { Button } from '@backstage/ui';
import styles from './DecisionBar.module.css';

/** One thing that a person can do. @public */
export interface Decision {
  id: string;
  /** Names the effect: `Undo edge-1…`. */
  label: string;
  icon?: ReactElement;
  onDecide: () => void;
  /** The one button of the page. */
  primary?: boolean;
  pending?: boolean;
  disabled?: boolean;
}

/** Props of {@link DecisionBar}. @public */
export interface DecisionBarProps {
  decisions: readonly Decision[];
  /** What is decided: `Offers for edge-1`. */
  label: string;
}

/** The offers that a person chooses from, the likeliest first. @public */
export const DecisionBar = ({ decisions, label }: DecisionBarProps) => (
  <div className={styles.bar} role="group" aria-label={label}>
    {decisions.map(decision => (
      <Button
        key={decision.id}
        variant={decision.primary ? 'primary' : 'secondary'}
        iconStart={decision.icon}
        isPending={decision.pending}
        isDisabled={decision.disabled}
        onPress={decision.onDecide}
      >
        {decision.label}
      </Button>
    ))}
  </div>
);
