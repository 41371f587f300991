import type { ClusterRef } from '@mission-control/plugin-missions-common';
import { useText } from '../../text';
import { DemoMark } from '../DemoMark';
import { clusterColour } from './clusterColour';
import { useDemoCluster } from './demoClusters';
import { isSequenceTarget } from './isSequenceTarget';
import '../../tokens.css';
import styles from './ClusterChip.module.css';

/** Props of {@link ClusterChip}. @public */
export interface ClusterChipProps {
  cluster: ClusterRef;
  /** The square and the name only. */
  compact?: boolean;
  /** A name that has no room takes several lines, rather than being cut. */
  wrap?: boolean;
}

/** A cluster: stable colour, name, environment; production is solid, demo is marked. @public */
export const ClusterChip = ({ cluster, compact, wrap }: ClusterChipProps) => {
  const t = useText();
  const isDemo = useDemoCluster();
  const { name, environment, production } = cluster;
  if (isSequenceTarget(name)) {
    return <span className={styles.chip}>{t('cluster.sequence')}</span>;
  }
  const word =
    environment ?? (production ? t('cluster.environment') : undefined);
  return (
    <span
      className={styles.chip}
      data-wrap={wrap || undefined}
      title={cluster.title}
    >
      <i
        className={styles.square}
        style={{ background: clusterColour(name) }}
        aria-hidden="true"
      />
      <span className={styles.name}>{name}</span>
      {word && !compact && (
        <span
          className={styles.environment}
          data-production={production || undefined}
          title={production ? t('cluster.production') : undefined}
        >
          {word}
        </span>
      )}
      {isDemo(cluster) && <DemoMark compact />}
    </span>
  );
};
