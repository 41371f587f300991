import {
  MissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { deleteAction } from '../actions/delete';
import type { IntegrationCluster } from './integrationTargets';

/**
 * Deletes an object while one list is refused, takes that back when it no longer
 * is, and answers what the plans said: what nobody saw then, nobody knows.
 */
export async function deleteBlindly(options: {
  server: Pick<IntegrationCluster, 'client'>;
  object: ObjectRef;
  /** The list that is refused. */
  refused: string;
  isThere(): Promise<boolean>;
}) {
  const { server, object, refused, isThere } = options;
  const input = { objects: [object] };
  const step = new ActionBench({
    cluster: server.client({
      beforeRequest: ({ path }) => {
        if (path === refused) {
          throw new MissionError('CLUSTER_FORBIDDEN', 'Not for you');
        }
      },
    }),
  });
  const plan = await step.plan(deleteAction, input);
  await step.run(deleteAction, input, plan);
  const stayed = await isThere();
  const undo = new ActionBench({ cluster: server.client() });
  const back = await undo.planUndo(deleteAction, input, step);
  await undo.undo(deleteAction, input, step, back);
  const said = plan.changes.map(change => change.irreversible);
  const told = back.changes.map(({ kind, warnings }) => ({ kind, warnings }));
  return { said, stayed, told, isBack: await isThere() };
}

/** What is answered when all that the list would show stays unknown. */
export const deletedBlindly = (unseen: string) => ({
  said: [unseen],
  stayed: false,
  told: [
    {
      kind: 'create',
      warnings: [`What was deleted with it is not known: ${unseen}`],
    },
  ],
  isBack: true,
});
