import { loadedMission } from '@mission-control/plugin-missions-backend/testUtils';
import type { MissionSpec } from '@mission-control/plugin-missions-common';

/** The namespace of what the recorded missions write; it is there before. */
export const NAMESPACE = 'shop';
const SOURCE = 'history';

const object = (kind: string, name: string, more: object) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace: NAMESPACE },
  ...more,
});
const apply = (...objects: object[]) => ({
  action: 'kubernetes:apply',
  input: { objects },
});

/** Changes what is there, and makes a Secret from a secret parameter. */
const write = [
  {
    id: 'change',
    ...apply(object('ConfigMap', 'settings', { data: { added: 'new' } })),
  },
  {
    id: 'make',
    ...apply(
      object('Secret', 'login', {
        stringData: { password: '${{ parameters.password }}' },
      }),
    ),
  },
];
const last = {
  id: 'last',
  ...apply(object('ConfigMap', 'made', { data: { text: 'made' } })),
};

/** What a cluster has before: the rest is made by the missions. */
export const OBJECTS_BEFORE = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
  object('ConfigMap', 'settings', { data: { kept: 'yes' } }),
];

function mission(name: string, steps: object[], more: object = {}) {
  const spec = {
    type: 'install',
    parameters: {
      type: 'object',
      required: ['password'],
      properties: { password: { type: 'string', secret: true } },
    },
    targets: { min: 1, max: 1 },
    preflight: [],
    steps,
    verify: [
      {
        id: 'there',
        check: 'kubernetes:object',
        input: {
          object: {
            apiVersion: 'v1',
            kind: 'ConfigMap',
            namespace: NAMESPACE,
            name: 'made',
          },
        },
      },
    ],
    checks: [],
    ...more,
  } as unknown as MissionSpec;
  return loadedMission(SOURCE, name, spec);
}

/** The missions of the recorded runs, by name. */
export const missions = {
  writes: mission('writes', [...write, last]),
  asks: mission('asks', [
    ...write,
    { id: 'gate', action: 'core:approve', input: { message: 'Go on?' } },
    last,
  ]),
  rests: mission('rests', [
    ...write,
    { id: 'rest', action: 'core:sleep', input: { duration: '2s' } },
    last,
  ]),
  chains: mission(
    'chains',
    [
      {
        id: 'child',
        action: 'mission:run',
        input: {
          mission: `${SOURCE}/writes`,
          parameters: { password: '${{ parameters.password }}' },
          targets: [{ cluster: 'lab' }],
        },
      },
    ],
    { type: 'sequence', targets: undefined, verify: [] },
  ),
} as const;

/** The same missions as somebody changed them since: nothing of them is right any more. */
export const changedMissions = Object.keys(missions).map(name =>
  mission(name, [
    { id: 'other', ...apply(object('ConfigMap', 'other', { data: {} })) },
  ]),
);
