import semver from 'semver';
import type { z } from 'zod';
import { inputSchema as waitInput } from '../actions/wait/schema';
import { endpointCheck } from './endpoint';
import { objectCheck } from './object';
import { findingsOf } from './resourceLimits';
import { inRange } from './version';

describe('inRange', () => {
  it.each([
    ['1.31.4-gke.1372000', '>=1.25.0-0', true],
    ['v1.31.4+k3s1', '>=1.31.4', true],
    ['1.31.4-gke.1', '>=1.31.4', true],
    ['1.34.0', '>=1.19.0-0, <1.34.0', false],
    ['1.33.9', '>=1.19.0-0, <1.34.0', true],
    ['1.24.17', '>=1.25.0-0', false],
  ])('%s in %s is %s', (version, range, fits) => {
    expect(inRange(semver.parse(version)!, range)).toBe(fits);
  });
});

describe('findingsOf', () => {
  const pod = (name: string, owner: object | undefined, limits?: object) => ({
    metadata: {
      name,
      namespace: 'shop',
      labels: { 'pod-template-hash': 'abc12' },
      ...(owner ? { ownerReferences: [{ controller: true, ...owner }] } : {}),
    },
    spec: { containers: [{ name: 'web', resources: { limits } }] },
  });
  const replicaSet = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name: 'cart-abc12',
  };

  it('makes one finding of all pods of a Deployment', () => {
    expect(
      findingsOf(
        [pod('cart-abc12-x', replicaSet), pod('cart-abc12-y', replicaSet)],
        ['cpu', 'memory'],
      ),
    ).toEqual([
      expect.objectContaining({
        key: 'Deployment shop/cart',
        severity: 'medium',
        message: 'No limit: web (cpu, memory)',
        object: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: 'shop',
          name: 'cart',
        },
      }),
    ]);
  });

  it('finds nothing where limits are set', () => {
    expect(
      findingsOf(
        [pod('cart-x', replicaSet, { cpu: '1', memory: '1Gi' })],
        ['cpu', 'memory'],
      ),
    ).toEqual([]);
  });

  it('keeps the identity of a pod without an owner', () => {
    const [finding] = findingsOf(
      [pod('shell', undefined, { memory: '1' })],
      ['cpu', 'memory'],
    );
    expect(finding).toMatchObject({ key: 'Pod shop/shell', severity: 'low' });
  });
});

describe('inputs that are CEL', () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'web' };
  const endpoint = { namespace: 'shop', service: 'web', port: 80 };
  const refusals = (schema: z.ZodType, input: object) =>
    schema.safeParse(input).error?.issues.map(({ message }) => message);

  it.each<[string, z.ZodType, (cel: string) => object, string]>([
    [
      'kubernetes:object',
      objectCheck.schema.input,
      expect => ({ object, expect }),
      'object',
    ],
    [
      'kubernetes:endpoint',
      endpointCheck.schema.input,
      json => ({ ...endpoint, expect: { json } }),
      'status, body',
    ],
    [
      'kubernetes:wait',
      waitInput,
      condition => ({ objects: [object], for: 'condition', condition }),
      'object',
    ],
  ])(
    'are refused by %s before anything is asked, not waited for',
    (_id, schema, inputOf, names) => {
      expect(refusals(schema, inputOf('parameters.v == 1'))).toContain(
        `The expression reads "parameters"; it may read ${names}`,
      );
      expect(refusals(schema, inputOf('1 +'))).toContainEqual(
        expect.stringMatching(/^The expression cannot be read: /),
      );
      const [first] = names.split(', ');
      expect(refusals(schema, inputOf(`has(${first}.a.b)`))).toBeUndefined();
    },
  );
});
