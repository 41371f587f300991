import type { PlannedChange, TargetPlan } from '../schema/openapi';
import { comparePlans } from './comparePlans';
import { runPlanHash, targetPlanHash } from './planHash';

type PlanRead = TargetPlan['reads'][number];

const facts = { missionVersion: 'v1', parameters: { n: 1 }, clusterUid: 'u' };
const change: PlannedChange = {
  stepId: 'apply',
  kind: 'change',
  verb: 'apply',
  object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a', name: 'b' },
  uid: 'uid-1',
  desired: { data: { k: 'v2' }, metadata: { name: 'b' } },
  fields: [{ path: 'data.k', before: 'v1', after: 'v2', owner: 'helm' }],
};
const hash = (changed: Partial<PlannedChange> = {}, other = facts) =>
  targetPlanHash(
    { targetId: 't', changes: [{ ...change, ...changed }], reads: [] },
    other,
  );

describe('targetPlanHash', () => {
  it.each<[string, Partial<PlannedChange>]>([
    ['uid', { uid: 'uid-2' }],
    ['existence', { uid: undefined }],
    ['live value', { fields: [{ ...change.fields![0], before: 'v0' }] }],
    ['manager', { fields: [{ ...change.fields![0], owner: 'argocd' }] }],
    ['desired object', { desired: { data: { k: 'v3' } } }],
    ['takeover', { takeOver: true }],
    ['bounds', { bounds: ['ConfigMap a/*'] }],
    ['irreversibility', { irreversible: 'a Job stays' }],
    ['verb', { verb: 'delete' }],
    ['kind', { kind: 'create' }],
    ['step', { stepId: 'other' }],
    ['object', { object: { ...change.object, name: 'c' } }],
    ['planned value', { fields: [{ ...change.fields![0], after: 'v3' }] }],
    ['owner in its way', { conflictWith: 'argocd' }],
    ['digest of what is hidden', { digest: 'hmac-1' }],
  ])('changes with the %s, and the comparison names it', (_name, changed) => {
    expect(hash(changed)).not.toBe(hash());
    const named = comparePlans(
      { changes: [change], reads: [] },
      { changes: [{ ...change, ...changed }], reads: [] },
    );
    expect(named).not.toEqual([]);
  });

  it.each([
    ['mission version', { ...facts, missionVersion: 'v2' }],
    ['parameters', { ...facts, parameters: { n: 2 } }],
    ['cluster', { ...facts, clusterUid: 'other' }],
  ])('changes with the %s', (_name, other) => {
    expect(hash({}, other)).not.toBe(hash());
  });

  it('changes with a secret that looks the same, because its digest differs', () => {
    const desired = { data: { token: '***' } };
    expect(hash({ desired, digest: 'hmac-1' })).not.toBe(
      hash({ desired, digest: 'hmac-2' }),
    );
  });

  it.each<[string, Partial<PlanRead>]>([
    ['output', { output: { version: '1.1' } }],
    ['missing output', { output: undefined }],
    ['action', { action: 'kubernetes:get' }],
    ['step', { stepId: 'other' }],
  ])('changes with another %s of a read', (_name, changed) => {
    const read: PlanRead = {
      stepId: 'look',
      action: 'helm:status',
      output: { version: '1.0' },
    };
    const hashOf = (reads: PlanRead[]) =>
      targetPlanHash({ targetId: 't', changes: [], reads }, facts);
    expect(hashOf([{ ...read, ...changed }])).not.toBe(hashOf([read]));
    expect(hashOf([{ ...read, summary: 'Looks' }])).toBe(hashOf([read]));
  });

  it('changes with the target', () => {
    const plan = { changes: [change], reads: [] };
    expect(targetPlanHash({ targetId: 'a', ...plan }, facts)).not.toBe(
      targetPlanHash({ targetId: 'b', ...plan }, facts),
    );
  });

  it.each<[string, Partial<PlannedChange>]>([
    ['what the server allocates', { allocated: ['spec.clusterIP'] }],
    ['warnings', { warnings: ['old API'] }],
    [
      'the live object beyond the touched fields',
      { live: { status: { a: 1 } } },
    ],
    [
      'server facts in the desired object',
      {
        desired: {
          ...change.desired,
          metadata: { name: 'b', resourceVersion: '7' },
          status: {},
        },
      },
    ],
  ])('does not change with %s', (_name, changed) => {
    expect(hash(changed)).toBe(hash());
  });
});

describe('runPlanHash', () => {
  it('does not depend on the order of the targets', () => {
    expect(runPlanHash(['a', 'b'])).toBe(runPlanHash(['b', 'a']));
    expect(runPlanHash(['a', 'b'])).not.toBe(runPlanHash(['a', 'c']));
  });
});
