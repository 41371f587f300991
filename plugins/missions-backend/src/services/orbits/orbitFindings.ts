import type { FindingList } from '@mission-control/plugin-missions-common';
import type { Store } from '../../store';
import type { OrbitRecord } from '../../store/operations/orbitRows';
import { whereRunScope } from '../../store/operations/whereRunConditions';
import { findingList } from '../runs/findingList';
import { hiddenClusters, type OrbitSight } from './orbitSight';

/**
 * Findings of the newest run of an orbit that ended and may be read, on the
 * clusters that may be read.
 */
export async function orbitFindings(options: {
  store: Store;
  orbit: OrbitRecord;
  sight: OrbitSight;
}): Promise<FindingList> {
  const { store, orbit, sight } = options;
  const { db: tx, dialect } = store;
  const query = tx('runs')
    .where({ orbit_id: orbit.id })
    .whereNotNull('finished_at')
    .orderBy('id', 'desc');
  whereRunScope({ query, dialect, scope: sight.runs });
  const row = await query.first('id');
  if (!row) {
    return { items: [], total: 0 };
  }
  const { items, heat } = await findingList({ tx, runId: row.id });
  const hidden = hiddenClusters(orbit, sight);
  const shown = items.filter(({ targetId }) => !hidden.has(targetId));
  return {
    items: shown,
    total: shown.length,
    heat: heat?.filter(({ targetId }) => !hidden.has(targetId)),
  };
}
