import type { BaseContext } from '@mission-control/plugin-missions-node';
import type { RunInput } from './runInput';

/** What the plan says of a run that is started, or of one that is taken back. */
export function childChange(
  ctx: BaseContext<RunInput>,
  change:
    | { readonly verb: 'start'; readonly missionVersion: string }
    | {
        readonly verb: 'undo';
        readonly runId: string;
        /** Whether anything that the run changed is there. */
        readonly isLeft: boolean;
      },
) {
  const { mission, parameters, targets = [] } = ctx.input;
  const { verb } = change;
  const missionVersion =
    change.verb === 'start' ? change.missionVersion : undefined;
  const runId = change.verb === 'undo' ? change.runId : undefined;
  return {
    kind:
      change.verb === 'undo' && !change.isLeft
        ? ('noop' as const)
        : ('external' as const),
    verb,
    object: {
      apiVersion: 'mission-control.dev/v1alpha1',
      kind: 'Mission',
      name: mission,
    },
    desired: {
      ...(missionVersion && { missionVersion }),
      ...(runId && { runId }),
      ...ctx.mask({ parameters: parameters ?? {}, targets }),
    },
    digest: ctx.digest({
      mission,
      missionVersion,
      runId,
      parameters,
      targets,
      verb,
    }),
    note: noteOf(change),
  };
}

function noteOf(change: Parameters<typeof childChange>[1]): string {
  if (change.verb === 'start') {
    return 'Plans and is approved when it starts';
  }
  return change.isLeft
    ? `Takes back run ${change.runId}: the undo plans and is approved when it starts`
    : `Nothing of run ${change.runId} is left to take back`;
}
