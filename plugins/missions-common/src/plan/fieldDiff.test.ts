import fc from 'fast-check';
import { fieldDiff } from './fieldDiff';

const container = (name: string, image: string) => ({
  name,
  image,
  ports: [{ containerPort: 8080, protocol: 'TCP' }],
});

describe('fieldDiff', () => {
  it('names the leaf below a list by the key of its item', () => {
    expect(
      fieldDiff(
        {
          spec: {
            containers: [container('web', 'a:1'), container('log', 'b:1')],
          },
        },
        {
          spec: {
            containers: [container('log', 'b:1'), container('web', 'a:2')],
          },
        },
      ),
    ).toEqual([
      { path: 'spec.containers[name=web].image', before: 'a:1', after: 'a:2' },
    ]);
  });

  it('leaves before out where the leaf is new, and after where it is gone', () => {
    expect(fieldDiff({ a: 1, b: { c: 2 } }, { a: 1, d: { e: 3 } })).toEqual([
      { path: 'b.c', before: 2 },
      { path: 'd.e', after: 3 },
    ]);
  });

  it('quotes names that are not plain', () => {
    expect(
      fieldDiff({}, { labels: { 'app.kubernetes.io/name': 'web' } }),
    ).toEqual([{ path: 'labels["app.kubernetes.io/name"]', after: 'web' }]);
  });

  it('takes a list of scalars as one leaf', () => {
    expect(fieldDiff({ args: ['a', 'b'] }, { args: ['a'] })).toEqual([
      { path: 'args', before: ['a', 'b'], after: ['a'] },
    ]);
  });

  it('sees an empty object appear', () => {
    expect(fieldDiff({}, { emptyDir: {} })).toEqual([
      { path: 'emptyDir', after: {} },
    ]);
  });

  it('compares by position where a key is not unique', () => {
    expect(
      fieldDiff(
        {
          rules: [
            { name: 'a', v: 1 },
            { name: 'a', v: 2 },
          ],
        },
        {
          rules: [
            { name: 'a', v: 1 },
            { name: 'a', v: 3 },
          ],
        },
      ),
    ).toEqual([{ path: 'rules[1].v', before: 2, after: 3 }]);
  });

  it('masks secrets and still shows that they differ', () => {
    expect(
      fieldDiff(
        { data: { token: 'b2xk' } },
        { data: { token: 'bmV3' } },
        { secret: path => path.startsWith('data.') },
      ),
    ).toEqual([
      { path: 'data.token', secret: true, before: '***', after: '***' },
    ]);
  });

  it('finds nothing between a value and its copy, and something otherwise', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (a, b) => {
          expect(fieldDiff(a, structuredClone(a))).toEqual([]);
          const differs = fieldDiff(a, b).length > 0;
          expect(fieldDiff(b, a).length > 0).toBe(differs);
        },
      ),
    );
  });
});
