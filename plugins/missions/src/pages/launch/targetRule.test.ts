import { fitsRule, misfitRole, placedTargets, targetRule } from './targetRule';

const rule = targetRule({
  targets: {
    min: 1,
    max: 4,
    roles: { hub: { title: 'Hub', max: 1 }, member: { min: 2 } },
  },
});
const chosen = (...roles: string[]) =>
  roles.map((role, index) => ({ cluster: `c${index}`, role }));

describe('targetRule', () => {
  it('gives a role without limits at least one cluster', () => {
    expect(rule.roles).toEqual([
      { name: 'hub', title: 'Hub', min: 1, max: 1 },
      { name: 'member', title: 'member', min: 2, max: Infinity },
    ]);
  });

  it.each([
    [['hub', 'member', 'member'], undefined],
    [
      ['member', 'member'],
      ['hub', false],
    ],
    [
      ['hub', 'hub', 'member', 'member'],
      ['hub', true],
    ],
    [
      ['hub', 'member'],
      ['member', false],
    ],
  ])('of the roles %j finds %j amiss', (roles, expected) => {
    const misfit = misfitRole(rule, chosen(...roles));
    expect(misfit && [misfit.role.name, misfit.tooMany]).toEqual(expected);
    expect(fitsRule(rule, chosen(...roles))).toBe(expected === undefined);
  });
});

describe('placedTargets', () => {
  const given = [
    { cluster: 'a' },
    { cluster: 'a', role: 'hub' },
    { cluster: 'a', role: 'hub' },
    { cluster: 'b', role: 'pilot' },
    { cluster: 'b', role: 'member' },
  ];

  it('takes each cluster once in a role that the mission has', () => {
    expect(placedTargets(rule, given)).toEqual([given[1], given[4]]);
  });

  it('takes each cluster once, in no role, where there are none', () => {
    expect(placedTargets(targetRule({ targets: {} }), given)).toEqual([
      { cluster: 'a' },
      { cluster: 'b' },
    ]);
  });
});
