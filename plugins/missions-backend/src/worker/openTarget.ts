import {
  type MadeRun,
  type Store,
  type TargetRecord,
  openRow,
  toRun,
} from '../store';
import type { HeldLease } from './HeldLease';
import { maskSealedOutputs, openSession } from './RunSession';
import { TargetSession } from './TargetSession';
import type { ConnectedCluster, WorkerOptions } from './types';

/** Opens a target that is held: its run, and the connection to its cluster. */
export async function openTarget(
  options: Pick<
    WorkerOptions,
    'store' | 'registry' | 'clusters' | 'children' | 'logger'
  > & {
    held: HeldLease;
    target: TargetRecord;
    /** The run, where this process has just made it. */
    made?: MadeRun;
  },
): Promise<TargetSession> {
  const { store, registry, clusters, children, logger } = options;
  const { held, target, made } = options;
  const { run, ...sealed } = made ?? (await openHeld(store, held));
  const session = await openSession(store, run, sealed);
  await maskSealedOutputs(store, session, target);
  let connected: ConnectedCluster | undefined;
  let connectError: unknown;
  if (target.cluster !== undefined) {
    try {
      connected = await clusters.connect(target.cluster, {
        runId: target.runId,
        missionName: session.missionName,
        initiator: session.run.initiator,
        starter: session.run.starter,
      });
    } catch (error) {
      // Each phase says for itself what it means without its cluster.
      connectError = error;
    }
  }
  return new TargetSession({
    store,
    registry,
    children,
    logger,
    held,
    session,
    connected,
    connectError,
  });
}

/** What the lease is of, as it was when it was claimed or later. */
async function openHeld(store: Store, held: HeldLease) {
  const row = await held.open();
  if (!row) {
    throw held.signal.reason;
  }
  return { run: toRun(row), ...openRow(store.sealer, row) };
}
