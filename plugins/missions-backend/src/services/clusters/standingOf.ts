import type { Cluster } from '@mission-control/plugin-missions-common';
import { UNKNOWN_IDENTITY } from '../../clusters';
import type { ClusterStanding } from '../../worker';

/**
 * As whom missions act on a cluster that answers, and what stands against it:
 * the same for the fitness before a run and the preflight of the run.
 */
export function standingOf({ identity, problem }: Cluster): ClusterStanding {
  const known = identity !== UNKNOWN_IDENTITY;
  const who = known ? `Acts as ${identity}` : 'As whom it acts is not known';
  return {
    identity: known ? identity : undefined,
    status: known && !problem ? 'pass' : 'warn',
    message: problem ? `${who}. ${problem.message}` : who,
    remedy: problem?.remedy,
  };
}
