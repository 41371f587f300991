import type { PlannedChange } from '@mission-control/plugin-missions-common';
import { deviationOfPlan } from './approved';
import type { Change } from './change';
import { boundOf } from './deferral';

const object = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'shop',
  name: 'a',
};
const deferred: PlannedChange = {
  stepId: 'apply',
  kind: 'deferred',
  object,
  digest: 'as-shown',
  bounds: [boundOf('create', object)],
};
const change = (facts: Partial<Change> = {}): Change => ({
  kind: 'create',
  object,
  digest: 'as-shown',
  ...facts,
});

describe('deviationOfPlan of a deferred change', () => {
  it.each<[string, Partial<Change>]>([
    ['inside its bounds', {}],
    ['that has become nothing to do', { kind: 'noop' }],
  ])('lets one go on that is as shown, %s', (_what, facts) => {
    expect(deviationOfPlan(deferred, change(facts))).toBeUndefined();
  });

  it.each<[string, Partial<Change>, string]>([
    [
      'does another thing than its bounds allow',
      { kind: 'change' },
      'is now a change, outside its bounds',
    ],
    ['deletes', { kind: 'delete' }, 'is now a delete, outside its bounds'],
    [
      'writes another object than was shown',
      { digest: 'other' },
      'is now other than shown',
    ],
    ['tells no digest', { digest: undefined }, 'is now other than shown'],
    [
      'meets another owner',
      { conflictWith: 'argocd' },
      'is now other than shown',
    ],
    ['would take fields over', { takeOver: true }, 'is now other than shown'],
  ])('asks again when it %s', (_what, facts, words) => {
    expect(deviationOfPlan(deferred, change(facts))).toEqual({
      reason: 'supplementary',
      message: `ConfigMap shop/a was deferred and ${words}`,
    });
  });

  it('asks again when what was approved had no digest or no bounds', () => {
    for (const missing of [{ digest: undefined }, { bounds: undefined }]) {
      expect(
        deviationOfPlan({ ...deferred, ...missing }, change())?.reason,
      ).toBe('supplementary');
    }
  });
});
