import { Button } from '@backstage/ui';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Brakes, Cluster } from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  DataTable,
  DemoMark,
  RelativeTime,
  SoftWrap,
  StatusMark,
} from '@mission-control/plugin-missions-react';
import { BrakeLine, Moment } from '../../shell/brakes/BrakeLine';
import { brakesOn } from '../../shell/brakes/brakesOn';
import { useDemoScope } from '../../shell/DemoTag';
import { WithReason } from '../../shell/WithReason';
import { missionsTranslationRef } from '../../translation';
import styles from './Clusters.module.css';

export interface ClustersTableProps {
  clusters: readonly Cluster[];
  currentId?: string;
  /** What holds writes. */
  brakes?: Brakes;
  /** Permission that the person who looks lacks to reset a cluster. */
  missingToReset(cluster: Cluster): string | undefined;
  onReset(cluster: Cluster): void;
}

/** Clusters in rows: a refusal always says why. */
export function ClustersTable(props: ClustersTableProps) {
  const { clusters, currentId, brakes, missingToReset, onReset } = props;
  const { t } = useTranslationRef(missionsTranslationRef);
  const scope = useDemoScope();
  return (
    <DataTable
      stacked
      label={t('clusters.loading')}
      rows={clusters}
      rowId={cluster => cluster.name}
      currentId={currentId}
      columns={[
        {
          id: 'cluster',
          title: t('clusters.colCluster'),
          rowHeader: true,
          width: '260px',
          cell: cluster => (
            <>
              <ClusterChip cluster={cluster} />
              <span className={styles.second}>
                {cluster.title},{' '}
                {t('clusters.provider', { provider: cluster.provider })}{' '}
                {cluster.demo && scope !== 'some' && <DemoMark compact />}
              </span>
            </>
          ),
        },
        {
          id: 'answer',
          title: t('clusters.colAnswer'),
          cell: cluster => <Answer cluster={cluster} />,
        },
        {
          id: 'version',
          title: t('clusters.colVersion'),
          cell: cluster => <code>{cluster.version ?? '?'}</code>,
        },
        {
          id: 'latency',
          title: t('clusters.colLatency'),
          align: 'end',
          wideOnly: true,
          cell: ({ latencyMs }) =>
            latencyMs !== undefined && (
              <span>
                {t('clusters.ms', { ms: String(Math.round(latencyMs)) })}
              </span>
            ),
        },
        {
          id: 'write',
          title: t('clusters.colWrite'),
          cell: cluster => (
            <>
              <Allowed cluster={cluster} />
              {brakes && <Held cluster={cluster} brakes={brakes} />}
            </>
          ),
        },
        {
          id: 'identity',
          title: t('clusters.colIdentity'),
          cell: ({ identity, unattended, unattendedReason }) => (
            <>
              <code className={styles.name}>
                <SoftWrap text={identity ?? ''} />
              </code>
              {unattended ? (
                <span className={styles.second}>
                  {t('clusters.unattended')}
                </span>
              ) : (
                <>
                  <StatusMark tone="pause">{t('clusters.attended')}</StatusMark>
                  {unattendedReason && (
                    <span className={styles.second}>{unattendedReason}</span>
                  )}
                </>
              )}
            </>
          ),
        },
        {
          id: 'action',
          title: t('clusters.colAction'),
          titleHidden: true,
          align: 'end',
          cell: cluster => {
            const permission = missingToReset(cluster);
            return (
              cluster.canReset && (
                <WithReason
                  reason={permission && t('shell.denied', { permission })}
                >
                  <Button
                    size="small"
                    variant="secondary"
                    isDisabled={permission !== undefined}
                    onPress={() => onReset(cluster)}
                  >
                    {t('clusters.reset', { cluster: cluster.name })}
                  </Button>
                </WithReason>
              )
            );
          },
        },
      ]}
    />
  );
}

function Answer({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { reachable, checkedAt, problem } = cluster;
  if (!checkedAt && !problem && !reachable) {
    return <StatusMark tone="unknown">{t('clusters.notAsked')}</StatusMark>;
  }
  return (
    <>
      <StatusMark tone={reachable ? 'ok' : 'fail'}>
        {reachable ? t('clusters.reachable') : t('clusters.unreachable')}
      </StatusMark>
      {problem && (
        <span className={styles.second}>
          {problem.message} {problem.remedy} <code>{problem.code}</code>
        </span>
      )}
      {checkedAt && (
        <span className={`${styles.second} ${styles.line}`}>
          {t('clusters.checked')} <RelativeTime date={checkedAt} />
        </span>
      )}
    </>
  );
}

function Allowed({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const { writable, notWritableReason, allowedNamespaces = [] } = cluster;
  const { deniedNamespaces = [], allowedKinds = [] } = cluster;
  if (!writable) {
    return (
      <>
        <StatusMark tone="idle">{t('clusters.readOnly')}</StatusMark>
        {notWritableReason && (
          <span className={styles.second}>{notWritableReason}</span>
        )}
      </>
    );
  }
  const namespaces = () => {
    if (allowedNamespaces.length > 0) {
      return t('clusters.someNamespaces', {
        allowed: allowedNamespaces.join(', '),
      });
    }
    return deniedNamespaces.length > 0
      ? t('clusters.allNamespaces', { denied: deniedNamespaces.join(', ') })
      : t('clusters.everyNamespace');
  };
  return (
    <>
      <span>{t('clusters.writable')}</span>
      <span className={styles.second}>{namespaces()}</span>
      {allowedKinds.length > 0 && (
        <span className={styles.second}>
          {t('clusters.someKinds', { kinds: allowedKinds.join(', ') })}
        </span>
      )}
    </>
  );
}

/** What holds the writes of missions there now; of an open window when it closes. */
function Held({ cluster, brakes }: { cluster: Cluster; brakes: Brakes }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const held = brakesOn(brakes, [cluster]);
  const window = brakes.windows.find(item => item.cluster === cluster.name);
  if (!cluster.writable) {
    return null;
  }
  return (
    <>
      {held.map(brake => (
        <span
          key={brake.kind === 'freeze' ? brake.freeze.id : brake.window.name}
        >
          <StatusMark tone="pause">
            {t(brake.kind === 'freeze' ? 'brake.frozen' : 'brake.outside')}
          </StatusMark>
          <span className={styles.second}>
            <BrakeLine brake={brake} />
          </span>
        </span>
      ))}
      {window?.open && (
        <span className={styles.second}>
          {t('brake.windowOpen', { window: window.name })}
          {window.changesAt && (
            <>
              ; {t('brake.closes')} <Moment at={window.changesAt} />
            </>
          )}
        </span>
      )}
    </>
  );
}
