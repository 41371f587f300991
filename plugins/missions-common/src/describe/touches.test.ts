import type { ActionFacts } from '../lint/rule';
import { mergeTouches, stepTouches } from './touches';

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
