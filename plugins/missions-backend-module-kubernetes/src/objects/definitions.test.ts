import { definedIn, notEstablished, refusedNames } from './definitions';

const spec = {
  group: 'shop.example.com',
  names: { kind: 'Gadget', plural: 'gadgets' },
  versions: [
    { name: 'v1', served: true },
    { name: 'v1alpha1', served: false },
  ],
};
const definition = (changes: object) => ({
  metadata: { name: 'gadgets.shop.example.com' },
  spec: { ...spec, ...changes },
});
const version = (name: unknown) => ({ versions: [{ name, served: true }] });

describe('definedIn', () => {
  it('answers what is served', () => {
    expect(definedIn(definition({}))).toEqual([
      { apiVersion: 'shop.example.com/v1', kind: 'Gadget', plural: 'gadgets' },
    ]);
    expect(definedIn(definition({ versions: [] }))).toEqual([]);
  });

  it.each<[string, object]>([
    ['no versions', { versions: null }],
    ['a text for versions', { versions: 'v1' }],
    ['a version that is null', { versions: [null] }],
    ['a version without a name', version(undefined)],
    ['a version that leads elsewhere', version('../../api/v1')],
    ['a version with a slash', version('v1/secrets')],
    ['a version that is half a character', version('\ud800')],
    [
      'ten thousand versions',
      {
        versions: Array.from({ length: 10_000 }, (_, index) => ({
          name: `v${index}`,
          served: true,
        })),
      },
    ],
    ['a group that leads elsewhere', { group: '../../api/v1' }],
    ['a group that is an object', { group: {} }],
    ['a group with a control character', { group: 'shop\u0000.example.com' }],
    ['a huge group', { group: 'a'.repeat(1_000_000) }],
    ['no names', { names: null }],
    ['a plural that leads elsewhere', { names: { kind: 'A', plural: '..' } }],
    ['a plural with a slash', { names: { kind: 'A', plural: 'a/b' } }],
    ['a kind that every object has', { names: { kind: '__proto__' } }],
  ])('refuses %s, and says so', (_what, changes) => {
    expect(() => definedIn(definition(changes))).toThrow(
      expect.objectContaining({
        code: 'KUBERNETES_SERVER_ERROR',
        message: expect.stringMatching(
          /^CustomResourceDefinition gadgets.shop.example.com cannot be understood: spec\./,
        ),
        remedy: expect.stringMatching(/\w/),
      }),
    );
  });
});

describe('the state of a definition', () => {
  it.each<[string, unknown]>([
    ['no status', undefined],
    ['a text', 'Established'],
    ['null conditions', { conditions: null }],
    ['conditions that are no list', { conditions: { type: 'Established' } }],
    ['conditions that are none', { conditions: [null, 'Established', [], {}] }],
    [
      'conditions of other types',
      { conditions: [{ type: 'Established', status: { toString: 1 } }] },
    ],
  ])('is not in force with %s', (_what, status) => {
    expect(notEstablished({ status } as never)).toBe(
      'no condition Established yet',
    );
    expect(refusedNames({ status } as never)).toBeUndefined();
  });

  it('has words of its own where a condition has none that are text', () => {
    const conditions = ['Established', 'NamesAccepted'].map(type => ({
      type,
      status: 'False',
      message: { toString: 1 },
    }));
    expect(notEstablished({ status: { conditions } })).toBe(
      'no condition Established yet',
    );
    expect(refusedNames({ status: { conditions } })).toBe(
      'its names were not accepted',
    );
  });
});
