import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { fieldDiff } from './fieldDiff';

/** Objects as Kubernetes has them: each name always holds the same kind of value. */
function objectOf(depth: number): fc.Arbitrary<Record<string, unknown>> {
  const leaf = {
    replicas: fc.nat(5),
    image: fc.string({ maxLength: 5 }),
    paused: fc.boolean(),
    'app.kubernetes.io/name': fc.string({ maxLength: 5 }),
    args: fc.array(fc.string({ maxLength: 5 }), { minLength: 1, maxLength: 3 }),
  };
  if (depth === 0) {
    return someOf(leaf);
  }
  const inner = objectOf(depth - 1);
  return someOf({
    ...leaf,
    spec: inner,
    containers: fc.uniqueArray(
      fc
        .tuple(fc.constantFrom('web', 'log', 'db'), inner)
        .map(([name, rest]) => ({ ...rest, name })),
      { selector: item => item.name, minLength: 1, maxLength: 3 },
    ),
  });
}

/** An object with at least one of the members. */
function someOf(members: Record<string, fc.Arbitrary<unknown>>) {
  return fc
    .record(members, { requiredKeys: [] })
    .filter(value => Object.keys(value).length > 0);
}

const object = objectOf(2);

/** Every leaf of a value by its path. */
function leaves(value: unknown): Map<string, unknown> {
  return new Map(fieldDiff({}, value).map(leaf => [leaf.path, leaf.after]));
}

describe('fieldDiff', () => {
  it('turns the leaves of before into those of after, and touches no other', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        const changed = leaves(before);
        for (const change of fieldDiff(before, after)) {
          expect(changed.get(change.path)).toEqual(change.before);
          if ('after' in change) {
            changed.set(change.path, change.after);
          } else {
            changed.delete(change.path);
          }
        }
        expect([...changed].sort()).toEqual([...leaves(after)].sort());
      }),
      { numRuns: numRuns(300) },
    );
  });

  it('is the other way round when its sides are', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        const there = fieldDiff(before, after).map(c => [
          c.path,
          c.before,
          c.after,
        ]);
        const back = fieldDiff(after, before).map(c => [
          c.path,
          c.after,
          c.before,
        ]);
        expect(back.sort()).toEqual(there.sort());
      }),
      { numRuns: numRuns(100) },
    );
  });
});
