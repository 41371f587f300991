import { declaredPart } from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import fc from 'fast-check';
import { patchBack, type PatchOperation } from '../undoKit/patchBack';
import { restoredObject } from './restored';

const numRuns = process.env.MISSIONS_TEST_LONG ? 10_000 : 500;
const OURS = 'missions:test';
const word = fc.constantFrom('a', 'b', 'c');
const words = (max: number) =>
  fc.dictionary(word, fc.constantFrom('1', '2'), { maxKeys: max });
const some = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.option(arbitrary, { nil: undefined });
const keyed = <T extends object>(
  item: fc.Arbitrary<T>,
  key: (item: T) => unknown,
) => some(fc.uniqueArray(item, { selector: key, maxLength: 3, minLength: 1 }));

const env = fc.record(
  { name: word, value: fc.constantFrom('1', '2') },
  { requiredKeys: ['name'] },
);
const port = fc.record(
  {
    containerPort: fc.constantFrom(80, 81),
    protocol: fc.constantFrom('TCP', 'UDP'),
    name: word,
  },
  { requiredKeys: ['containerPort', 'protocol'] },
);
const mount = fc.record({
  name: word,
  mountPath: fc.constantFrom('/a', '/b'),
});
const container = fc.record(
  {
    name: word,
    image: fc.constantFrom('i:1', 'i:2'),
    args: fc.array(word, { maxLength: 2 }),
    env: fc.uniqueArray(env, { selector: ({ name }) => name, maxLength: 3 }),
    ports: fc.uniqueArray(port, {
      selector: item => `${item.containerPort} ${item.protocol}`,
      maxLength: 3,
    }),
    volumeMounts: fc.uniqueArray(mount, {
      selector: ({ mountPath }) => mountPath,
      maxLength: 2,
    }),
    resources: fc.record({ limits: words(2) }, { requiredKeys: [] }),
  },
  { requiredKeys: ['name', 'image'] },
);

/** A workload as a server keeps it. */
const workload: fc.Arbitrary<KubernetesObject> = fc
  .record({
    labels: some(words(2)),
    annotations: some(words(2)),
    replicas: some(fc.constantFrom(1, 2)),
    containers: keyed(container, ({ name }) => name),
    names: some(fc.array(word, { maxLength: 3 })),
  })
  .map(({ labels, annotations, ...spec }) => ({
    apiVersion: 'example.com/v1',
    kind: 'Workload',
    metadata: {
      name: 'x',
      uid: 'u',
      resourceVersion: '1',
      ...(labels && { labels }),
      ...(annotations && { annotations }),
    },
    spec: JSON.parse(JSON.stringify(spec)),
  }));

describe('taking a write back', () => {
  it('makes every object what it was before', () => {
    fc.assert(
      fc.property(workload, workload, (prior, after) => {
        const restored = restoredObject({ prior, after, live: after }, OURS);
        expect(declaredPart(restored)).toEqual(declaredPart(prior));
      }),
      { numRuns },
    );
  });

  it('leaves what others changed elsewhere since', () => {
    fc.assert(
      fc.property(workload, workload, (prior, after) => {
        const live = structuredClone(after);
        live.metadata!.labels = { ...live.metadata!.labels, theirs: 'yes' };
        const restored = restoredObject({ prior, after, live }, OURS);
        expect(restored.metadata!.labels).toMatchObject({ theirs: 'yes' });
        expect(restored.spec).toEqual(prior.spec);
      }),
      { numRuns },
    );
  });

  it('is the same by the patch of an undo kit, which proves it and tests what was left', () => {
    fc.assert(
      fc.property(workload, workload, (prior, after) => {
        const before = restoredObject({ prior, after, live: after }, OURS);
        const places = patchBack(after, before);
        const tests = places.flatMap(({ asLeft }) => asLeft);
        const back = places.map(place => place.back);
        const patched = applied(after, [...tests, ...back]);
        expect(patched).toEqual(before);
        const proof = places.flatMap(({ asBefore }) => asBefore);
        expect(applied(patched, proof)).toEqual(before);
      }),
      { numRuns },
    );
  });
});

/** RFC 6902, as far as the kit uses it. Throws when a test does not hold. */
function applied(
  object: KubernetesObject,
  operations: readonly PatchOperation[],
): KubernetesObject {
  const root: any = structuredClone(object);
  for (const { op, path, value } of operations) {
    const names = path
      .split('/')
      .slice(1)
      .map(name => name.replace(/~1/g, '/').replace(/~0/g, '~'));
    const last = names.pop()!;
    const parent = names.reduce((node, name) => node[name], root);
    if (op === 'test') {
      expect([path, parent[last] ?? null]).toEqual([path, value]);
    } else if (op === 'remove') {
      delete parent[last];
    } else {
      parent[last] = structuredClone(value);
    }
  }
  return root;
}
