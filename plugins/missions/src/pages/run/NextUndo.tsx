import { Link } from '@backstage/ui';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import type { Run } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  usePolled,
} from '@mission-control/plugin-missions-react';
import type { MissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';

export interface NextUndoProps {
  /** An undo that was cancelled. */
  run: Pick<Run, 'id' | 'createdAt'>;
  /** The run that it should have taken back. */
  undoOf: string;
  routes: MissionsRoutes;
}

/** Leads from an undo that was given up to the one that came after it. */
export function NextUndo({ run, undoOf, routes }: NextUndoProps) {
  const api = useApi(missionsApiRef);
  const { t } = useTranslationRef(missionsTranslationRef);
  const original = usePolled(() => api.getRun(undoOf), { key: undoOf });
  const next =
    original.kind === 'ready'
      ? original.data.undoRuns?.find(
          ({ id, createdAt }) => id !== run.id && createdAt > run.createdAt,
        )
      : undefined;
  return next ? (
    <div>
      <Link href={routes.run(next.id)} standalone>
        {t('run.nextUndo')}
      </Link>
    </div>
  ) : null;
}
