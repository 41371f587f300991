import type { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { Banner, useBrakes } from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import { BrakeLine } from './BrakeLine';
import { brakesOn, type BrakedCluster } from './brakesOn';
import styles from './Brakes.module.css';

export interface BrakeNoticeProps {
  /** Where the run writes. */
  clusters: readonly BrakedCluster[];
  /** Change windows do not hold it. */
  passesWindows?: boolean;
  /** Said below, where a window holds it. */
  children?: ReactNode;
  actions?: ReactNode;
}

/** Before a run writes: what will hold it, where, and until when. */
export function BrakeNotice(props: BrakeNoticeProps) {
  const { clusters, passesWindows, children, actions } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const state = useBrakes();
  const brakes =
    state.kind === 'ready'
      ? brakesOn(state.data, clusters).filter(
          ({ kind }) => kind === 'freeze' || !passesWindows,
        )
      : [];
  if (brakes.length === 0) {
    return null;
  }
  const isWindow = brakes.some(({ kind }) => kind === 'window');
  return (
    <Banner
      tone="pause"
      title={t('brake.willWait')}
      actions={isWindow && actions}
    >
      <ul className={styles.lines}>
        {brakes.map(brake => (
          <li
            key={
              brake.kind === 'freeze'
                ? brake.freeze.id
                : brake.clusters.join(' ')
            }
          >
            <span className={styles.line}>
              {brake.clusters.length > 0 &&
                `${t('brake.willWaitOn', {
                  clusters: brake.clusters.join(', '),
                })} `}
              <BrakeLine brake={brake} />
            </span>
          </li>
        ))}
      </ul>
      {isWindow && children}
    </Banner>
  );
}
