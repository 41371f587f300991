import { leafChanges, leavesOf } from './leaves';
import { formatPath, getAt, setAt } from './paths';

const container = (image: string, port = 80) => ({
  name: 'web',
  image,
  ports: [{ containerPort: port }],
});

describe('members that are called as those of every object', () => {
  const data = JSON.parse('{"constructor":"a","toString":"b","__proto__":"c"}');
  const names = ['__proto__', 'constructor', 'toString'];

  it('are differences where one side has them', () => {
    const found = leafChanges({ data: {} }, { data });
    expect(found.map(({ path, before }) => [path, before])).toEqual(
      names.map(name => [['data', name], undefined]),
    );
    expect(leafChanges({ data }, { data })).toEqual([]);
  });

  it('are not there where no side has them', () => {
    expect(names.map(name => getAt({ data: {} }, ['data', name]))).toEqual(
      names.map(() => undefined),
    );
    const listed = { constructor: [{ name: 'a' }] };
    expect(leavesOf(listed).map(({ path }) => formatPath(path))).toEqual([
      'constructor[name=a].name',
    ]);
  });
});

describe('leafChanges', () => {
  it.each([
    [
      'a value in a list that is keyed by name',
      { containers: [container('a')] },
      { containers: [container('b')] },
      [['containers[name=web].image', 'a', 'b']],
    ],
    [
      'an added item, leaf by leaf',
      { env: [] },
      { env: [{ name: 'A', value: '1' }] },
      [
        ['env[name=A].name', undefined, 'A'],
        ['env[name=A].value', undefined, '1'],
      ],
    ],
    [
      'a list of scalars as one value',
      { args: ['a'] },
      { args: ['a', 'b'] },
      [['args', ['a'], ['a', 'b']]],
    ],
    [
      'a port by number and protocol',
      { ports: [{ port: 80, targetPort: 1 }] },
      { ports: [{ port: 80, targetPort: 2 }] },
      [['ports[port=80,protocol=TCP].targetPort', 1, 2]],
    ],
    [
      'a name with dots in quotes',
      { labels: { 'a.b/c': '1' } },
      { labels: {} },
      [['labels["a.b/c"]', '1', undefined]],
    ],
    [
      'an empty object as a value',
      { volumes: [{ name: 'x', emptyDir: {} }] },
      { volumes: [{ name: 'x' }] },
      [['volumes[name=x].emptyDir', {}, undefined]],
    ],
    [
      'the order of a list as one value',
      { c: [{ name: 'a' }, { name: 'b' }] },
      { c: [{ name: 'b' }, { name: 'a' }] },
      [['c', [{ name: 'a' }, { name: 'b' }], [{ name: 'b' }, { name: 'a' }]]],
    ],
  ])('shows %s', (_title, before, after, expected) => {
    expect(
      leafChanges(before, after).map(change => [
        formatPath(change.path),
        change.before,
        change.after,
      ]),
    ).toEqual(expected);
  });

  it('names items whose names are no texts', () => {
    const items = [
      { name: { toString: 1 }, a: 1 },
      { name: null, a: 2 },
    ];
    const found = leafChanges({}, { spec: { items } });
    expect(found.map(({ path }) => formatPath(path))).toContain(
      'spec.items[name={"toString":1}].a',
    );
  });

  it('finds nothing where only the order of names differs', () => {
    expect(leafChanges({ a: 1, b: 2 }, { b: 2, a: 1 })).toEqual([]);
  });
});

describe('setAt', () => {
  it('puts every leaf back where leavesOf found it', () => {
    const source = {
      spec: { containers: [container('a')], args: ['x'], flag: false },
    };
    const target = {};
    for (const { path, value } of leavesOf(source)) {
      setAt(target, path, value);
      expect(getAt(target, path)).toEqual(value);
    }
    expect(target).toEqual({
      spec: {
        ...source.spec,
        containers: [
          {
            ...container('a'),
            ports: [{ containerPort: 80, protocol: 'TCP' }],
          },
        ],
      },
    });
  });

  it('removes an item of a keyed list', () => {
    const target = { c: [{ name: 'a' }, { name: 'b' }] };
    setAt(target, ['c', { keys: { name: 'a' } }], undefined);
    expect(target).toEqual({ c: [{ name: 'b' }] });
  });
});
