import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  runReadPermission,
  type Run,
  type RunSummary,
  type RunTarget,
} from '@mission-control/plugin-missions-common';
import { listDecision, mayEach } from '../authorize';
import { hideOtherRuns } from './hideOtherRuns';

/**
 * A run without those runs that it started, or that take it back, which may not
 * be read. Of others that are in its way only what they do there is told.
 */
export async function withReadableRuns(options: {
  permissions: PermissionsService;
  credentials: BackstageCredentials;
  run: Run;
}): Promise<Run> {
  const { permissions, credentials, run } = options;
  const { children = [], undoRuns = [] } = run;
  const shown: RunSummary[] = [...children, ...undoRuns];
  const others = [run, ...shown].flatMap(each => each.startedRuns ?? []);
  const targets = run.targetsDetail ?? [];
  const before = targets.flatMap(({ waitsFor = [] }) =>
    waitsFor.flatMap(({ runId }) => runId ?? []),
  );
  const ids = [
    ...new Set([...[...shown, ...others].map(({ id }) => id), ...before]),
  ];
  const may = await mayEach({
    permissions,
    credentials,
    asked: ids.map(resourceRef => ({
      permission: runReadPermission,
      resourceRef,
    })),
  });
  const readable = new Set(ids.filter((_, index) => may[index]));
  const hidden = new Map(
    [...new Set(before)]
      .filter(id => !readable.has(id))
      .map((id, index) => [id, index + 1]),
  );
  const narrowed = <T extends RunSummary>(each: T): T => ({
    ...each,
    startedRuns: startedWithin(each, readable),
  });
  const those = (runs?: RunSummary[]) =>
    runs?.filter(({ id }) => readable.has(id)).map(narrowed);
  const counts =
    !targets.some(({ queued }) => queued) ||
    (await readsEveryRun(permissions, credentials));
  return hideOtherRuns({
    permissions,
    credentials,
    runId: run.id,
    answer: {
      ...narrowed(run),
      children: those(run.children),
      undoRuns: those(run.undoRuns),
      targetsDetail: run.targetsDetail?.map(target => ({
        ...target,
        waitsFor: target.waitsFor?.map(({ runId, ...rest }) => ({
          ...rest,
          ...(runId && seenAs(runId, hidden)),
        })),
        queued: counts ? target.queued : withoutCounts(target.queued),
      })),
    },
  });
}

/** A run in the way, which has at least a number: it may be in several ways. */
function seenAs(runId: string, hidden: ReadonlyMap<string, number>) {
  const hiddenRun = hidden.get(runId);
  return hiddenRun === undefined ? { runId } : { hiddenRun };
}

/** Numbers of the queue count the runs of everybody. */
async function readsEveryRun(
  permissions: PermissionsService,
  credentials: BackstageCredentials,
): Promise<boolean> {
  const permission = runReadPermission;
  const asked = { permissions, credentials, permission };
  return (await listDecision(asked)).result === AuthorizeResult.ALLOW;
}

function withoutCounts(queued: RunTarget['queued']): RunTarget['queued'] {
  return queued && { clusterFull: queued.clusterFull };
}

/** What a hidden run started is hidden too; who started stands before what was started. */
function startedWithin(
  { id, startedRuns }: RunSummary,
  readable: ReadonlySet<string>,
): RunSummary['startedRuns'] {
  const seen = new Set([id]);
  return startedRuns?.filter(started => {
    const isSeen = readable.has(started.id) && seen.has(started.parentRunId);
    return isSeen && seen.add(started.id);
  });
}
