import { useApi } from '@backstage/core-plugin-api';
import type {
  Cluster,
  MissionType,
  RunSummary,
  Status,
  UpcomingList,
} from '@mission-control/plugin-missions-common';
import {
  mapReady,
  missionsApiRef,
  useClusters,
  useNow,
  usePolled,
  useRuns,
  useStatus,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import type { ControlParts } from './controlParts';
import { tileOf, type KnownRuns, type Tile } from './fleet';
import type { Sequence } from './sequenceNodes';
import { useSequences } from './useSequences';
import { useWrites } from './useWrites';

const UPCOMING_MS = 30_000;
const HOURS = 24;
/** Looks are many, and prove nothing about their clusters. */
const PROVING: MissionType[] = ['install', 'fix', 'sequence'];
const COMPLETED = 200;
const NO_RUNS: readonly RunSummary[] = [];

/** All that Mission Control shows. */
export interface ControlPageData {
  clusters: Cluster[];
  tiles: Tile[];
  /** What runs and what waits; undefined when it could not be read. */
  active: readonly RunSummary[] | undefined;
  /** Running sequences with their missions. */
  sequences: ViewState<Sequence[]>;
  /** Slots of the next day. */
  upcoming: ViewState<UpcomingList>;
  queue?: Status['queue'];
  now: Date;
  /** All that was asked for: its age is that of the oldest. */
  parts: ControlParts;
}

/** Data of Mission Control. */
export function useControlPage(): ViewState<ControlPageData> {
  const api = useApi(missionsApiRef);
  const clusters = useClusters();
  const active = useRuns({ group: 'active', limit: 100 });
  const waiting = useRuns({ group: 'waiting', limit: 100 });
  const completed = useRuns({
    group: 'completed',
    type: PROVING,
    limit: COMPLETED,
  });
  const writesOf = useWrites();
  const upcoming = usePolled(() => api.listUpcomingSlots({ hours: HOURS }), {
    key: 'upcoming',
    intervalMs: UPCOMING_MS,
  });
  const status = useStatus();
  const now = useNow();
  const lists = [active, waiting, completed];
  const known = knownRuns({ active, waiting, completed });
  const sequences = useSequences(known?.active ?? NO_RUNS);
  if (clusters.kind === 'ready' && lists.some(isLoading)) {
    return { kind: 'loading' };
  }
  return mapReady(clusters, all => ({
    clusters: all,
    tiles: all.map(cluster => tileOf(cluster, known, writesOf, now)),
    active: known?.active,
    sequences,
    upcoming,
    queue: status.kind === 'ready' ? status.data.queue : undefined,
    now,
    parts: {
      clusters: [clusters],
      runs: lists,
      sequences: [sequences],
      upcoming: [upcoming],
      queue: [status],
    },
  }));
}

type Runs = ViewState<{ items: RunSummary[] }>;

function isLoading({ kind }: Runs): boolean {
  return kind === 'loading';
}

function knownRuns({
  active,
  waiting,
  completed,
}: Record<'active' | 'waiting' | 'completed', Runs>): KnownRuns | undefined {
  if (
    active.kind !== 'ready' ||
    waiting.kind !== 'ready' ||
    completed.kind !== 'ready'
  ) {
    return undefined;
  }
  const all = [...waiting.data.items, ...active.data.items];
  return {
    active: [...new Map(all.map(run => [run.id, run])).values()],
    completed: completed.data.items,
  };
}
