import type { Observation } from './observe';
import { summarise } from './summarise';

const seen = (more: Partial<Observation>): Observation => ({
  kind: 'apps/v1/Deployment',
  path: 'spec.replicas',
  type: 'DeploymentSpec',
  field: 'replicas',
  value: 1,
  owned: true,
  ...more,
});

describe('summarise', () => {
  it('takes for a default of a type what is the same wherever it is absent', () => {
    const { types, kinds, dependent } = summarise([seen({}), seen({})]);
    expect(types).toEqual({ DeploymentSpec: { replicas: 1 } });
    expect([kinds, dependent]).toEqual([{}, {}]);
  });

  it('takes for a default of a place what other places of the type do not get', () => {
    const { types, kinds } = summarise([
      seen({}),
      seen({ kind: 'other/v1/Thing', value: undefined }),
    ]);
    expect(types).toEqual({});
    expect(kinds).toEqual({ 'apps/v1/Deployment': { 'spec.replicas': 1 } });
  });

  it('lists a place as dependent when it gets one value or another', () => {
    const { types, kinds, dependent } = summarise([
      seen({}),
      seen({ value: 2 }),
    ]);
    expect([types, kinds]).toEqual([{}, {}]);
    expect(dependent).toEqual({ 'apps/v1/Deployment': ['spec.replicas'] });
  });

  it('leaves out what was added after defaults, which nobody owns', () => {
    const { types, kinds, dependent } = summarise([seen({ owned: false })]);
    expect([types, kinds, dependent]).toEqual([{}, {}, {}]);
  });
});
