import type {
  PlanDifference,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import { changesWithDrift, driftReason } from './driftWords';

const objectOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'web',
  name,
});
const of = (name: string, difference: Omit<PlanDifference, 'object'>) => ({
  stepId: 'apply',
  object: objectOf(name),
  ...difference,
});
const value = (name: string, path: string) =>
  of(name, { reason: 'value', path, approved: 'a', now: 'b' });
const lost = of('b', {
  reason: 'irreversible',
  now: 'dependants are collected with it: Pod/web/x',
});

describe('driftReason', () => {
  it('names what cannot be taken back first, and each object once', () => {
    expect(
      driftReason([
        value('a', 'data.k'),
        value('a', 'data.l'),
        of('a', { reason: 'owner', path: 'data.m', now: 'argocd' }),
        lost,
      ]),
    ).toBe(
      'The cluster changed since the plan was approved: ConfigMap web/b ' +
        'cannot be taken back: dependants are collected with it: Pod/web/x; ' +
        'ConfigMap web/a has another value of data.k, data.l, and has ' +
        'another owner of data.m',
    );
  });

  it.each<[string, PlanDifference]>([
    ['ConfigMap web/a is gone', of('a', { reason: 'existence', approved: 1 })],
    ['ConfigMap web/a exists now', of('a', { reason: 'existence', now: '1' })],
    [
      'ConfigMap web/a is another object of the same name',
      of('a', { reason: 'uid' }),
    ],
    ['ConfigMap web/a is new in the plan', of('a', { reason: 'new' })],
    ['ConfigMap web/a is no longer in the plan', of('a', { reason: 'gone' })],
    [
      'ConfigMap web/a would be written otherwise',
      of('a', { reason: 'effect' }),
    ],
    [
      'ConfigMap web/a can be taken back now',
      of('a', { reason: 'irreversible', approved: 'a Pod stays' }),
    ],
    ['step look reads something else', { reason: 'read', stepId: 'look' }],
    ['the order of the writes is another', { reason: 'order' }],
  ])('says that %s', (text, difference) => {
    expect(driftReason([difference])).toBe(
      `The cluster changed since the plan was approved: ${text}`,
    );
  });

  it('writes out what cannot be seen in a path, and names nothing where nothing is known', () => {
    expect(driftReason([value('a', 'data.\u202ek')])).toMatch(
      /another value of data\.\\u\{202e\}k$/,
    );
    expect(driftReason([])).toBe(
      'The cluster changed since the plan was approved',
    );
  });

  it('counts what it does not name', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    expect(
      driftReason(names.map(name => of(name, { reason: 'gone' }))),
    ).toMatch(
      /: ConfigMap web\/a .*web\/b .*web\/c is no longer in the plan; and 2 more$/,
    );
    const paths = names.map(name => value('a', `data.${name}`));
    expect(driftReason(paths)).toMatch(/data\.c and 2 more fields$/);
  });
});

describe('changesWithDrift', () => {
  it('tells each object of the plan what is another of it', () => {
    const change = (name: string, stepId = 'apply'): PlannedChange => ({
      stepId,
      kind: 'delete',
      object: objectOf(name),
    });
    expect(
      changesWithDrift(
        [change('a'), change('b'), change('b', 'other')],
        [lost, { reason: 'read', stepId: 'apply' }],
      ),
    ).toEqual([
      change('a'),
      {
        ...change('b'),
        drift:
          'cannot be taken back: dependants are collected with it: Pod/web/x',
      },
      change('b', 'other'),
    ]);
  });
});
