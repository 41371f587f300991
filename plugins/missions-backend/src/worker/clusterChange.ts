import { MissionError } from '@mission-control/plugin-missions-common';
import type { TargetRecord } from '../store';
import type { TargetSession } from './TargetSession';

/** The UID of kube-system: who the cluster is. Throws when nobody tells. */
export async function readClusterUid(session: TargetSession): Promise<string> {
  if (!session.connected) {
    throw session.connectError;
  }
  return session.connected.client.uid();
}

/** Throws CLUSTER_CHANGED when the cluster is not the one that was planned. */
export async function guardCluster(
  session: TargetSession,
  target: TargetRecord,
): Promise<void> {
  if (target.cluster === undefined) {
    return;
  }
  const uid = await readClusterUid(session);
  if (uid !== target.clusterUid) {
    throw changed(target, uid);
  }
}

/**
 * How the cluster is not the one that was planned. Undefined also when it does
 * not answer: what is read from it then fails by itself.
 */
export async function clusterChange(
  session: TargetSession,
  target: TargetRecord,
): Promise<MissionError | undefined> {
  if (target.cluster === undefined) {
    return undefined;
  }
  const uid = await readClusterUid(session).catch(() => undefined);
  return uid === undefined || uid === target.clusterUid
    ? undefined
    : changed(target, uid);
}

function changed(target: TargetRecord, uid: string): MissionError {
  return new MissionError(
    'CLUSTER_CHANGED',
    `The UID of kube-system on ${target.targetId} is ${uid}, and was ${target.clusterUid} when it was planned`,
  );
}
