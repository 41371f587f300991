import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createApiClient } from '@mission-control/plugin-missions-backend-module-demo/conformance';
import {
  startControlPlane,
  type ControlPlane,
} from '../controlplane/startControlPlane';
import { differencesOf } from './differences';
import { record } from './record';
import { GENERATED, readTypes } from './types';

jest.setTimeout(120_000);

/** Of a Deployment and the like: it is served as a part of them, not stored. */
const SUBRESOURCES = ['apps/v1/Scale'];

describe('the rules that the simulator has from a real API server', () => {
  let cluster: ControlPlane;
  let recorded: Record<string, string>;

  beforeAll(async () => {
    // Of its own: it makes nodes, which the scheduler's answers to others count.
    cluster = await startControlPlane();
    const client = createApiClient({
      server: cluster.server,
      ca: cluster.authority,
      cert: cluster.admin.certificate,
      key: cluster.admin.privateKey,
    });
    recorded = await record(client).finally(() => client.close());
  });

  afterAll(async () => {
    await cluster?.stop();
  });

  it.each(['defaults.json', 'immutable.json'])(
    'are what it says today: %s (yarn workspace testbed record-rules writes it)',
    async name => {
      const committed = await readFile(join(GENERATED, name), 'utf8');
      expect(
        differencesOf(JSON.parse(recorded[name]), JSON.parse(committed)),
      ).toEqual([]);
      expect(committed).toBe(recorded[name]);
    },
  );

  it('cover every kind that the simulator stores', async () => {
    const { kinds } = await readTypes();
    const { rules } = JSON.parse(recorded['immutable.json']);
    const served = Object.keys(kinds).filter(
      kind => !SUBRESOURCES.includes(kind),
    );
    expect(Object.keys(rules).sort()).toEqual(served.sort());
  });
});
