import {
  DEFAULT_APPROVAL_EXPIRY,
  type PlanSummary,
} from '@mission-control/plugin-missions-common';
import {
  approvalExpiry,
  automaticRule,
  tallyDecisions,
  whyMayNotDecide,
} from './approvalPolicy';
import { defaultRules } from './rules';

const empty: PlanSummary = {
  create: 0,
  change: 0,
  delete: 0,
  deferred: 0,
  conflict: 0,
  irreversible: 0,
  noop: 2,
};
const wish = {
  policy: 'automatic' as const,
  count: 1,
  from: [],
  notStarter: false,
  expires: '24h',
};
const required = { ...wish, policy: 'required' as const };

describe('automaticRule', () => {
  it.each([
    ['an empty plan that wishes it', wish, empty, false, 'emptyPlans'],
    ['an empty plan that says nothing', undefined, empty, false, 'emptyPlans'],
    ['an empty plan that wants people', required, empty, false, undefined],
    ['a demo that wishes it', wish, { ...empty, create: 1 }, true, 'demo'],
    [
      'a demo that says nothing',
      undefined,
      { ...empty, create: 1 },
      true,
      undefined,
    ],
    [
      'a real cluster that wishes it',
      wish,
      { ...empty, delete: 1 },
      false,
      undefined,
    ],
    [
      'a deferred write that wishes it',
      wish,
      { ...empty, deferred: 1 },
      false,
      undefined,
    ],
  ])('decides on %s', (_title, approval, summary, demo, rule) => {
    const answer = automaticRule({
      approval,
      summaries: [empty, summary],
      demo,
      rules: defaultRules,
    });
    expect(answer?.split(/[.:]/)[3]).toBe(rule);
  });

  it('takes a configured rule, however much the mission wishes it', () => {
    const rules = {
      ...defaultRules,
      automatic: { emptyPlans: false, demo: false },
    };
    expect(
      automaticRule({ approval: wish, summaries: [empty], demo: true, rules }),
    ).toBeUndefined();
  });
});

describe('whyMayNotDecide', () => {
  const policy = { count: 1, from: ['group:default/ops'], notStarter: true };

  it.each([
    ['user:default/a', ['group:default/ops'], undefined],
    ['user:default/a', ['group:default/dev'], 'Only group:default/ops'],
    ['user:default/me', ['group:default/ops'], 'Who started the run'],
  ])('answers %s of %j with %s', (by, ownershipRefs, reason) => {
    const answer = whyMayNotDecide({
      policy,
      initiator: 'user:default/me',
      decider: { by, ownershipRefs },
    });
    expect(answer?.slice(0, reason?.length)).toBe(reason);
  });
});

describe('tallyDecisions', () => {
  const policy = { count: 2, from: [], notStarter: false };
  const yes = { decision: 'approve' as const };
  const no = { decision: 'reject' as const };

  it.each([
    [[], undefined],
    [[yes], undefined],
    [[yes, yes], 'enough_approve'],
    [[yes, no], 'one_rejects'],
    [[no], 'one_rejects'],
  ])('makes of %j %s', (decisions, event) => {
    expect(tallyDecisions(policy, decisions)).toBe(event);
  });
});

describe('approvalExpiry', () => {
  it('is what the mission says, or a day', () => {
    const now = new Date('2026-01-01T00:00:00.000Z');
    expect(approvalExpiry({ ...wish, expires: '2h' }, now).toISOString()).toBe(
      '2026-01-01T02:00:00.000Z',
    );
    expect(approvalExpiry(undefined, now).toISOString()).toBe(
      '2026-01-02T00:00:00.000Z',
    );
    // What the portal says where a mission says nothing.
    expect(approvalExpiry(undefined, now)).toEqual(
      approvalExpiry({ ...wish, expires: DEFAULT_APPROVAL_EXPIRY }, now),
    );
  });
});
