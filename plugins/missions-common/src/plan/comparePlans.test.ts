import type { PlannedChange, TargetPlan } from '../schema/openapi';
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

const read: TargetPlan['reads'][number] = {
  stepId: 'look',
  action: 'helm:status',
  output: { version: '1.0' },
};
const compare = (
  approved: Partial<PlannedChange>,
  now: Partial<PlannedChange>,
) =>
  comparePlans(
    { changes: [change(approved)], reads: [] },
    { changes: [change(now)], reads: [] },
  );

describe('comparePlans', () => {
  it('finds nothing when the cluster is as it was', () => {
    expect(
      comparePlans(
        { changes: [change()], reads: [read] },
        {
          changes: [change({ warnings: ['x'] })],
          reads: [{ ...read, summary: 'Looks' }],
        },
      ),
    ).toEqual([]);
  });

  it.each<[string, Partial<PlannedChange>, Partial<PlannedChange>, object]>([
    [
      'the leaf whose live value changed',
      {},
      { fields: [{ path: 'data.k', before: 'else', after: 'new' }] },
      { reason: 'value', path: 'data.k', approved: 'old', now: 'else' },
    ],
    [
      'that somebody set the wanted value already',
      {},
      { kind: 'noop', fields: [] },
      { reason: 'value', path: 'data.k', approved: 'old', now: 'new' },
    ],
    [
      'that another object took the name',
      {},
      { uid: '2' },
      { reason: 'uid', approved: '1', now: '2' },
    ],
    [
      'that an object to create exists now',
      { kind: 'create', uid: undefined },
      {},
      { reason: 'existence', approved: undefined, now: '1' },
    ],
    [
      'a field that would now be changed besides',
      {},
      {
        fields: [
          ...change().fields!,
          { path: 'data.z', before: 'moved', after: 'kept' },
        ],
      },
      { reason: 'value', path: 'data.z', approved: 'kept', now: 'moved' },
    ],
    [
      'that a value belongs to somebody else now',
      {},
      { fields: [{ ...change().fields![0], owner: 'argocd' }] },
      { reason: 'owner', path: 'data.k', approved: undefined, now: 'argocd' },
    ],
    [
      'that a deletion cannot be taken back any more',
      { kind: 'delete', fields: undefined },
      { kind: 'delete', fields: undefined, irreversible: 'a Pod goes with it' },
      {
        reason: 'irreversible',
        approved: undefined,
        now: 'a Pod goes with it',
      },
    ],
    [
      'that it can only be known later what is done',
      {},
      { kind: 'deferred', uid: undefined, fields: undefined },
      { reason: 'effect' },
    ],
    [
      'that nothing is deleted any more, and so nothing is lost',
      { kind: 'delete', fields: undefined, irreversible: 'a Pod stays' },
      { kind: 'noop', fields: undefined, uid: undefined },
      { reason: 'existence', approved: '1', now: undefined },
    ],
    [
      'that what was deferred is known now',
      { kind: 'deferred', uid: undefined },
      {},
      { reason: 'effect' },
    ],
  ])('names %s', (_name, approved, now, difference) => {
    expect(compare(approved, now)).toEqual([
      { stepId: 'apply', object, ...difference },
    ]);
  });

  it('names an object that came into the plan, and one that left it', () => {
    const none = { changes: [], reads: [] };
    const all = { changes: [change({ kind: 'noop' })], reads: [] };
    const named = { stepId: 'apply', object };
    expect(comparePlans(none, all)).toEqual([{ reason: 'new', ...named }]);
    expect(comparePlans(all, none)).toEqual([{ reason: 'gone', ...named }]);
  });

  it('names a read with another answer', () => {
    const other = { ...read, output: { version: '1.1' } };
    expect(
      comparePlans(
        { changes: [], reads: [read] },
        { changes: [], reads: [other] },
      ),
    ).toEqual([{ reason: 'read', stepId: 'look' }]);
  });

  it('tells another order, and both things that are said of one object', () => {
    const a = change({ conflictWith: 'flux' });
    const b = change({ conflictWith: 'argocd' });
    const other = change({ stepId: 'other' });
    const plan = (...changes: PlannedChange[]) => ({ changes, reads: [] });
    expect(comparePlans(plan(a, other), plan(other, a))).toEqual([
      { reason: 'order' },
    ]);
    expect(comparePlans(plan(a, b), plan(change(), b))).toEqual([
      { stepId: 'apply', object, reason: 'effect' },
    ]);
  });
});
