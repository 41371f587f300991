import { deferralReason, deferredEach } from './deferral';

const before = { deferred: new Set(['late']), writes: true };
const write = {
  id: 'w',
  action: 'x:y',
  input: { value: '${{ steps.late.output.a }}' },
};

describe('deferralReason', () => {
  it.each([
    ['reads a deferred output', write, false, false, before, "step 'late'"],
    [
      'has a condition on a deferred output',
      { id: 'w', action: 'x:y', if: 'steps.late.output.a == 1' },
      false,
      false,
      before,
      "step 'late'",
    ],
    [
      'reads the output of another role',
      {
        ...write,
        input: { value: '${{ roles.hub.steps.init.output.token }}' },
      },
      false,
      false,
      { deferred: new Set<string>(), writes: false },
      "step 'init' of role 'hub'",
    ],
    [
      'reads only the names of a role',
      { ...write, input: { value: '${{ roles.hub.targets }}' } },
      false,
      false,
      before,
      undefined,
    ],
    [
      'reads an output that is known',
      { ...write, input: { value: '${{ steps.early.output.a }}' } },
      false,
      false,
      before,
      undefined,
    ],
    [
      'is a write behind a write',
      { id: 'w', action: 'x:y' },
      false,
      false,
      before,
      undefined,
    ],
    [
      'is a read behind a write',
      { id: 'r', action: 'x:y' },
      true,
      false,
      before,
      'after the writes',
    ],
    [
      'is a read before all writes',
      { id: 'r', action: 'x:y' },
      true,
      false,
      { deferred: new Set<string>(), writes: false },
      undefined,
    ],
    [
      'is a read with checks of its own',
      { id: 'r', action: 'x:y', verify: [{ check: 'x:z' }] },
      true,
      false,
      { deferred: new Set<string>(), writes: false },
      'checks are asked when it runs',
    ],
    [
      'makes sense only while running',
      { id: 's', action: 'core:sleep' },
      true,
      true,
      { deferred: new Set<string>(), writes: false },
      'while the run is running',
    ],
  ])(
    'of a step that %s',
    (_title, step, plainRead, onlyWhenRunning, so, words) => {
      const reason = deferralReason({
        step,
        plainRead,
        onlyWhenRunning,
        before: so,
      });
      expect(reason?.includes(words!) ?? undefined).toBe(words && true);
    },
  );
});

describe('deferredEach', () => {
  it.each([
    ['${{ steps.late.output.items }}', "step 'late'"],
    ['${{ roles.hub.steps.init.output.items }}', "step 'init' of role 'hub'"],
    ['${{ steps.early.output.items }}', undefined],
    [['a'], undefined],
  ])('says for %j where the entries come from: %s', (each, words) => {
    const reason = deferredEach({ id: 'e', action: 'x:y', each }, before);
    expect(reason?.includes(words!) ?? undefined).toBe(words && true);
  });
});
