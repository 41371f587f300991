import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Run } from '@mission-control/plugin-missions-common';

import {
  lastingDifferences,
  settledObjects,
} from '../controlplane/settledObjects';
import {
  startControlPlane,
  type ControlPlane,
} from '../controlplane/startControlPlane';
import { startPortal, type Portal } from '../portal/startPortal';
import { createHelm, type Helm } from './createHelm';
import { findHelm, hasHelm } from './findHelm';

jest.setTimeout(180_000);

const CHART = resolve(__dirname, 'chart');
const NAMESPACE = 'released';
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
/** Where there is none, the end of `npm test` names it. */
const describeWithHelm = hasHelm() ? describe : describe.skip;

describeWithHelm('what a Helm release owns on a real API server', () => {
  let folder: string;
  let controlPlane: ControlPlane;
  let portal: Portal;
  let cluster: string;
  let helm: Helm;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'helm-release-'));
    const binary = await findHelm();
    // Its own: the whole cluster is compared, so nobody else may use it.
    controlPlane = await startControlPlane();
    const { kubectl, kubeconfig } = controlPlane;
    cluster = (await kubectl(['config', 'current-context'])).trim();
    helm = createHelm({ binary, kubeconfig, folder });
    portal = await startPortal({
      knex: await databases.init('SQLITE_3'),
      demo: false,
      kubeconfig,
      config: {
        clusters: [{ name: cluster, writable: true, environment: 'test' }],
      },
    });
    await helm([
      ...['install', 'shop', CHART, '--namespace', NAMESPACE],
      ...['--create-namespace', '--wait', '--timeout', '60s'],
    ]);
    await upgrade('does-not-exist');
  });
  afterAll(async () => {
    await portal?.stop();
    await controlPlane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('blocks a repair, names the release, and is left as it was', async () => {
    const before = await settledObjects(controlPlane.kubectl);
    const run = await plan('fix-wrong-image-tag', {
      namespace: NAMESPACE,
      deployment: 'checkout',
    });
    expect(await conflictsOf(run)).toEqual([
      { name: 'checkout', conflictWith: 'Helm release (shop)' },
    ]);
    expect(await lastingDifferences(controlPlane.kubectl, before)).toEqual([]);
  });

  it('blocks an installation, names the fields, and is left as it was', async () => {
    const before = await settledObjects(controlPlane.kubectl);
    const run = await plan('install-web-application', { namespace: NAMESPACE });
    expect(await conflictsOf(run)).toEqual([
      { name: 'web-page', conflictWith: 'helm (data.index.html)' },
    ]);
    expect(await lastingDifferences(controlPlane.kubectl, before)).toEqual([]);
  });

  it('stays with Helm, which upgrades it without a conflict', async () => {
    await upgrade('1.0.1');
    const status = JSON.parse(
      await helm(['status', 'shop', '-n', NAMESPACE, '-o', 'json']),
    );
    expect(status).toMatchObject({
      version: 3,
      info: { status: 'deployed' },
    });
  });

  function upgrade(tag: string) {
    return helm([
      ...['upgrade', 'shop', CHART, '--namespace', NAMESPACE],
      ...['--reset-values', '--set', `tag=${tag}`],
    ]);
  }

  /** Starts a run, which must not come to an approval. */
  async function plan(
    mission: string,
    parameters: Record<string, unknown>,
  ): Promise<Run> {
    const operator = portal.as('operator');
    const { id } = await operator.start({
      missionRef: `mission-control/${mission}`,
      parameters,
      targets: [{ cluster }],
    });
    return operator.waitFor(id, ['blocked']);
  }

  async function conflictsOf(run: Run) {
    const { targets } = await portal.as('operator').plan(run.id);
    return targets
      .flatMap(({ changes }) => changes)
      .filter(({ kind }) => kind === 'conflict')
      .map(({ object, conflictWith }) => ({ name: object.name, conflictWith }));
  }
});
