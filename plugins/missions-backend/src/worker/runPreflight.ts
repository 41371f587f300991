import type { CheckResult } from '@mission-control/plugin-missions-common';
import { anotherCluster } from '../engine';
import {
  type TargetRecord,
  clearEvidence,
  insertEvidence,
  moveTarget,
  readLastLook,
} from '../store';
import { askCheck } from './askCheck';
import { readClusterUid } from './clusterChange';
import { describeError } from './describeError';
import { isEngineFailure } from './isEngineFailure';
import { scopeOf } from './RunSession';
import { settleBlocked } from './settleBlocked';
import type { TargetSession } from './TargetSession';

/**
 * Pins who the cluster is and asks the mission's preflight. Anything that
 * fails or cannot be answered blocks the target, until somebody has it checked
 * again, or it is looked at again by itself; warnings are only shown.
 */
export async function runPreflight(
  session: TargetSession,
  target: TargetRecord,
): Promise<void> {
  const results: CheckResult[] = [];
  const pinned = await pinCluster(session, target);
  if (pinned) {
    results.push(pinned.result);
  }
  const { spec, run } = session.session;
  const reachable = !pinned || pinned.uid !== undefined;
  for (const check of reachable && !run.undoOf ? spec.preflight : []) {
    const asked = await askCheck({
      session,
      target,
      spec: check,
      id: check.id,
      phase: 'preflight',
      scope: scopeOf(session.session, target),
    });
    if (asked) {
      results.push(asked.result);
    }
  }
  if (session.held.signal.aborted) {
    return;
  }
  const blocking = results.filter(
    result => result.status === 'fail' || result.status === 'unknown',
  );
  await session.commit(
    async (change, current) => {
      const { targetId } = current;
      await clearEvidence({ change, targetId, phases: ['preflight'] });
      await insertEvidence({ change, targetId, results });
      const reason =
        blocking.map(item => `${item.id}: ${item.message}`).join('; ') ||
        undefined;
      const state = await moveTarget({
        change,
        target: current,
        event: blocking.length > 0 ? 'preflight_failed' : 'preflight_passed',
        reason,
        columns: {
          ...(pinned?.uid && {
            cluster_uid: pinned.uid,
            watched_uid: pinned.watchedUid ?? null,
            identity: pinned.identity ?? null,
          }),
          ...(isSomebodyElse(current, pinned) && {
            approved_hash: null,
            approved_plan_json: null,
          }),
        },
        data: { checks: results.map(({ id, status }) => ({ id, status })) },
      });
      const { store } = session;
      await settleBlocked({ store, change, target: current, state, reason });
    },
    { later: true },
  );
}

/** Whoever approved the plan approved as whom it acts. */
function isSomebodyElse(
  { approvedHash, identity }: TargetRecord,
  pinned: Awaited<ReturnType<typeof pinCluster>>,
): boolean {
  return (
    approvedHash !== undefined &&
    pinned?.uid !== undefined &&
    pinned.identity !== identity
  );
}

/** Reads the UID of kube-system and compares it with the pinned one. */
async function pinCluster(
  session: TargetSession,
  target: TargetRecord,
): Promise<
  | {
      result: CheckResult;
      uid?: string;
      watchedUid?: string;
      identity?: string;
    }
  | undefined
> {
  if (target.cluster === undefined) {
    return undefined;
  }
  const about = {
    id: 'cluster-identity',
    check: 'core:cluster-identity',
    title: 'The cluster is who it was',
    phase: 'preflight' as const,
    targetId: target.targetId,
    at: new Date(),
  };
  try {
    const uid = await readClusterUid(session);
    const expected = target.clusterUid ?? (await originalUid(session, target));
    const same = expected === undefined || expected === uid;
    const evidence = [
      {
        asked: 'GET /api/v1/namespaces/kube-system',
        answered: { uid },
        at: new Date(),
      },
    ];
    if (!same) {
      const message = `The UID of kube-system is ${uid}, and was ${expected}`;
      return { result: { ...about, status: 'fail', message, evidence } };
    }
    const { identity, status, message, remedy } =
      await session.connected!.standing();
    const watchedUid = await watchedInstead(session, target, uid);
    const another =
      watchedUid === undefined
        ? undefined
        : anotherCluster({ uid, watchedUid });
    return {
      uid,
      watchedUid,
      identity,
      result: {
        ...about,
        status: another && status === 'pass' ? 'warn' : status,
        message: [another?.message, message].filter(Boolean).join('; '),
        evidence,
        ...((remedy || another) && {
          remedy: { text: remedy ?? another!.remedy },
        }),
      },
    };
  } catch (error) {
    if (isEngineFailure(error)) {
      throw error;
    }
    const { code, message, remedy, culprit } = describeError(
      error,
      session.session.masker,
    );
    // That nobody can act there is an answer.
    const isRefused = code === 'NOT_ALLOWED' || culprit?.impersonation;
    return {
      result: {
        ...about,
        status: isRefused ? 'fail' : 'unknown',
        message: `${message} (${code})`,
        evidence: [],
        ...(remedy && { remedy: { text: remedy } }),
      },
    };
  }
}

/** An undo goes to the very cluster that the original changed. */
async function originalUid(
  session: TargetSession,
  target: TargetRecord,
): Promise<string | undefined> {
  const { undoOf } = session.session.run;
  if (!undoOf) {
    return undefined;
  }
  const row = await session.store
    .db('run_targets')
    .where({ run_id: undoOf, target_id: target.targetId })
    .first('cluster_uid');
  return row?.cluster_uid ?? undefined;
}

/** The cluster that the orbit watches, when it is not the one that answers. */
async function watchedInstead(
  session: TargetSession,
  { targetId }: TargetRecord,
  uid: string,
): Promise<string | undefined> {
  const { run } = session.session;
  if (!run.orbitId) {
    return undefined;
  }
  const { db: tx } = session.store;
  const look = await readLastLook({ tx, run, targetId });
  const watched = look && (look.watchedUid ?? look.clusterUid);
  return watched === uid ? undefined : watched;
}
