import type { CreateRunRequest } from '@mission-control/plugin-missions-common';
import type { ChildRequest } from '@mission-control/plugin-missions-node';
import type { Store } from '../../store';
import type { ChildRunStarter } from '../../worker';
import type { RunCreator } from './RunCreator';
import { startUndo } from './startUndo';

/**
 * How steps of sequences start other runs: the same validation as any request.
 * They run for the person of the parent; the parent's approval named them.
 */
export function childRuns(options: {
  store: Store;
  creator: RunCreator;
}): ChildRunStarter {
  const { store, creator } = options;
  return {
    async check(request) {
      return creator.check(toRequest(request));
    },
    async start({ parent, initiator, idempotencyKey, ...request }) {
      const { run } = await creator.start({
        request: toRequest(request),
        initiator,
        trigger: {
          kind: 'chain',
          parentRunId: parent.runId,
          parentTargetId: parent.targetId,
          parentStepId: parent.stepId,
        },
        idempotencyKey,
        parent,
      });
      return { runId: run.id };
    },
    async undo({ parent, initiator, idempotencyKey, runId }) {
      const run = await startUndo({
        store,
        runId,
        request: { reason: `Undo of its sequence ${parent.runId}` },
        initiator,
        idempotencyKey,
        parent,
      });
      return { runId: run.id };
    },
  };
}

function toRequest({ targets, ...request }: ChildRequest): CreateRunRequest {
  return { ...request, targets: [...targets] };
}
