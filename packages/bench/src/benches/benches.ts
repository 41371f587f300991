import type { Bench } from './Bench';
import { lists } from './lists';
import { logToBrowsers } from './logToBrowsers';
import { logToViewer } from './logToViewer';
import { otherReplica } from './otherReplica';
import { replicas } from './replicas';
import { runsPerSecond } from './runsPerSecond';
import { startLatency } from './startLatency';
import { takeover } from './takeover';
import { thousandClusters, thousandClustersWide } from './thousandClusters';

/** All benches, in the order of the report. */
export const benches: readonly Bench[] = [
  startLatency,
  otherReplica,
  runsPerSecond,
  logToViewer,
  logToBrowsers,
  lists,
  takeover,
  replicas,
  thousandClusters,
  thousandClustersWide,
];
