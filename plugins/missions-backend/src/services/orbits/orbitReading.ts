import type { OrbitRecord } from '../../store/operations/orbitRows';
import type { AskingUser } from '../AskingUser';
import { hiddenClusters, type OrbitSight } from './orbitSight';

/** What somebody may see of one orbit beside the orbit itself. */
export interface OrbitReading {
  /** Clusters of the orbit that may not be read. */
  readonly hidden: ReadonlySet<string>;
  /** Reads why slots started nothing: they name runs, people and clusters. */
  readonly reasons: boolean;
  /** Runs of slots that may be read; absent: all. */
  readonly runIds?: ReadonlySet<string>;
}

/** Reasons are for those who may read every run, and for the orbit's owner. */
export function orbitReading(options: {
  orbit: OrbitRecord;
  user: AskingUser;
  sight: OrbitSight;
  /** Runs of slots that may be read, when not all are. */
  runIds?: ReadonlySet<string>;
}): OrbitReading {
  const { orbit, user, sight, runIds } = options;
  const hidden = hiddenClusters(orbit, sight);
  const own = orbit.owner === user.ref;
  return {
    hidden,
    reasons: hidden.size === 0 && (sight.runs === undefined || own),
    runIds: sight.runs === undefined ? undefined : runIds ?? new Set(),
  };
}
