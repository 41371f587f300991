import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  runReadPermission,
  type Run,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import { mayEach } from '../authorize';

/** A run without those runs that it started, or that take it back, which may not be read. */
export async function withReadableRuns(options: {
  permissions: PermissionsService;
  credentials: BackstageCredentials;
  run: Run;
}): Promise<Run> {
  const { permissions, credentials, run } = options;
  const { children = [], undoRuns = [] } = run;
  const shown: RunSummary[] = [...children, ...undoRuns];
  const others = [run, ...shown].flatMap(each => each.startedRuns ?? []);
  const ids = [...new Set([...shown, ...others].map(({ id }) => id))];
  const may = await mayEach({
    permissions,
    credentials,
    asked: ids.map(resourceRef => ({
      permission: runReadPermission,
      resourceRef,
    })),
  });
  const readable = new Set(ids.filter((_, index) => may[index]));
  const narrowed = <T extends RunSummary>(each: T): T => ({
    ...each,
    startedRuns: startedWithin(each, readable),
  });
  const those = (runs?: RunSummary[]) =>
    runs?.filter(({ id }) => readable.has(id)).map(narrowed);
  return {
    ...narrowed(run),
    children: those(run.children),
    undoRuns: those(run.undoRuns),
  };
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
