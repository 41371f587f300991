import { LAST_APPLIED_ANNOTATION } from '../equality/declaredPart';
import { lenientMission } from '../format/lenient';
import { lastAppliedIn } from './lastAppliedIn';
import { lintMission } from './lintMission';
import type { ActionFacts } from './rule';

const POINTER =
  '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration';
const annotations = { [LAST_APPLIED_ANNOTATION]: '{}' };
const carrying = { kind: 'ConfigMap', metadata: { name: 'a', annotations } };
const PLACE = ['metadata', 'annotations', LAST_APPLIED_ANNOTATION];

describe('lastAppliedIn', () => {
  it.each<[string, unknown, unknown[]]>([
    [
      'the second of two objects',
      { objects: [{ metadata: {} }, carrying] },
      [['objects', 1, ...PLACE]],
    ],
    ['a merge patch', { patch: carrying }, [['patch', ...PLACE]]],
    [
      'a merge patch that removes it',
      { patch: { metadata: { annotations: { [PLACE[2]]: null } } } },
      [['patch', ...PLACE]],
    ],
    [
      'an operation',
      { patch: [{ op: 'remove', path: POINTER }] },
      [['patch', 0]],
    ],
    [
      'an operation that moves it away',
      { patch: [{ op: 'move', from: POINTER, path: '/metadata/labels/a' }] },
      [['patch', 0]],
    ],
    [
      'an operation on all annotations',
      {
        patch: [
          { op: 'test', path: POINTER, value: '{}' },
          { op: 'replace', path: '/metadata/annotations', value: annotations },
        ],
      },
      [['patch', 1]],
    ],
  ])('finds it in %s', (_what, input, places) => {
    expect(lastAppliedIn(input)).toEqual(places);
  });

  it.each<[string, unknown]>([
    ['no input', undefined],
    ['objects of an expression', { objects: '${{ parameters.objects }}' }],
    ['objects that are none', { objects: [null, 'a', { metadata: 'a' }] }],
    ['another annotation', { patch: { metadata: { annotations: { a: '' } } } }],
    [
      'a copy of it',
      { patch: [{ op: 'copy', from: POINTER, path: '/metadata/labels/a' }] },
    ],
    [
      'the template of a pod',
      { objects: [{ spec: { template: { metadata: { annotations } } } }] },
    ],
  ])('finds nothing in %s', (_what, input) => {
    expect(lastAppliedIn(input)).toEqual([]);
  });
});

describe('lint/last-applied', () => {
  const actions = new Map<string, ActionFacts>([
    ['kubernetes:patch', { effect: 'write', undo: true }],
    ['x:read', { effect: 'read', undo: false }],
  ]);
  const found = (step: object) =>
    lintMission(lenientMission({ spec: { steps: [step] } }), { actions })
      .filter(({ code }) => code === 'lint/last-applied')
      .map(({ path }) => path);

  it('looks at the undo of a step too', () => {
    const undo = { action: 'kubernetes:patch', input: { patch: carrying } };
    expect(found({ id: 'a', action: 'x:read', undo })).toEqual([
      ['spec', 'steps', 0, 'undo', 'input', 'patch', ...PLACE],
    ]);
  });

  it('lets a step that reads name it', () => {
    const input = { objects: [carrying] };
    expect(found({ id: 'a', action: 'x:read', input })).toEqual([]);
  });
});
