import { useRef } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Mission,
  MissionSummary,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  usePolled,
  type MissionsApi,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { isForEntity, type EntityDefaults } from './entityDefaults';
import { entityFill, fillRank, type EntityFill } from './entityFill';

const POLL_MS = 10_000;
/** Missions that are read at the same time. */
const AT_ONCE = 6;

/** A mission, and what of the entity it takes; undefined when nobody knows. */
export interface EntityMission {
  mission: MissionSummary;
  fill?: EntityFill;
}

/** Missions for an entity, those first that take most of it, and its runs. */
export function useEntityMissions(
  defaults: EntityDefaults,
): ViewState<{ missions: EntityMission[]; runs: RunSummary[] }> {
  const api = useApi(missionsApiRef);
  // A version never changes: it is read once.
  const specs = useRef(new Map<string, Mission['spec']>());
  return usePolled(
    async () => {
      const [missions, runs] = await Promise.all([
        api.listMissions({ limit: 200 }),
        api.listRuns({ entity: defaults.entityRef, limit: 20 }),
      ]);
      const meant = missions.items.filter(isForEntity);
      await readSpecs(api, meant, specs.current);
      const filled = meant.map(mission => {
        const spec = specs.current.get(versionOf(mission));
        return { mission, fill: spec && entityFill(spec, defaults) };
      });
      filled.sort((a, b) => fillRank(a.fill) - fillRank(b.fill));
      return { missions: filled, runs: runs.items };
    },
    { key: JSON.stringify(defaults), intervalMs: POLL_MS },
  );
}

/** Lists do not say which parameters a mission has. */
async function readSpecs(
  api: MissionsApi,
  missions: readonly MissionSummary[],
  specs: Map<string, Mission['spec']>,
): Promise<void> {
  const missing = missions.filter(mission => !specs.has(versionOf(mission)));
  const readNext = async (): Promise<void> => {
    for (let next = missing.shift(); next; next = missing.shift()) {
      try {
        const { spec } = await api.getMission(next.ref, next.version);
        specs.set(versionOf(next), spec);
      } catch {
        // It may be gone since the list; the next look asks again.
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readNext));
}

function versionOf({ ref, version }: MissionSummary): string {
  return `${ref}@${version}`;
}
