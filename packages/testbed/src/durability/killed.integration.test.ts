import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PortalClient } from '../portal/PortalClient';
import {
  startBackendProcess,
  type BackendProcess,
} from '../portal/startBackendProcess';
import { planSlowRun, waitForStep } from './startSlowRun';

jest.setTimeout(400_000);

describe('kill -9 of the backend in the middle of a run, on SQLite', () => {
  let data: string;
  let backend: BackendProcess;

  const start = async () => {
    backend = await startBackendProcess({ data, speed: 5 });
    await backend.ready();
  };

  /** As a crash does it: nothing is said, nothing is saved. */
  const killAndRestart = async () => {
    await backend.signal('SIGKILL');
    await backend.exited;
    await start();
  };

  const eventsOf = async (client: PortalClient, runId: string) =>
    (await client.request('GET', `/runs/${runId}/events?limit=500`)).items;

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'mission-control-killed-'));
    await start();
  });
  afterAll(async () => {
    await backend?.stop();
    await rm(data, { recursive: true, force: true });
  });

  it('goes on after the restart, does nothing twice, and can be taken back', async () => {
    let operator = await backend.as('operator');
    const run = await planSlowRun(operator);
    await (await backend.as('approver')).approve(run.id);
    await waitForStep(operator, run.id, 'apply-application');
    await killAndRestart();
    operator = await backend.as('operator');
    await waitForStep(operator, run.id, 'wait-rollout');
    await killAndRestart();
    operator = await backend.as('operator');
    const done = await operator.waitFor(run.id, ['succeeded']);

    expect(
      done.targetsDetail[0].steps.map(({ id, state }) => [id, state]),
    ).toEqual([
      ['create-namespace', 'succeeded'],
      ['apply-application', 'succeeded'],
      ['wait-rollout', 'succeeded'],
    ]);
    const events = await eventsOf(operator, run.id);
    expect(events.map(({ seq }: { seq: number }) => seq)).toEqual(
      events.map((_event: unknown, index: number) => index + 1),
    );
    const successes = events.filter(
      ({ type }: { type: string }) => type === 'step.succeeded',
    );
    expect(successes.map(({ stepId }: { stepId: string }) => stepId)).toEqual([
      'create-namespace',
      'apply-application',
      'wait-rollout',
    ]);
    // An intent that the kill came before stays as a try that changed nothing.
    const objects = (await operator.journal(run.id))
      .filter(({ changed }) => changed)
      .map(({ object }) => `${object.kind} ${object.name}`);
    expect(new Set(objects).size).toBe(objects.length);
    expect(objects).toHaveLength(6);

    // The simulated cluster lost nothing either: undo finds what it journaled.
    await killAndRestart();
    operator = await backend.as('operator');
    const approver = await backend.as('approver');
    const undo = await operator.undo(run.id);
    const taken = await approver.approveAndFinish(undo.id);
    expect(taken.state).toBe('succeeded');
  });
});
