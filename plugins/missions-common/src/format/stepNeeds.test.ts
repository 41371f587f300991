import { parseMission } from './parseMission';
import type { MissionSpec } from './schema';
import {
  awaitedRoles,
  roleStepsOf,
  roleStepsOfOutcome,
  stepNeeds,
  stepsBefore,
} from './stepNeeds';
import type { MissionStep } from './stepSchema';

const step = (id: string, more: Partial<MissionStep> = {}): MissionStep => ({
  id,
  action: 'core:noop',
  ...more,
});
const token = "${{ roles.hub.steps['init'].output.token }}";

describe('stepNeeds', () => {
  const of = (steps: MissionStep[], role?: string) =>
    Object.fromEntries(stepNeeds(steps, role));

  it('needs the step before where nothing is written, and nothing for []', () => {
    expect(
      of([
        step('a'),
        step('b'),
        step('c', { needs: [] }),
        step('d', { needs: ['a', 'c'] }),
        step('e'),
      ]),
    ).toEqual({
      a: { steps: [], roles: [] },
      b: { steps: ['a'], roles: [] },
      c: { steps: [], roles: [] },
      d: { steps: ['a', 'c'], roles: [] },
      e: { steps: ['d'], roles: [] },
    });
  });

  it('takes the step before of the own role, and makes what another role runs a barrier', () => {
    const steps = [
      step('init', { role: 'hub' }),
      step('join', { role: 'member', input: { token } }),
      step('accept', { role: 'hub', needs: ['init', 'join'] }),
      step('label'),
    ];
    expect(of(steps, 'hub')).toEqual({
      init: { steps: [], roles: [] },
      accept: { steps: ['init'], roles: [{ role: 'member', step: 'join' }] },
      label: { steps: ['accept'], roles: [] },
    });
    expect(of(steps, 'member')).toEqual({
      join: { steps: [], roles: [{ role: 'hub', step: 'init' }] },
      label: { steps: ['join'], roles: [] },
    });
    const spec = { steps, verify: [], checks: [] };
    expect([...awaitedRoles(spec, 'hub')]).toEqual(['member']);
    expect([...awaitedRoles(spec, 'member')]).toEqual(['hub']);
  });

  it('follows needs to all steps that are done before', () => {
    const needs = stepNeeds(
      [
        step('a'),
        step('b'),
        step('c', { needs: [] }),
        step('d', { needs: ['b'] }),
      ],
      undefined,
    );
    expect([...stepsBefore(needs, 'd')]).toEqual(['b', 'a']);
    expect([...stepsBefore(needs, 'c')]).toEqual([]);
  });

  it('finds barriers in every part of a step and of the outcome, once', () => {
    const reads = [{ role: 'hub', step: 'init' }];
    const check = { check: 'x:y', input: { token } };
    for (const more of [
      { if: 'roles.hub.steps.init.output.ready' },
      { each: '${{ roles.hub.steps.init.output.items }}' },
      { undo: { action: 'x:y', input: { token } } },
      { input: { token, again: token }, verify: [check] },
    ]) {
      expect(roleStepsOf(step('a', more))).toEqual(reads);
    }
    expect(
      roleStepsOfOutcome({ verify: [{ id: 'v', ...check }], checks: [] }),
    ).toEqual(reads);
    expect(
      roleStepsOf(step('a', { input: { all: '${{ roles.hub.targets }}' } })),
    ).toEqual([]);
  });
});

describe('parseMission on the order of steps', () => {
  const mission = (
    steps: object[],
    spec: Partial<Record<keyof MissionSpec, unknown>> = {},
  ) =>
    JSON.stringify({
      apiVersion: 'mission-control.dev/v1alpha1',
      kind: 'Mission',
      metadata: { name: 'order', title: 'Order', description: 'In order.' },
      spec: {
        type: 'install',
        targets: {
          roles: { hub: { min: 1, max: 1 }, member: { min: 1, max: 50 } },
        },
        steps,
        verify: [{ id: 'ready', check: 'kubernetes:ready', input: {} }],
        ...spec,
      },
    });
  const problemsOf = (text: string) =>
    parseMission(text, { source: 'test', location: 'mission.yaml' }).problems;
  const hub = step('init', { role: 'hub' });
  const reading = (value: string, more: Partial<MissionStep> = {}) =>
    step('join', { role: 'member', input: { value }, ...more });

  it.each([
    ['an order without needs', [step('a'), step('b')]],
    ['needs that are met', [step('a'), step('b', { needs: ['a'] })]],
    ['the output of another role', [hub, reading(token)]],
    [
      'a step of another role in needs',
      [hub, reading('x', { needs: ['init'] })],
    ],
    [
      'outputs of several targets by name',
      [
        reading('x'),
        step('accept', {
          role: 'hub',
          input: {
            value:
              "${{ roles.member.targets.map(t, roles.member.steps['join'].output[t].value) }}",
          },
        }),
      ],
    ],
    [
      'what a step reads that its needs lead to',
      [
        step('a'),
        step('b'),
        step('c', {
          needs: ['b'],
          input: { value: '${{ steps.a.output.x }}' },
        }),
      ],
    ],
  ])('takes %s', (_what, steps) => {
    expect(problemsOf(mission(steps))).toEqual([]);
  });

  it.each([
    [
      'a need that does not exist',
      [step('apply'), step('b', { needs: ['aply'] })],
      'spec.steps[1].needs[0]',
      'The step "b" needs "aply", and there is no such step',
      'Did you mean "apply"?',
    ],
    [
      'a step that needs itself',
      [step('a', { needs: ['a'] })],
      'spec.steps[0].needs[0]',
      'The step "a" needs itself',
      'Remove it',
    ],
    [
      'steps that need each other',
      [step('a', { needs: ['b'] }), step('b', { needs: ['a'] })],
      'spec.steps[0].needs[0]',
      'The step "a" needs "b", which does not come before it',
      'they wait for each other',
    ],
    [
      'the output of a step that its needs leave out',
      [
        step('a'),
        step('b', { needs: [], input: { value: '${{ steps.a.output.x }}' } }),
      ],
      'spec.steps[1].input.value',
      'the step "a" need not have ended at this place',
      'Add a to the needs of "b"',
    ],
    [
      'the output of a step that only another role runs',
      [hub, reading('${{ steps.init.output.token }}')],
      'spec.steps[1].input.value',
      'the step "init" runs on targets of the role "hub" only',
      "roles.hub.steps['init'].output",
    ],
    [
      'a barrier on a later step',
      [reading(token), hub],
      'spec.steps[0].input.value',
      'the step "init" has not ended at this place',
      'put this one later',
    ],
    [
      'a barrier on a step that the role does not run',
      [hub, reading("${{ roles.member.steps['init'].output.token }}")],
      'spec.steps[1].input.value',
      'not of "member"',
      "roles.hub.steps['init'].output",
    ],
    [
      'a barrier that is not named',
      [hub, reading('${{ roles.hub.steps }}')],
      'spec.steps[1].input.value',
      'it has to be named',
      'without computed names',
    ],
    [
      'a field of what several targets gave',
      [
        reading('x'),
        step('accept', {
          role: 'hub',
          input: { value: '${{ roles.member.steps.join.output.token }}' },
        }),
      ],
      'spec.steps[1].input.value',
      'its output is a map from target to output; found .token',
      'Set max: 1 for the role',
    ],
  ])('refuses %s', (_what, steps, path, message, remedy) => {
    const text = mission(steps);
    const problems = problemsOf(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      path,
      message: expect.stringContaining(message),
      remedy: expect.stringContaining(remedy),
      line: 1,
    });
    expect(problems[0].column).toBeGreaterThan(1);
  });

  it('warns of waves that are none, because all wait for each other', () => {
    const steps = [hub, reading(token)];
    const waves = [{ canary: 1 }, { percent: 100 }];
    expect(problemsOf(mission(steps, { waves }))).toEqual([]);
    const back = step('accept', { role: 'hub', needs: ['join'] });
    expect(problemsOf(mission([...steps, back], { waves }))).toEqual([
      expect.objectContaining({
        severity: 'warning',
        path: 'spec.waves',
        message: expect.stringContaining('all go with the first wave'),
      }),
    ]);
  });

  it('refuses a barrier in preflight, before anything ran', () => {
    const text = mission([hub], {
      preflight: [{ id: 'early', check: 'x:y', input: { token } }],
    });
    expect(problemsOf(text)).toEqual([
      expect.objectContaining({
        path: 'spec.preflight[0].input.token',
        message: expect.stringContaining('has not ended at this place'),
      }),
    ]);
  });
});
