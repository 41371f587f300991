import { decodeFieldsV1, encodeFieldsV1 } from './fieldsV1';
import { FieldSet } from './fieldSet';

const a = FieldSet.of(
  ['f:spec', 'f:replicas'],
  ['f:metadata', 'f:labels'],
  ['f:metadata', 'f:labels', 'f:app'],
);
const b = FieldSet.of(
  ['f:spec', 'f:replicas'],
  ['f:metadata', 'f:labels', 'f:tier'],
);

describe('FieldSet', () => {
  it('distinguishes a member from a parent of members', () => {
    expect(a.has(['f:metadata', 'f:labels'])).toBe(true);
    expect(b.has(['f:metadata', 'f:labels'])).toBe(false);
  });

  it.each([
    [
      'union',
      a.union(b),
      [
        ['f:metadata', 'f:labels'],
        ['f:metadata', 'f:labels', 'f:app'],
        ['f:metadata', 'f:labels', 'f:tier'],
        ['f:spec', 'f:replicas'],
      ],
    ],
    ['intersection', a.intersection(b), [['f:spec', 'f:replicas']]],
    [
      'difference',
      a.difference(b),
      [
        ['f:metadata', 'f:labels'],
        ['f:metadata', 'f:labels', 'f:app'],
      ],
    ],
    [
      'recursive difference',
      a.recursiveDifference(FieldSet.of(['f:metadata'])),
      [['f:spec', 'f:replicas']],
    ],
  ])('finds the %s', (_name, set, paths) => {
    expect(set.paths()).toEqual(paths);
  });

  it('keeps the laws of sets on random sets', () => {
    let checked = 0;
    for (let seed = 1; seed <= 200; seed += 1) {
      const x = randomSet(seed);
      const y = randomSet(seed + 1000);
      expect(x.union(y).equals(y.union(x))).toBe(true);
      expect(x.difference(y).union(x.intersection(y)).equals(x)).toBe(true);
      expect(x.difference(y).intersection(y).isEmpty).toBe(true);
      expect(decodeFieldsV1(encodeFieldsV1(x)).equals(x)).toBe(true);
      checked += 1;
    }
    expect(checked).toBe(200);
  });
});

describe('encodeFieldsV1', () => {
  it('writes a dot for a member that has children', () => {
    expect(encodeFieldsV1(a)).toEqual({
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': { 'f:replicas': {} },
    });
  });
});

describe('decodeFieldsV1', () => {
  it.each([
    [{ spec: {} }, 'invalid path element "spec"'],
    [{ 'f:spec': 1 }, '"f:spec" must hold an object'],
    [[], 'fieldsV1 must be an object'],
  ])('refuses %j', (fields, message) => {
    expect(() => decodeFieldsV1(fields)).toThrow(message);
  });
});

/** A small pseudo-random set: linear congruential, so that a failure can be repeated by its seed. */
function randomSet(seed: number): FieldSet {
  let state = seed;
  const next = (limit: number) => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * limit);
  };
  const set = new FieldSet();
  for (let i = 0; i < 8; i += 1) {
    set.insert(
      Array.from(
        { length: 1 + next(3) },
        () => ['f:a', 'f:b', 'k:{"name":"x"}', 'v:1'][next(4)],
      ),
    );
  }
  return set;
}
