import type { UndoRunContext } from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import { proveUndone, unequalTo } from './proveUndone';

const masking = { mask: <T>(value: T) => value, digest: () => 'digest' };
const entry = (manager: string, fields: object, more: object = {}) => ({
  manager,
  operation: 'Update',
  apiVersion: 'apps/v1',
  fieldsV1: fields,
  ...more,
});
const deployment = (metadata: object = {}, spec: object = { replicas: 3 }) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    uid: 'u',
    resourceVersion: '1',
    generation: 1,
    managedFields: [entry('helm', { 'f:spec': { 'f:replicas': {} } })],
    ...metadata,
  },
  spec,
});
const EQUAL = { fields: [], managers: [] };

describe('unequalTo', () => {
  it('leaves out what servers and controllers keep', () => {
    const live = {
      ...deployment({
        uid: 'v',
        resourceVersion: '9',
        generation: 3,
        annotations: {
          'deployment.kubernetes.io/revision': '2',
          'example.com/seen': 'yes',
        },
        managedFields: [
          entry(
            'helm',
            { 'f:spec': { 'f:replicas': {} } },
            { time: '2026-01-02T03:04:05Z' },
          ),
          entry('kube-controller-manager', {
            'f:metadata': {
              'f:annotations': {
                'f:deployment.kubernetes.io/revision': {},
                'f:example.com/seen': {},
              },
            },
          }),
          entry(
            'kube-controller-manager',
            { 'f:status': { 'f:replicas': {} } },
            { subresource: 'status' },
          ),
        ],
      }),
      status: { replicas: 1 },
    };
    expect(unequalTo(deployment(), live, masking)).toEqual(EQUAL);
  });

  it('names a value with who owns it now, also a controller', () => {
    const live = deployment(
      {
        managedFields: [
          entry('helm', { 'f:spec': { 'f:paused': {} } }),
          entry(
            'kube-controller-manager',
            { 'f:spec': { 'f:replicas': {} } },
            { subresource: 'scale' },
          ),
        ],
      },
      { replicas: 5 },
    );
    expect(unequalTo(deployment(), live, masking)).toEqual({
      fields: [
        {
          path: 'spec.replicas',
          before: 3,
          after: 5,
          owner: 'kube-controller-manager',
        },
      ],
      managers: ['helm'],
    });
  });

  it('sees that another manager owns a field', () => {
    const live = deployment({
      managedFields: [entry('missions:x', { 'f:spec': { 'f:replicas': {} } })],
    });
    expect(unequalTo(deployment(), live, masking)).toEqual({
      fields: [],
      managers: ['helm', 'missions:x'],
    });
  });

  it('compares an object of a controller by its name too', () => {
    const owned = {
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Web',
          name: 'w',
          uid: 'w',
          controller: true,
        },
      ],
    };
    const live = deployment({ ...owned, labels: { color: 'blue' } });
    expect(unequalTo(deployment(owned), live, masking).fields).toEqual([
      { path: 'metadata.labels.color', after: 'blue' },
    ]);
  });
});

describe('proveUndone', () => {
  it('has a definition that is back served before it returns, if it was before', async () => {
    const object = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      name: 'gadgets.shop.example.com',
    };
    const definition = {
      apiVersion: object.apiVersion,
      kind: object.kind,
      metadata: { name: object.name, uid: 'u' },
      spec: {
        group: 'shop.example.com',
        names: { kind: 'Gadget', plural: 'gadgets' },
        versions: [],
      },
    };
    const states = ['False', 'True'];
    const seen: string[] = [];
    const ctx = {
      ...masking,
      cluster: {
        resource: async () => ({
          group: 'apiextensions.k8s.io',
          version: 'v1',
          resource: 'customresourcedefinitions',
        }),
        request: async () => {
          const status = states.shift()!;
          seen.push(status);
          const conditions = [{ type: 'Established', status }];
          return { body: { ...definition, status: { conditions } } };
        },
      },
      run: { missionName: 'shop' },
      timeLimit: { withoutProgressMs: 60_000, inAllMs: 60_000 },
      signal: new AbortController().signal,
      evidence: () => {},
      progress: () => {},
      log: { info: () => {} },
    } as unknown as UndoRunContext<unknown>;
    const before = (status: string) => {
      const conditions = [{ type: 'Established', status }];
      const prior = { ...definition, status: { conditions } };
      return { object, prior } as unknown as Effect;
    };
    await proveUndone(ctx, before('True'), { expected: live => live });
    expect(seen).toEqual(['False', 'True']);
    states.push('False');
    await proveUndone(ctx, before('False'), { expected: live => live });
    expect(seen).toEqual(['False', 'True', 'False']);
  });
});
