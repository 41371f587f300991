import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run } from '@mission-control/plugin-missions-common';
import {
  ClusterChip,
  DataTable,
  objectName,
  Panel,
} from '@mission-control/plugin-missions-react';
import { missionsTranslationRef } from '../../translation';
import styles from './Run.module.css';

/** Everything that an undo left as it is: where, and why. */
export function KeptPanel({
  run: { kept = [], targetsDetail },
}: {
  run: Pick<Run, 'kept' | 'targetsDetail'>;
}) {
  const { t } = useTranslationRef(missionsTranslationRef);
  if (kept.length === 0) {
    return null;
  }
  return (
    <Panel title={t('run.keptTitle')} aside={kept.length}>
      <DataTable
        label={t('run.keptTitle')}
        rows={kept}
        rowId={({ targetId, object }) =>
          `${targetId} ${object.apiVersion} ${objectName(object)}`
        }
        columns={[
          {
            id: 'object',
            title: t('run.journalObject'),
            rowHeader: true,
            cell: ({ object }) => (
              <code className={styles.break}>{objectName(object)}</code>
            ),
          },
          {
            id: 'cluster',
            title: t('run.keptCluster'),
            cell: ({ targetId }) => (
              <ClusterChip
                cluster={
                  targetsDetail.find(({ id }) => id === targetId)?.cluster ?? {
                    name: targetId,
                  }
                }
              />
            ),
          },
          {
            id: 'reason',
            title: t('run.keptReason'),
            cell: ({ reason }) => reason,
          },
        ]}
      />
    </Panel>
  );
}
