import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  parseMission,
  type ActionFacts,
  type MissionSpec,
  type MissionStep,
} from '@mission-control/plugin-missions-common';
import { missionReach, type ReachingMission } from './missionReach';

const actions = new Map<string, ActionFacts>([
  ['kubernetes:apply', { effect: 'write', undo: true }],
  ['kubernetes:get', { effect: 'read', undo: false }],
  ['mission:run', { effect: 'write', undo: true }],
]);
const secret = (namespace: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'token', namespace },
});

function aMission(
  name: string,
  steps: readonly Partial<MissionStep>[],
): ReachingMission {
  return {
    summary: {
      ref: `test/${name}`,
      name,
      title: name,
      description: name,
      tags: [],
    } as unknown as ReachingMission['summary'],
    spec: {
      type: 'sequence',
      preflight: [],
      steps: steps.map((step, index) => ({ id: `s${index}`, ...step })),
      verify: [],
      checks: [],
    } as unknown as MissionSpec,
  };
}

const starting = (mission: string, parameters?: unknown) => ({
  action: 'mission:run',
  input: { mission, parameters },
});
const writing = (namespace: string) => ({
  action: 'kubernetes:apply',
  input: { objects: [secret(namespace)] },
});
const reading = {
  action: 'kubernetes:get',
  input: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'web' },
};

const reach = (mission: ReachingMission, ...others: ReachingMission[]) =>
  missionReach({
    mission,
    actions,
    find: async ref => others.find(({ summary }) => summary.ref === ref),
  });

const shown = ({ touches }: Awaited<ReturnType<typeof reach>>) =>
  touches.map(({ kind, namespace, verbs }) =>
    [kind, namespace, verbs.includes('create')].join(' '),
  );

describe('missionReach', () => {
  it('adds what missions below touch, with the namespace that they are given', async () => {
    const found = await reach(
      aMission('top', [
        starting('test/middle', { place: '${{ parameters.namespace }}' }),
        starting('test/middle', { place: '${{ parameters.namespace }}' }),
        starting('test/middle', { place: 'shop' }),
      ]),
      aMission('middle', [
        reading,
        starting('test/low', { namespace: '${{ parameters.place }}' }),
      ]),
      aMission('low', [writing('${{ parameters.namespace }}')]),
    );
    expect(shown(found)).toEqual([
      'Deployment web false',
      'Secret {namespace} true',
      'Secret shop true',
    ]);
    expect(found.touchesUnknown).toBeUndefined();
  });

  it('adds what checks read, before, after a step and as proof', async () => {
    const check = (namespace: string) => ({
      id: namespace,
      check: 'kubernetes:endpoint',
      input: { namespace, service: 'web', port: 80 },
    });
    const mission = aMission('top', [{ ...reading, verify: [check('after')] }]);
    const found = await reach({
      ...mission,
      spec: {
        ...mission.spec,
        preflight: [check('before')],
        verify: [check('${{ parameters.place }}')],
        checks: [{ id: 'limits', check: 'kubernetes:resource-limits' }],
      } as MissionSpec,
    });
    expect(
      found.touches
        .filter(({ kind }) => kind === 'Service/proxy')
        .map(({ namespace }) => namespace),
    ).toEqual(['{place}', 'after', 'before']);
    expect(found.touches).toContainEqual({
      kind: 'Pod',
      apiVersion: 'v1',
      namespace: undefined,
      verbs: ['list'],
    });
  });

  it('adds what the undo of a step starts', async () => {
    const found = await reach(
      aMission('top', [{ ...reading, undo: starting('test/low') }]),
      aMission('low', [writing('web')]),
    );
    expect(shown(found)).toEqual(['Deployment web false', 'Secret web true']);
  });

  it('ends where missions start each other', async () => {
    const top = aMission('top', [starting('test/low'), reading]);
    const found = await reach(
      top,
      top,
      aMission('low', [writing('web'), starting('test/top')]),
    );
    expect(shown(found)).toEqual(['Deployment web false', 'Secret web true']);
    expect(found.touchesUnknown).toBeUndefined();
  });

  it('ends where many missions start many', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `m${index}`);
    const all = names.map(name =>
      aMission(
        name,
        names.map(other => starting(`test/${other}`)),
      ),
    );
    const found = await reach(all[0], ...all);
    expect(found.touchesUnknown).toBe(true);
  });

  it.each([
    ['cannot be found', [starting('test/gone')]],
    ['only an expression names', [starting('${{ parameters.mission }}')]],
    [
      'writes what an expression makes',
      [{ action: 'kubernetes:apply', input: { objects: '${{ each }}' } }],
    ],
  ])('says that more is known later where a step %s', async (_, steps) => {
    const found = await reach(aMission('top', steps));
    expect(found).toEqual({ touches: [], touchesUnknown: true });
  });

  it('knows all that the shipped sequence touches', async () => {
    const read = (path: string) => {
      const file = resolve(__dirname, '../../../../../missions', path);
      const { mission } = parseMission(readFileSync(file, 'utf8'), {
        source: 'mission-control',
        location: path,
      });
      const { metadata, spec } = mission!;
      return {
        summary: {
          ...metadata,
          ref: `mission-control/${metadata.name}`,
        } as unknown as ReachingMission['summary'],
        spec,
      };
    };
    const found = await reach(
      read('sequence/web-application-rollout/mission.yaml'),
      read('install/web-application/mission.yaml'),
      read('fix/verify-rollout/mission.yaml'),
      read('orbit/resource-limits/mission.yaml'),
    );
    expect(shown(found)).toEqual(
      expect.arrayContaining([
        'Deployment {namespace} true',
        'Secret {namespace} true',
        'Service/proxy {namespace} false',
        'ReplicaSet {namespace} false',
        'Pod  false',
      ]),
    );
    expect(found.touchesUnknown).toBeUndefined();
  });
});
