import { KubeObject } from '../object';
import { findImmutable } from './immutable';

const pod = (spec: object): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'x' },
  spec,
});
const rule = {
  field: 'spec',
  reason: 'FieldValueForbidden',
  rule: 'only images change',
  except: ['spec.containers[].image'],
};
const before = pod({ containers: [{ name: 'a', image: 'one' }] });

describe('findImmutable', () => {
  it('allows what the rule excepts, in each item of a list', () => {
    const after = pod({ containers: [{ name: 'a', image: 'two' }] });
    expect(findImmutable(after, before, [rule])).toEqual([]);
  });

  it('refuses any other change below the field of the rule', () => {
    const after = pod({ ...before.spec, priority: 1 });
    expect(findImmutable(after, before, [rule])).toEqual([
      {
        reason: 'FieldValueForbidden',
        message: 'Forbidden: only images change',
        field: 'spec',
      },
    ]);
  });

  it('allows what this object may change all the same', () => {
    const after = pod({ ...before.spec, priority: 1 });
    expect(findImmutable(after, before, [rule], ['spec.priority'])).toEqual([]);
  });

  it('prints the value that was sent, or null', () => {
    const fixed = { ...rule, reason: 'FieldValueInvalid', except: [] };
    const [changed] = findImmutable(pod({ a: 1 }), before, [fixed]);
    expect(changed.message).toBe('Invalid value: {"a":1}: only images change');
    const gone = findImmutable({ ...before, spec: undefined }, before, [fixed]);
    expect(gone[0].message).toBe('Invalid value: null: only images change');
  });
});
