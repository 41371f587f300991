import { useRef, useState } from 'react';
import { Button } from '@backstage/ui';
import { RiLockLine, RiRefreshLine, RiServerLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Cluster } from '@mission-control/plugin-missions-common';
import {
  EmptyState,
  ErrorState,
  Panel,
  StateGate,
} from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import { QuestionDialog } from '../../shell/QuestionDialog';
import { useRowKeys } from '../../shell/useRowKeys';
import { missionsTranslationRef } from '../../translation';
import { mayFreezeAny } from '../../shell/brakes/mayFreezeAny';
import { ClusterProblems } from './ClusterProblems';
import { ClustersTable } from './ClustersTable';
import { FreezeDialog } from './FreezeDialog';
import type { ClustersPageData } from './useClustersPage';
import styles from './Clusters.module.css';

/** Every cluster with its version, its answer, and what may be done on it. */
export function ClustersPageView({ page }: { page: ClustersPageData }) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const root = useRef<HTMLDivElement>(null);
  const currentId = useRowKeys(root);
  const [resetting, setResetting] = useState<Cluster>();
  const [freezing, setFreezing] = useState(false);
  const { clusters, refresh, reset, brakes, freeze } = page;
  const all = clusters.kind === 'ready' ? clusters.data : [];
  return (
    <div ref={root}>
      <PageHead
        title={
          all.length > 0
            ? t('clusters.title', {
                reachable: String(all.filter(c => c.reachable).length),
                count: all.length,
              })
            : t('clusters.titleNone')
        }
        meta={all.length > 0 ? countsOf(all) : undefined}
        polled={[clusters]}
        actions={
          <>
            {brakes && mayFreezeAny(brakes) && (
              <Button
                variant="secondary"
                iconStart={<RiLockLine />}
                onPress={() => setFreezing(true)}
              >
                {t('brake.freeze')}
              </Button>
            )}
            <Button
              variant="secondary"
              iconStart={<RiRefreshLine />}
              isPending={refresh.pending}
              onPress={() => refresh.run()}
            >
              {t('clusters.refresh')}
            </Button>
          </>
        }
      />
      {refresh.error && <ErrorState error={refresh.error} />}
      <ClusterProblems problems={page.problems} />
      <Panel title={t('clusters.loading')}>
        <StateGate
          state={clusters}
          loadingLabel={t('clusters.loading')}
          errorMeaning={t('clusters.errorMeaning')}
        >
          {items =>
            items.length === 0 ? (
              <EmptyState
                icon={<RiServerLine />}
                title={t(
                  page.problems.length > 0
                    ? 'clusters.emptyProblemsTitle'
                    : 'clusters.emptyTitle',
                )}
              >
                {t('clusters.emptyText')}
              </EmptyState>
            ) : (
              <ClustersTable
                clusters={items}
                currentId={currentId}
                brakes={brakes}
                missingToReset={page.missingToReset}
                onReset={setResetting}
              />
            )
          }
        </StateGate>
      </Panel>
      {freezing && brakes && (
        <FreezeDialog
          may={brakes.mayFreeze}
          freeze={freeze}
          onClose={() => setFreezing(false)}
        />
      )}
      {resetting && (
        <QuestionDialog
          title={t('clusters.resetTitle', { cluster: resetting.name })}
          className={styles.dialog}
          width={480}
          backLabel={t('clusters.back')}
          onClose={() => {
            reset.clear();
            setResetting(undefined);
          }}
          actions={
            <Button
              variant="primary"
              destructive
              isPending={reset.pending}
              onPress={async () => {
                if (await reset.run(resetting.name)) {
                  setResetting(undefined);
                }
              }}
            >
              {t('clusters.resetConfirm', { cluster: resetting.name })}
            </Button>
          }
        >
          {t('clusters.resetText')}
          {reset.error && <ErrorState error={reset.error} />}
        </QuestionDialog>
      )}
    </div>
  );

  function countsOf(known: readonly Cluster[]) {
    const writable = known.filter(cluster => cluster.writable).length;
    const attended = known.filter(cluster => !cluster.unattended).length;
    return [
      t('clusters.writableCount', { count: writable }),
      writable < known.length &&
        t('clusters.readOnlyCount', { count: known.length - writable }),
      attended > 0 && t('clusters.attendedCount', { count: attended }),
    ];
  }
}
