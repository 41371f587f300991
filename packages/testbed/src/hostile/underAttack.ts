import {
  kubernetesActions,
  kubernetesChecks,
} from '@mission-control/plugin-missions-backend-module-kubernetes';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import fc from 'fast-check';
import { flawOf, insideOf } from './flawOf';
import type { HostileCluster } from './HostileCluster';

const LIMIT_MS = 600;

/** From which one on the cluster is attacked. */
export const phases = fc.constantFrom<Phase>('plan', 'run', 'undo');

/** What an action goes through, in this order. */
type Phase = 'plan' | 'run' | 'undo';

/** What is laid for a cluster's answers. */
type Laying = Parameters<HostileCluster['lay']>[0];

/** How a check answers while its cluster is attacked, and what is wrong with its words. */
export async function checkUnderAttack(options: {
  cluster: HostileCluster;
  laying: Laying;
  id: string;
  input: object;
}): Promise<{ status: string; flaw: string | undefined }> {
  const { cluster, laying, id, input } = options;
  const check = kubernetesChecks.find(each => each.id === id)!;
  cluster.lay(laying);
  const { status, message } = await bench(cluster, 'check')
    .check(check, input)
    .catch(error => ({ status: 'threw', message: flawOf(error) }));
  cluster.rest();
  return { status, flaw: insideOf(message ?? '') };
}

/**
 * What is wrong with how an action ends whose cluster is attacked from one of
 * its phases on: its plan, its run, or its undo. Undefined: nothing.
 *
 * @param options.name - of its steps: another for each call
 */
export async function actUnderAttack(options: {
  cluster: HostileCluster;
  laying: Laying;
  phase: Phase;
  id: string;
  name: string;
  input: object;
}): Promise<string | undefined> {
  const { cluster, laying, phase, id, name, input } = options;
  const action = kubernetesActions.find(each => each.id === id)!;
  const step = bench(cluster, `step-${name}`);
  const begin = (now: Phase) => {
    if (now === phase) {
      cluster.lay(laying);
    }
  };
  const call = async () => {
    begin('plan');
    const plan = action.plan ? await step.plan(action, input) : { changes: [] };
    begin('run');
    await step.run(action, input, plan);
    begin('undo');
    if (action.undo && action.effect === 'write') {
      const undo = bench(cluster, `undo-${name}`);
      const way = await undo.planUndo(action, input, step);
      await undo.undo(action, input, step, way);
    }
  };
  const flaw = await call().then(() => undefined, flawOf);
  cluster.rest();
  return flaw;
}

function bench({ client }: HostileCluster, stepId: string): ActionBench {
  return new ActionBench({
    cluster: client,
    stepId,
    longestPauseMs: 5,
    signal: AbortSignal.timeout(LIMIT_MS),
    timeLimit: { withoutProgressMs: 100, inAllMs: 200 },
  });
}
