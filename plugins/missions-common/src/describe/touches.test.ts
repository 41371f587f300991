import type { ActionFacts } from '../lint/rule';
import { checkTouches, mergeTouches, stepTouches } from './touches';

const actions = new Map<string, ActionFacts>([
  ['x:write', { effect: 'write', undo: true }],
  ['x:read', { effect: 'read', undo: false }],
]);
const WRITE = ['get', 'create', 'patch', 'update', 'delete'];

describe('stepTouches', () => {
  it.each<[string, string, object | undefined, object[]]>([
    [
      'what an apply writes, undo included',
      'kubernetes:apply',
      {
        objects: [
          {
            apiVersion: 'v1',
            kind: 'Secret',
            metadata: { namespace: '${{ parameters.place }}' },
          },
        ],
      },
      [
        {
          apiVersion: 'v1',
          kind: 'Secret',
          namespace: '{place}',
          verbs: WRITE,
        },
      ],
    ],
    [
      'the object of a patch',
      'kubernetes:patch',
      { object: { kind: 'Deployment', namespace: 'web' } },
      [
        {
          kind: 'Deployment',
          namespace: 'web',
          verbs: ['get', 'patch', 'update'],
        },
      ],
    ],
    [
      'the Job that does not stand in the input',
      'kubernetes:job',
      { namespace: 'web' },
      [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          namespace: 'web',
          verbs: ['get', 'create', 'patch', 'delete'],
        },
        { kind: 'Pod', apiVersion: 'v1', namespace: 'web', verbs: ['list'] },
        {
          kind: 'Pod/log',
          apiVersion: 'v1',
          namespace: 'web',
          verbs: ['get'],
        },
      ],
    ],
    [
      'all verbs of a write that is not known',
      'x:write',
      { kind: 'Thing' },
      [{ kind: 'Thing', namespace: undefined, verbs: WRITE }],
    ],
    [
      'a look of a read',
      'x:read',
      { kind: 'Thing' },
      [{ kind: 'Thing', namespace: undefined, verbs: ['get'] }],
    ],
    ['nothing of an expression', 'x:write', { kind: '${{ each.kind }}' }, []],
    ['nothing without an input', 'x:write', undefined, []],
  ])('names %s', (_what, action, input, expected) => {
    const step = { action, input: input as Record<string, unknown> };
    expect(stepTouches(step, actions)).toEqual(expected);
  });
});

describe('checkTouches', () => {
  const names = (check: string, input: object) =>
    checkTouches({ check, input: input as Record<string, unknown> }).map(
      ({ kind, namespace, verbs }) =>
        [verbs.join('+'), kind, namespace ?? 'everywhere'].join(' '),
    );
  const deployment = { kind: 'Deployment', namespace: 'web', name: 'web' };

  it.each<[string, string, object, string[]]>([
    [
      'the objects and what tells of their health',
      'kubernetes:ready',
      { objects: [deployment, { kind: 'Service', namespace: 'web' }] },
      [
        'get Deployment web',
        'get Service web',
        'list ReplicaSet web',
        'list Pod web',
        'list EndpointSlice web',
      ],
    ],
    [
      'only the object of a kind that is called as what every object has',
      'kubernetes:ready',
      { objects: [{ kind: 'constructor', namespace: 'web' }] },
      ['get constructor web'],
    ],
    [
      'the proxy of a Service',
      'kubernetes:endpoint',
      { namespace: '${{ parameters.place }}', service: 'web' },
      ['get Service/proxy {place}'],
    ],
    [
      'the way of a port-forward',
      'kubernetes:endpoint',
      { namespace: 'web', service: 'web', via: 'port-forward' },
      [
        'get Service web',
        'list EndpointSlice web',
        'get+create Pod/portforward web',
      ],
    ],
    [
      'the pods of all namespaces',
      'kubernetes:resource-limits',
      {},
      ['list Pod everywhere'],
    ],
    [
      'nothing of an API that is only looked up',
      'kubernetes:api',
      { apiVersion: 'example.com/v1', kind: 'Widget' },
      [],
    ],
    [
      'the object',
      'kubernetes:object',
      { object: deployment },
      ['get Deployment web'],
    ],
  ])('names %s', (_what, check, input, expected) => {
    expect(names(check, input)).toEqual(expected);
  });

  it('names what a history reads, of a step', () => {
    const step = {
      action: 'kubernetes:rollout-history',
      input: { namespace: 'web', name: 'web' },
    };
    expect(
      stepTouches(step, actions).map(({ kind, verbs }) => [kind, verbs]),
    ).toEqual([
      ['Deployment', ['get']],
      ['ReplicaSet', ['list']],
      ['Pod', ['list']],
    ]);
  });
});

describe('mergeTouches', () => {
  it('names each kind of a namespace once, with all its verbs', () => {
    const touch = (kind: string, namespace: string, ...verbs: string[]) => ({
      apiVersion: 'v1',
      kind,
      namespace,
      verbs,
    });
    expect(
      mergeTouches([
        touch('Secret', 'web', 'get'),
        touch('Secret', 'shop', 'get'),
        touch('ConfigMap', 'web', 'get'),
        touch('Secret', 'web', 'get', 'delete'),
      ]),
    ).toEqual([
      touch('ConfigMap', 'web', 'get'),
      touch('Secret', 'shop', 'get'),
      touch('Secret', 'web', 'get', 'delete'),
    ]);
  });
});
