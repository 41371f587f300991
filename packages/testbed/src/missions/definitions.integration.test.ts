import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from '@mission-control/plugin-missions-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { startPortal, type Portal } from '../portal/startPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const GROUP = 'shop.example.com';

/** Steps that define a kind of one group, and at once make one of it. */
const defineAndMake = (kind: string) => `
    - id: define-${kind.toLowerCase()}
      action: kubernetes:apply
      input:
        objects:
          - apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: { name: ${kind.toLowerCase()}s.${GROUP} }
            spec:
              group: ${GROUP}
              names: { kind: ${kind}, plural: ${kind.toLowerCase()}s }
              scope: Cluster
              versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object } } }]
    - id: make-${kind.toLowerCase()}
      action: kubernetes:apply
      input:
        objects: [{ apiVersion: ${GROUP}/v1, kind: ${kind}, metadata: { name: one } }]`;

const mission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: kinds, title: Kinds, description: Defines kinds and uses them. }
spec:
  type: install
  targets: { min: 1 }
  steps:${['Widget', 'Gadget', 'Gizmo'].map(defineAndMake).join('')}
  verify:
    - id: proof
      check: kubernetes:api
      input: { apiVersion: ${GROUP}/v1, kind: Gizmo }
`;

const removal = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: no-gadgets, title: No gadgets, description: Removes a kind with all of it. }
spec:
  type: fix
  targets: { min: 1 }
  steps:
    - id: remove
      action: kubernetes:delete
      input:
        objects:
          - { apiVersion: ${GROUP}/v1, kind: Gadget, name: one }
          - { apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, name: gadgets.${GROUP} }
  verify:
    - id: proof
      check: kubernetes:api
      input: { apiVersion: ${GROUP}/v1, kind: Gadget, absent: true }
`;

describe('a mission that defines kinds and uses them', () => {
  let folder: string;
  let portal: Portal;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-definitions-'));
    await writeFile(join(folder, 'kinds.mission.yaml'), mission);
    await writeFile(join(folder, 'removal.mission.yaml'), removal);
    const knex = await databases.init('SQLITE_3');
    portal = await startPortal({ knex, missions: folder });
  });
  afterAll(async () => {
    await portal?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** Approves all that a run asks for until it has succeeded. */
  async function succeeded({ id }: Run): Promise<void> {
    for (;;) {
      const { state } = await portal
        .as('operator')
        .waitFor(id, ['awaiting_approval', 'needs_decision', 'succeeded']);
      if (state !== 'awaiting_approval') {
        await portal.as('operator').waitFor(id, ['succeeded'], 0);
        return;
      }
      await portal.as('approver').approve(id);
    }
  }

  const start = (name: string) =>
    portal.as('operator').start({
      missionRef: `mission-control/${name}`,
      targets: [{ cluster: 'dev' }],
    });

  it('finds each kind served in the next step', async () => {
    await expect(start('kinds').then(succeeded)).resolves.toBeUndefined();
  });

  it('has a kind served that an undo brings back before its objects', async () => {
    const removed = await start('no-gadgets');
    await succeeded(removed);
    const undo = await portal.as('operator').undo(removed.id);
    await expect(succeeded(undo)).resolves.toBeUndefined();
  });
});
