import { useState } from 'react';
import { ButtonLink } from '@backstage/ui';
import { RiServerLine } from '@remixicon/react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { clusterUsePermission } from '@mission-control/plugin-missions-common';
import { EmptyState } from '@mission-control/plugin-missions-react';
import { PageHead } from '../../shell/PageHead';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { usePermitted } from '../../shell/usePermitted';
import { missionsTranslationRef } from '../../translation';
import { ControlHead } from './ControlHead';
import { DayPanel } from './DayPanel';
import { FleetGrid } from './FleetGrid';
import { RunningPanel } from './RunningPanel';
import { SequencePanels } from './SequencePanels';
import { StartDialog } from './StartDialog';
import type { ControlPageData } from './useControlPage';

export interface ControlPageViewProps {
  page: ControlPageData;
  routes: MissionsRoutes;
}

/** One sentence, the tiles by environment, what runs, what comes. */
export function ControlPageView({ page, routes }: ControlPageViewProps) {
  const { t } = useTranslationRef(missionsTranslationRef);
  const [starting, setStarting] = useState(false);
  const { clusters, tiles, active, queue, sequences, parts } = page;
  const using = usePermitted(
    clusterUsePermission,
    clusters.map(({ name }) => name),
  );
  if (tiles.length === 0) {
    return (
      <>
        <PageHead title={t('control.titleNone')} />
        <EmptyState
          icon={<RiServerLine />}
          title={t('control.emptyTitle')}
          action={
            <ButtonLink href={routes.clusters()}>
              {t('control.emptyAction')}
            </ButtonLink>
          }
        >
          {t('control.emptyText')}
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <ControlHead
        tiles={tiles}
        parts={parts}
        refusal={
          using.none
            ? t('shell.denied', { permission: clusterUsePermission.name })
            : undefined
        }
        onStart={() => setStarting(true)}
      />
      <FleetGrid tiles={tiles} routes={routes} />
      <SequencePanels runs={active ?? []} state={sequences} routes={routes} />
      <RunningPanel runs={active} queue={queue} routes={routes} />
      <DayPanel page={page} routes={routes} />
      {starting && (
        <StartDialog
          clusters={clusters}
          routes={routes}
          onClose={() => setStarting(false)}
        />
      )}
    </>
  );
}
