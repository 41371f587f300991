import {
  isMissionError,
  MissionError,
  type CreateRunRequest,
} from '@mission-control/plugin-missions-common';
import type { ChildRequest } from '@mission-control/plugin-missions-node';
import { readRun, type RunRecord, type Store } from '../../store';
import type { ChildRunStarter } from '../../worker';
import {
  guardChildStart,
  guardChildUndo,
  inheritedAuthority,
} from './childAuthority';
import type { RunCreator } from './RunCreator';
import { startUndo } from './startUndo';

/**
 * How steps of sequences start other runs: the same validation as any request.
 * They run for the person of the parent, who was asked for the rights to them
 * when the parent was made; the parent's approval named them. What goes beyond
 * those rights is refused.
 */
export function childRuns(options: {
  store: Store;
  creator: RunCreator;
}): ChildRunStarter {
  const { store, creator } = options;
  return {
    async check({ parentRunId, ...request }) {
      const parent = await parentOf(store, parentRunId);
      guardChildStart(parent, request);
      return creator.check(toRequest(request), parent.starter);
    },
    async start({ parent, initiator, idempotencyKey, ...request }) {
      const starter = await parentOf(store, parent.runId);
      guardChildStart(starter, request);
      const { run } = await creator.start({
        request: toRequest(request),
        initiator,
        starter: starter.starter,
        trigger: {
          kind: 'chain',
          parentRunId: parent.runId,
          parentTargetId: parent.targetId,
          parentStepId: parent.stepId,
          orbitId: starter.trigger.orbitId,
        },
        idempotencyKey,
        parent,
        childAuthority: inheritedAuthority(starter),
      });
      return { runId: run.id };
    },
    async undo({ parent, initiator, idempotencyKey, runId }) {
      const starter = await parentOf(store, parent.runId);
      guardChildUndo(starter, runId);
      try {
        const run = await startUndo({
          store,
          runId,
          request: { reason: `Undo of its sequence ${parent.runId}` },
          initiator,
          starter: starter.starter,
          idempotencyKey,
          parent,
          childAuthority: inheritedAuthority(starter),
        });
        return { runId: run.id };
      } catch (error) {
        // A child that only looked must not stop the undo of the others.
        if (isMissionError(error) && error.details?.nothingLeft) {
          return undefined;
        }
        throw error;
      }
    },
  };
}

async function parentOf(store: Store, runId: string): Promise<RunRecord> {
  const parent = await readRun({ tx: store.db, runId });
  if (!parent) {
    throw new MissionError('NOT_FOUND', `There is no run '${runId}'`);
  }
  return parent;
}

function toRequest({ targets, ...request }: ChildRequest): CreateRunRequest {
  return { ...request, targets: [...targets] };
}
