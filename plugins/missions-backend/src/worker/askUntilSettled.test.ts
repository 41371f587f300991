import type { CheckOutcome } from '@mission-control/plugin-missions-node';
import { createMissionCheck } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { Registry } from '../registry';
import { Masker } from '../sealing';
import type { TargetRecord } from '../store';
import { askUntilSettled } from './askUntilSettled';
import { DerivedSecrets } from './DerivedSecrets';
import type { TargetSession } from './TargetSession';

/** Answers one after the other, the last one again and again. */
function ask(
  outcomes: Partial<CheckOutcome>[],
  options: { baseMs: number; mostMs: number; title?: string },
) {
  const registry = new Registry();
  const left = [...outcomes];
  registry.addChecks(
    createMissionCheck({
      id: 'test:ready',
      description: 'Answers as told',
      examples: [],
      schema: { input: z.object({}) },
      run: async () => ({
        status: 'fail',
        message: '',
        evidence: [],
        ...(left.length > 1 ? left.shift() : left[0]),
      }),
    }),
  );
  const told: string[] = [];
  let rests = 0;
  const session: Partial<TargetSession> = {
    registry,
    session: {
      masker: new Masker([]),
      run: { missionRef: 'test/one' },
      derived: new DerivedSecrets({ masker: new Masker([]), steps: [] }),
    } as unknown as TargetSession['session'],
    base: (() => ({})) as unknown as TargetSession['base'],
    held: {
      rest: (waits: Promise<unknown>) => {
        rests += 1;
        return waits;
      },
    } as unknown as TargetSession['held'],
  };
  const answers = askUntilSettled({
    session: session as TargetSession,
    target: { targetId: 'one' } as TargetRecord,
    checks: [
      {
        id: 'ready',
        spec: { check: 'test:ready', title: options.title } as any,
      },
    ],
    phase: 'step',
    scope: {} as any,
    signal: new AbortController().signal,
    limit: options,
    onProgress: text => told.push(text),
  });
  return { answers, told, rests: () => rests };
}

const moving = { progressing: true };

describe('askUntilSettled', () => {
  it('asks again what is still moving, and tells each movement', async () => {
    const { answers, told, rests } = ask(
      [
        { ...moving, message: '0 of 1', progressKey: '0' },
        { status: 'pass', message: '1 of 1', progressKey: '1' },
      ],
      { baseMs: 60_000, mostMs: 60_000 },
    );
    expect((await answers)[0].result).toMatchObject({
      status: 'pass',
      message: '1 of 1',
    });
    expect(told).toEqual(['ready: 0 of 1', 'ready: 1 of 1']);
    expect(rests()).toBe(1);
  });

  it('names a check by its title', async () => {
    const { answers, told } = ask(
      [{ status: 'pass', message: '1 of 1', progressKey: '1' }],
      { baseMs: 60_000, mostMs: 60_000, title: 'Ready?' },
    );
    await answers;
    expect(told).toEqual(['Ready?: 1 of 1']);
  });

  it('ends at the limit that it is given, and says how long it was so', async () => {
    const { answers } = ask([{ ...moving, message: '0 of 1' }], {
      baseMs: 100,
      mostMs: 100,
    });
    expect((await answers)[0].result).toMatchObject({
      status: 'fail',
      message: '0 of 1 (still so after 1 s)',
    });
  });
});
