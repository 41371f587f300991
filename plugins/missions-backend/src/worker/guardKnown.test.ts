import { RunState, StepState } from '@mission-control/plugin-missions-common';
import { guardKnown } from './guardKnown';

const target = { targetId: 'one', state: RunState.running };
const step = { stepId: 'paint', state: StepState.waiting };

describe('guardKnown', () => {
  it('knows every state and whatever a step may wait for', () => {
    const known = () => {
      Object.values(RunState).forEach(state =>
        guardKnown({ ...target, state }, []),
      );
      guardKnown(
        target,
        Object.values(StepState).map(state => ({ ...step, state })),
      );
      guardKnown(target, [
        { ...step, suspension: { kind: 'time', until: '' } },
        { ...step, suspension: { kind: 'approval', approvalId: '' } },
        { ...step, suspension: { kind: 'child', runId: '' } },
      ]);
    };
    expect(known).not.toThrow();
  });

  it.each([
    [
      "Target 'one' is 'dreaming'",
      () => guardKnown({ ...target, state: 'dreaming' as never }, []),
    ],
    [
      "Step 'paint' is 'dreaming'",
      () => guardKnown(target, [{ ...step, state: 'dreaming' as never }]),
    ],
    [
      "Step 'paint' waits for 'rain'",
      () =>
        guardKnown(target, [
          { ...step, suspension: { kind: 'rain' } as never },
        ]),
    ],
  ])('refuses what a later version left: %s', (what, guard) => {
    expect(guard).toThrow(
      expect.objectContaining({
        code: 'SCHEMA_NEWER',
        message: `${what}, which this version does not know. It is left as it is for a later version.`,
      }),
    );
  });
});
