import { lineOf, patchBack } from './patchBack';

const pod = (image: string, env?: object[], names = ['web']) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x' },
  spec: {
    containers: names.map(name => ({ name, image, ...(env && { env }) })),
  },
});
const operations = (left: object, before: object) =>
  patchBack(left, before).map(({ asLeft, back, asBefore }) => [
    [...asLeft, back].map(({ op, path, value }) => [op, path, value]),
    asBefore.map(({ path, value }) => [path, value]),
  ]);

describe('patchBack', () => {
  it('tests what was left, then puts back what was before', () => {
    const left = { data: { a: 'new', added: '1', 'x/y~z': 'n' } };
    const before = { data: { a: 'old', gone: '2', 'x/y~z': 'o' } };
    expect(operations(left, before)).toEqual([
      [
        [
          ['test', '/data/a', 'new'],
          ['replace', '/data/a', 'old'],
        ],
        [['/data/a', 'old']],
      ],
      [
        [
          ['test', '/data/added', '1'],
          ['remove', '/data/added', undefined],
        ],
        [['/data/added', null]],
      ],
      [
        [
          ['test', '/data/gone', null],
          ['add', '/data/gone', '2'],
        ],
        [['/data/gone', '2']],
      ],
      [
        [
          ['test', '/data/x~1y~0z', 'n'],
          ['replace', '/data/x~1y~0z', 'o'],
        ],
        [['/data/x~1y~0z', 'o']],
      ],
    ]);
  });

  it('tests which item of a list it is about', () => {
    const at = '/spec/containers/0';
    expect(operations(pod('i:2'), pod('i:1'))).toEqual([
      [
        [
          ['test', `${at}/name`, 'web'],
          ['test', `${at}/image`, 'i:2'],
          ['replace', `${at}/image`, 'i:1'],
        ],
        [
          [`${at}/name`, 'web'],
          [`${at}/image`, 'i:1'],
        ],
      ],
    ]);
  });

  it.each([
    ['grew', pod('i', undefined, ['web', 'side']), pod('i')],
    [
      'was sorted anew',
      pod('i', undefined, ['b', 'a']),
      pod('i', undefined, ['a', 'b']),
    ],
  ])('takes a list that %s as one value', (_, left, before) => {
    const [{ path, asLeft, back }, ...more] = patchBack(left, before);
    expect(more).toEqual([]);
    expect(path).toBe('/spec/containers');
    expect(asLeft).toEqual([{ op: 'test', path, value: left.spec.containers }]);
    expect(back).toEqual({
      op: 'replace',
      path,
      value: before.spec.containers,
    });
  });
});

describe('lineOf', () => {
  it('writes what YAML may not hold as escapes', () => {
    const value = { a: 'x\u0085\u2028\u007f\ufeff\n😀' };
    const line = lineOf(value);
    expect(line).toBe('{"a":"x\\u0085\\u2028\\u007f\\ufeff\\n😀"}');
    expect(JSON.parse(line)).toEqual(value);
  });
});
