import { restoredObject } from './restored';

const OURS = 'missions:test';
const entry = (manager: string, fields: object, operation = 'Apply') => ({
  manager,
  operation,
  apiVersion: 'v1',
  fieldsV1: { 'f:data': fields },
});
const map = (data: object | undefined, managedFields: object[], rv = '1') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'x', uid: 'u', resourceVersion: rv, managedFields },
  ...(data ? { data } : {}),
});

describe('restoredObject', () => {
  const prior = map({ a: 'old' }, [entry('them', { 'f:a': {} })]);
  const after = map({ a: 'new', b: 'added' }, [
    entry(OURS, { 'f:a': {}, 'f:b': {} }),
  ]);

  it('puts values and managers back', () => {
    expect(restoredObject({ prior, after, live: after }, OURS)).toEqual(prior);
  });

  it('keeps what others changed elsewhere since', () => {
    const live = map({ a: 'new', b: 'added', c: 'theirs' }, [
      entry(OURS, { 'f:a': {}, 'f:b': {} }),
      entry('others', { 'f:c': {} }, 'Update'),
    ]);
    const restored = restoredObject({ prior, after, live }, OURS);
    expect(restored.data).toEqual({ a: 'old', c: 'theirs' });
    expect(restored.metadata!.managedFields).toEqual([
      entry('others', { 'f:c': {} }, 'Update'),
      entry('them', { 'f:a': {} }),
    ]);
  });

  it('takes a parent away that our write made', () => {
    const empty = map(undefined, []);
    const restored = restoredObject(
      { prior: empty, after: map({ a: '1' }, []), live: map({ a: '1' }, []) },
      OURS,
    );
    expect(restored).toEqual(empty);
  });

  it('gives us back what we owned before', () => {
    const owned = map({ a: 'old' }, [entry(OURS, { 'f:a': {} })]);
    const restored = restoredObject({ prior: owned, after, live: after }, OURS);
    expect(restored).toEqual(owned);
  });

  it('takes whole items of lists away that our write added', () => {
    const pod = (env: object[] | undefined, ports?: object[]) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x', uid: 'u', resourceVersion: '1' },
      spec: {
        containers: [
          {
            name: 'web',
            image: 'i',
            ...(env && { env }),
            ...(ports && { ports }),
          },
        ],
      },
    });
    const color = { name: 'COLOR', value: 'blue' };
    const size = { name: 'SIZE', value: '9' };
    const port = { name: 'http', containerPort: 80, protocol: 'TCP' };
    const back = (before: object, left: object, now = left) =>
      (restoredObject({ prior: before, after: left, live: now }, OURS) as any)
        .spec.containers[0];
    expect(back(pod(undefined), pod([color], [port]))).toEqual({
      name: 'web',
      image: 'i',
    });
    expect(back(pod([size]), pod([size, color])).env).toEqual([size]);
    // What others added to the list stays.
    expect(back(pod(undefined), pod([color]), pod([color, size])).env).toEqual([
      size,
    ]);
  });

  it('puts items back where they were, and leaves lists alone that others sorted', () => {
    const list = (...items: object[]) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'x', uid: 'u', resourceVersion: '1' },
      spec: { env: items },
    });
    const [a, b, c] = ['a', 'b', 'c'].map(name => ({ name, value: '1' }));
    const changed = { name: 'b', value: '2' };
    const back = (before: object, left: object, now: object) =>
      restoredObject({ prior: before, after: left, live: now }, OURS).spec.env;
    expect(back(list(a, b, c), list(b), list(b, { name: 'd' }))).toEqual([
      ...[a, b, c],
      { name: 'd' },
    ]);
    expect(back(list(a, b), list(a, changed), list(changed, a))).toEqual([
      b,
      a,
    ]);
  });
});
