import type { PlannedChange } from '../schema/openapi';
import { comparePlans } from './comparePlans';

const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'a',
  name: 'b',
};
const change = (changed: Partial<PlannedChange> = {}): PlannedChange => ({
  stepId: 'apply',
  kind: 'change',
  object,
  uid: '1',
  fields: [{ path: 'data.k', before: 'old', after: 'new' }],
  ...changed,
});

describe('comparePlans', () => {
  it('finds nothing when the cluster is as it was', () => {
    expect(comparePlans([change()], [change({ warnings: ['x'] })])).toEqual([]);
  });

  it('names the leaf whose live value changed', () => {
    expect(
      comparePlans(
        [change()],
        [
          change({
            fields: [{ path: 'data.k', before: 'else', after: 'new' }],
          }),
        ],
      ),
    ).toEqual([
      { object, reason: 'value', path: 'data.k', approved: 'old', now: 'else' },
    ]);
  });

  it('sees that somebody set the wanted value already', () => {
    expect(
      comparePlans([change()], [change({ kind: 'noop', fields: [] })]),
    ).toEqual([
      { object, reason: 'value', path: 'data.k', approved: 'old', now: 'new' },
    ]);
  });

  it('sees that another object took the name', () => {
    expect(comparePlans([change()], [change({ uid: '2' })])).toEqual([
      { object, reason: 'uid', approved: '1', now: '2' },
    ]);
  });

  it('sees that an object to create exists now', () => {
    expect(
      comparePlans([change({ kind: 'create', uid: undefined })], [change()]),
    ).toEqual([{ object, reason: 'existence', approved: undefined, now: '1' }]);
  });

  it('sees a field that would now be changed besides', () => {
    const more = { path: 'data.z', before: 'moved', after: 'kept' };
    expect(
      comparePlans(
        [change()],
        [change({ fields: [...change().fields!, more] })],
      ),
    ).toEqual([
      {
        object,
        reason: 'value',
        path: 'data.z',
        approved: 'kept',
        now: 'moved',
      },
    ]);
  });

  it('leaves what is deferred to the check before its write', () => {
    expect(
      comparePlans([change({ kind: 'deferred', uid: undefined })], [change()]),
    ).toEqual([]);
  });
});
