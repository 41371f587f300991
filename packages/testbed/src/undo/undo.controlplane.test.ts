import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import {
  propertyOptions,
  SEED,
  type DefaultClusterRegistry,
} from '@mission-control/plugin-missions-backend/testUtils';
import { kubernetesActions } from '@mission-control/plugin-missions-backend-module-kubernetes';
import { createRawClient } from '@mission-control/plugin-missions-node/testing';
import fc from 'fast-check';

import { acquireControlPlane } from '../controlplane/acquireControlPlane';
import type { ControlPlane } from '../controlplane/startControlPlane';
import type { Case } from './Case';
import { cases } from './generate';
import { definitions } from './kinds';
import { missionOf } from './missionOf';
import { Place } from './Place';
import { playCase } from './playCase';
import { registryOf } from './registryOf';
import { wordsOf } from './words';

jest.setTimeout(3_600_000);

const CASES = 5;
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

describe('the undo of random sequences, on a real API server', () => {
  let folder: string;
  let plane: ControlPlane;
  let cluster: ReturnType<typeof createRawClient>;
  let clusters: DefaultClusterRegistry;
  let counter = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-undo-'));
    plane = await acquireControlPlane();
    cluster = createRawClient({
      server: plane.server,
      ca: plane.authority,
      cert: plane.admin.certificate,
      key: plane.admin.privateKey,
    });
    clusters = registryOf(plane);
    for (const body of definitions) {
      await cluster.request({ method: 'POST', path: DEFINITIONS, body });
    }
    for (const { metadata } of definitions) {
      await plane.kubectl([
        ...['wait', '--for=condition=Established', '--timeout=30s'],
        `crd/${metadata.name}`,
      ]);
    }
  });
  afterAll(async () => {
    for (const { metadata } of definitions) {
      const path = `${DEFINITIONS}/${metadata.name}`;
      await cluster?.request({ method: 'DELETE', path });
    }
    await clusters?.close();
    cluster?.close();
    await plane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What a case came to that it had not to; undefined: nothing. */
  async function wrongIn(given: Case): Promise<string | undefined> {
    counter += 1;
    const prefix = `undo-${process.pid}-${counter}`;
    const file = join(folder, `${prefix}.sqlite`);
    const { told, states, ...played } = await playCase(given, {
      ...{ cluster, clusters, prefix, file },
    });
    const right = {
      ...played,
      inTheWay: played.expectedInTheWay,
      kept: played.expectedKept,
      ...{ touched: [], differences: [], worse: [], redone: [] },
    };
    return isDeepStrictEqual(played, right)
      ? undefined
      : [wordsOf(given), inspect({ states, told, ...played }, false, 4)].join(
          '\n',
        );
  }

  it('leaves the cluster equal and no less well, or names exactly what stands in the way', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async given => {
        expect(await wrongIn(given)).toBeUndefined();
      }),
      // A smaller case that fails takes minutes to find.
      { ...propertyOptions<[Case]>(CASES), endOnFailure: true },
    );
  });

  it('tries all that writes, on more than twenty kinds', () => {
    const sampled = fc.sample(cases, { numRuns: 300, seed: 1 });
    const actions = sampled.flatMap(given =>
      missionOf(given, new Place('sample', given.slots)).spec.steps.map(
        ({ action }) => action,
      ),
    );
    const writing = kubernetesActions.filter(
      ({ effect }) => effect === 'write',
    );
    expect([...new Set(actions)].sort()).toEqual(
      writing.map(({ id }) => id).sort(),
    );
    const tried = fc
      .sample(cases, { numRuns: CASES, seed: SEED })
      .flatMap(({ slots }) => slots.map(({ kind }) => kind.kind));
    expect(new Set(tried).size).toBeGreaterThan(20);
  });
});
