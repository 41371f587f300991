import {
  lintMission,
  type ActionFacts,
  type MissionDefinition,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import fc from 'fast-check';
import { numRuns } from '../__testUtils__/numRuns';
import { verdictOfOutcome } from './verdictOfChecks';

const actions = new Map<string, ActionFacts>([
  ['x:read', { effect: 'read', undo: false }],
  ['x:write', { effect: 'write', undo: true }],
]);

const condition = fc.option(fc.constant('parameters.a'), { nil: undefined });
const check = fc.record({
  id: fc.constant('c'),
  check: fc.constant('x:y'),
  if: condition,
});
const step = fc.record({
  id: fc.constant('s'),
  action: fc.constantFrom('x:read', 'x:write'),
  if: condition,
  verify: fc.array(check, { maxLength: 1 }),
});
/** Missions as the format lets them be: only orbits have checks, and they have some. */
const missions = fc
  .record({
    type: fc.constantFrom('install', 'fix', 'sequence', 'orbit'),
    targets: fc.constantFrom(undefined, { min: 1 }),
    steps: fc.array(step, { maxLength: 3 }),
    verify: fc.array(check, { maxLength: 3 }),
    looks: fc.array(check, { minLength: 1, maxLength: 3 }),
  })
  .map(({ looks, ...spec }) => ({
    preflight: [],
    checks: spec.type === 'orbit' ? looks : [],
    ...spec,
  })) as fc.Arbitrary<MissionSpec>;

/** Whether a run succeeds in which everything that is asked passes. */
function succeeds(spec: MissionSpec, conditions: boolean): boolean {
  const passed = (entries: readonly { id: string; if?: string }[]) =>
    entries
      .filter(entry => entry.if === undefined || conditions)
      .map(({ id }) => ({ id, status: 'pass' as const, message: 'Seen' }));
  const { event } = verdictOfOutcome(spec, spec.targets !== undefined, {
    checks: passed(spec.checks),
    verify: passed(spec.verify),
    steps: passed(spec.steps.filter(({ action }) => action === 'x:write')),
  });
  return event === 'verify_passed';
}

describe('verdictOfOutcome', () => {
  it('agrees with the linter on what can never, sometimes and always be proven', () => {
    const seen = new Set<string | undefined>();
    fc.assert(
      fc.property(missions, spec => {
        const mission = { metadata: {}, spec } as MissionDefinition;
        const found = lintMission(mission, { actions })
          .filter(({ code }) => code === 'lint/no-outcome-check')
          .map(({ severity }) => severity);
        const lint = found.includes('error') ? 'error' : found[0];
        const withoutConditions = succeeds(spec, false) ? undefined : 'warning';
        // A sequence of reads and gates is no danger: it is only never a success.
        const never =
          spec.type === 'sequence' && !spec.targets ? 'warning' : 'error';
        const engine = succeeds(spec, true) ? withoutConditions : never;
        seen.add(engine);
        expect(lint).toBe(engine);
      }),
      { numRuns: numRuns(500) },
    );
    expect(seen).toEqual(new Set([undefined, 'warning', 'error']));
  });
});
