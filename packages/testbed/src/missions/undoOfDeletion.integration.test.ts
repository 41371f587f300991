import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  isTerminal,
  type Plan,
  type Run,
} from '@mission-control/plugin-missions-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { startPortal, type Portal } from '../portal/startPortal';

jest.setTimeout(240_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const namespace = 'default';

/** A mission that makes an object, changes it, and deletes it. */
const mission = (name: string, kind: string, more = '') => {
  const ref = `{ apiVersion: v1, kind: ${kind}, name: ${name}, namespace: ${namespace} }`;
  return `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: ${name}, description: Deletes what it made. }
spec:
  type: install
  targets: { min: 1 }
  steps:
    - id: make
      action: kubernetes:apply
      input:
        objects:
          - apiVersion: v1
            kind: ${kind}
            metadata: { name: ${name}, namespace: ${namespace} }
            ${more}
    - id: change
      action: kubernetes:patch
      input: { object: ${ref}, patch: { metadata: { labels: { color: blue } } } }
    - id: remove
      action: kubernetes:delete
      input: { objects: [${ref}] }
  verify:
    - id: proof
      check: kubernetes:object
      input: { object: { apiVersion: v1, kind: Namespace, name: ${namespace} } }
`;
};

describe('the undo of a run that deleted what it made', () => {
  let folder: string;
  let portal: Portal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-deletions-'));
    await writeFile(
      join(folder, 'settings.mission.yaml'),
      mission('settings', 'ConfigMap', 'data: { a: b }'),
    );
    await writeFile(
      join(folder, 'data.mission.yaml'),
      mission(
        'data',
        'PersistentVolumeClaim',
        'spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } }',
      ),
    );
    const knex = await databases.init('SQLITE_3');
    portal = await startPortal({ knex, missions: folder });
  });
  afterAll(async () => {
    await portal?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Approves all that a run asks for until it has ended. */
  async function ended(runId: string): Promise<Run> {
    for (;;) {
      await portal.as('approver').approve(runId);
      const run = await portal.as('operator').run(runId);
      if (isTerminal(run.state) || run.state === 'needs_decision') {
        return run;
      }
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
    }
  }

  /** Runs a mission, takes it back, and answers the plan of that and how it ended. */
  async function takenBack(name: string) {
    const operator = portal.as('operator');
    const { id } = await operator.start({
      missionRef: `mission-control/${name}`,
      targets: [{ cluster: 'dev' }],
    });
    expect((await ended(id)).state).toBe('succeeded');
    const undo = await operator.undo(id);
    await operator.waitFor(undo.id, ['awaiting_approval']);
    const plan = await operator.plan(undo.id);
    const run = await ended(undo.id);
    return { plan, run, journal: await operator.journal(id) };
  }

  const told = ({ targets: [{ changes }] }: Plan) =>
    changes.map(({ stepId, kind, note }) =>
      [stepId, kind, note].filter(Boolean).join(': '),
    );

  it('makes the object anew, and then takes back what earlier steps did to it', async () => {
    const { plan, run, journal } = await takenBack('settings');
    expect(told(plan)).toEqual([
      'remove: create',
      'change: deferred',
      'make: deferred',
    ]);
    expect(run).toMatchObject({ state: 'succeeded', outcome: 'dev succeeded' });
    expect(journal.map(({ state }) => state)).toEqual(Array(3).fill('undone'));
  });

  it('asks for no choice where the deletion cannot be taken back', async () => {
    const { plan, run, journal } = await takenBack('data');
    const note = 'The run itself deleted it, which cannot be taken back';
    expect(told(plan)).toEqual([
      'remove: noop: Cannot be taken back',
      `change: noop: ${note}`,
      'make: noop: It is gone',
    ]);
    expect(run.outcome).toMatch(
      /^dev succeeded; taken back, except 1 object: PersistentVolumeClaim/,
    );
    expect(
      journal.map(({ stepId, state, keptReason }) =>
        [stepId, state, keptReason].filter(Boolean).join(': '),
      ),
    ).toEqual([
      'make: undone',
      `change: done: ${note}`,
      expect.stringMatching(/^remove: done: its volume is released/),
    ]);
  });
});
