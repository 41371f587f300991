import { isTerminal, type Run } from '@mission-control/plugin-missions-common';
import type { PortalClient } from '../portal/PortalClient';
import type { Scenario } from './scenarios';

const CHILD_MS = 180_000;

/** The two people that a scenario needs. */
export interface Cast {
  operator: PortalClient;
  approver: PortalClient;
}

/** Runs one scenario as people would, and expects what its file says. */
export async function runScenario(
  { operator, approver }: Cast,
  scenario: Scenario,
): Promise<Run> {
  const { missionRef, parameters, targets, expect: expected } = scenario;
  const started = await operator.start({
    missionRef,
    parameters,
    targets: targets.map(cluster => ({ cluster })),
  });
  const planned = await operator.waitFor(started.id, [
    'awaiting_approval',
    'verifying',
    // A plan that changes nothing approves itself.
    expected.state ?? 'succeeded',
  ]);
  if (expected.plan) {
    expect(planned.summary).toMatchObject(expected.plan);
  }
  await approver.approve(started.id);
  await finishChildren(expected.children ?? 0);
  const run = await operator.waitFor(started.id, [
    expected.state ?? 'succeeded',
  ]);
  if (expected.failedStep) {
    const failed = run.targetsDetail.flatMap(({ steps }) =>
      steps.filter(({ state }) => state === 'failed').map(({ id }) => id),
    );
    expect(failed).toEqual([expected.failedStep]);
  }
  await expectEvidence(run);
  if (expected.findings !== undefined) {
    const { items } = await operator.findings(run.id);
    expect(items.length).toBeGreaterThanOrEqual(expected.findings);
    const fingerprints = new Set(items.map(({ fingerprint }) => fingerprint));
    expect(fingerprints.size).toBe(items.length);
  }
  if (scenario.undo) {
    await takeBack({ operator, approver }, run.id);
  }
  return run;

  async function expectEvidence({ id }: Run) {
    const results = (await operator.evidence(id)).filter(
      ({ phase, status }) => phase === 'verify' && status === 'pass',
    );
    for (const target of targets) {
      const passed = results
        .filter(({ targetId }) => targetId === target)
        .map(({ id: check }) => check);
      expect(passed).toEqual(expect.arrayContaining(expected.evidence ?? []));
    }
  }

  /** Each child plans and is approved when it starts. */
  async function finishChildren(count: number) {
    for (let index = 0; index < count; index += 1) {
      const child = await waitForChild(index);
      const { state } = await operator.waitFor(child.id, [
        'awaiting_approval',
        'verifying',
        'succeeded',
      ]);
      if (state === 'awaiting_approval') {
        await approver.approve(child.id);
      }
      await operator.waitFor(child.id, ['succeeded']);
    }
  }

  async function waitForChild(index: number): Promise<Run> {
    const deadline = Date.now() + CHILD_MS;
    while (Date.now() < deadline) {
      const { items } = await operator.request(
        'GET',
        `/runs?parent=${started.id}`,
      );
      const child = [...items].reverse()[index];
      if (child) {
        return child;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Error(`Run ${started.id} started no child ${index + 1}`);
  }
}

/** Undoes a run as people would, and expects that to succeed. */
async function takeBack(
  { operator, approver }: Cast,
  runId: string,
): Promise<void> {
  const undo = await operator.undo(runId);
  await operator.waitFor(undo.id, ['awaiting_approval']);
  await approver.approve(undo.id);
  await approveChildrenUntilEnd({ operator, approver }, undo.id);
  await operator.waitFor(undo.id, ['succeeded']);
}

/** The undo of a sequence starts undos of its children, one after the other. */
async function approveChildrenUntilEnd(
  { operator, approver }: Cast,
  runId: string,
): Promise<void> {
  const deadline = Date.now() + CHILD_MS;
  while (Date.now() < deadline) {
    const { state } = await operator.run(runId);
    if (isTerminal(state) || state === 'needs_decision') {
      return;
    }
    const { items } = await operator.request('GET', `/runs?parent=${runId}`);
    for (const child of items as Run[]) {
      if (child.state === 'awaiting_approval') {
        await approver.approve(child.id);
      }
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
