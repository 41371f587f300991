import type { MissionStep } from '@mission-control/plugin-missions-common';
import { createGuard } from '../../clusters/guards';
import { Registry } from '../../registry';
import {
  createSetAction,
  getAction,
} from '../../worker/__testUtils__/memoryActions';
import { askGuard } from './askGuard';

const registry = new Registry();
registry.addActions(
  { ...createSetAction({ calls: [] }), id: 'kubernetes:apply' },
  { ...createSetAction({ calls: [] }), id: 'kubernetes:job' },
  { ...getAction, id: 'kubernetes:get' },
);

const guard = (writable = true) =>
  createGuard({
    connection: { name: 'one', server: 'https://one', auth: { kind: 'none' } },
    settings: {
      name: 'one',
      writable,
      namespaces: { allow: ['shop', 'web-*'] },
      kinds: { deny: ['Secret'] },
    },
    portal: {},
  });

const object = (namespace?: string, kind = 'ConfigMap', name = 'page') => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, ...(namespace !== undefined && { namespace }) },
});
const ask = (step: Partial<MissionStep>, of = guard()) =>
  askGuard({
    guard: of,
    registry,
    steps: [
      {
        id: 's',
        name: 'S',
        action: 'kubernetes:apply',
        ...step,
      } as MissionStep,
    ],
    scope: {
      parameters: { namespace: 'kube-system' },
      target: { name: 'one', role: 'hub' },
    },
  });

describe('askGuard', () => {
  it.each([
    ['NAMESPACE_DENIED', { objects: [object('${{ parameters.namespace }}')] }],
    ['NAMESPACE_DENIED', { objects: [object(undefined, 'Namespace', 'x')] }],
    ['NAMESPACE_DENIED', { object: { ...object('other') } }],
    ['KIND_DENIED', { objects: [object('shop', 'Secret')] }],
  ])('tells %s of what a step writes (%j)', (code, input) => {
    expect(ask({ input } as any)).toMatchObject({
      status: 'fail',
      message: expect.stringContaining(`(${code})`),
      remedy: { text: expect.stringMatching(/\w/) },
    });
  });

  it('tells the namespace of a step that names no kind', () => {
    expect(
      ask({ action: 'kubernetes:job', input: { namespace: 'other' } })?.message,
    ).toMatch(/^Missions may not write to namespace 'other' of cluster 'one'/);
  });

  it('tells that the cluster is read-only', () => {
    expect(
      ask({ input: { objects: [object('shop')] } }, guard(false))?.message,
    ).toContain('(CLUSTER_READ_ONLY)');
  });

  it('says each refusal once, with each remedy', () => {
    const objects = [object('a'), object('a'), object('shop', 'Secret')];
    const { message, remedy } = ask({ input: { objects } })!;
    expect(message.split('; ').map(text => text.slice(-18))).toEqual([
      '(NAMESPACE_DENIED)',
      expect.stringContaining('(KIND_DENIED)'),
    ]);
    expect(remedy?.text).toContain('Choose another namespace');
  });

  it.each<[string, Partial<MissionStep>]>([
    ['is allowed', { input: { objects: [object('web-1')] } }],
    ['only reads', { action: 'kubernetes:get', input: object('other') }],
    [
      'depends on a step before',
      { input: { objects: [object('${{ steps.a.output.namespace }}')] } },
    ],
    [
      'is made by an expression',
      { input: { objects: '${{ parameters.objects }}' } },
    ],
    [
      'has a kind of which nobody knows whether it has a namespace',
      { input: { objects: [object(undefined, 'ClusterRole')] } },
    ],
    [
      'is left out by its condition',
      { if: 'target.name == "two"', input: { objects: [object('other')] } },
    ],
    [
      'belongs to another role',
      { role: 'member', input: { objects: [object('other')] } },
    ],
    [
      'is of an unknown action',
      { action: 'kubernetes:none', input: object('other') },
    ],
  ])('says nothing of a step that %s', (_, step) => {
    expect(ask(step)).toBeUndefined();
  });
});
