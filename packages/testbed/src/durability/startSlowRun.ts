import type { Run } from '@mission-control/plugin-missions-common';
import type { PortalClient } from '../portal/PortalClient';

const POLL_MS = 20;
const LIMIT_MS = 60_000;

/** Starts a run whose rollout takes a while; it waits for its approval. */
export async function planSlowRun(operator: PortalClient): Promise<Run> {
  const run = await operator.start({
    missionRef: 'mission-control/install-web-application',
    parameters: { imageTag: 'slow' },
    targets: [{ cluster: 'dev' }],
  });
  return operator.waitFor(run.id, ['awaiting_approval']);
}

/** The same, approved: its last step waits for the rollout. */
export async function startSlowRun(
  operator: PortalClient,
  approver: PortalClient,
): Promise<Run> {
  const run = await planSlowRun(operator);
  await approver.approve(run.id);
  await waitForStep(operator, run.id, 'wait-rollout');
  return run;
}

/** Waits until a step of the run's only target runs, or has run. */
export async function waitForStep(
  client: PortalClient,
  runId: string,
  stepId: string,
): Promise<void> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const run = await client.run(runId);
    const [target] = run.targetsDetail;
    const step = target.steps.find(({ id }) => id === stepId);
    if (step?.state === 'running' || step?.state === 'succeeded') {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(`${stepId} is ${step?.state}, the run ${run.state}`);
    }
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
  }
}
