import type { JournalRecord } from '@mission-control/plugin-missions-node';
import { effectsOf } from './effects';

const object = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
});
const version = (resourceVersion: string, uid = 'u') => ({
  metadata: { uid, resourceVersion },
});
const record = (
  seq: number,
  name: string,
  facts: Partial<JournalRecord>,
): JournalRecord => ({
  seq,
  stepId: 'step',
  verb: 'apply',
  object: object(name),
  prior: null,
  state: 'done',
  ...facts,
});

describe('effectsOf', () => {
  it('takes the first prior and the last after, the latest object first', () => {
    const effects = effectsOf([
      record(1, 'a', { prior: version('1'), after: version('2') }),
      record(2, 'b', { after: version('3') }),
      record(3, 'a', { prior: version('4'), after: version('5') }),
    ]);
    expect(
      effects.map(({ object: { name }, prior, after }) => [
        name,
        prior?.metadata?.resourceVersion,
        after?.metadata?.resourceVersion,
      ]),
    ).toEqual([
      ['a', '1', '5'],
      ['b', undefined, '3'],
    ]);
  });

  it('does not take what others did between two writes for ours', () => {
    const map = (resourceVersion: string, data: object) => ({
      kind: 'ConfigMap',
      metadata: { uid: 'u', resourceVersion },
      data,
    });
    const [effect] = effectsOf([
      record(1, 'a', {
        prior: map('1', { color: 'red', kept: 'x' }),
        after: map('2', { color: 'blue', kept: 'x' }),
      }),
      record(2, 'a', {
        prior: map('3', { color: 'green', size: '9', kept: 'y' }),
        after: map('4', { color: 'yellow', size: '9', kept: 'y', more: '1' }),
      }),
    ]);
    expect(effect.prior?.data).toEqual({ color: 'red', kept: 'x' });
    expect(effect.after).toEqual(
      map('4', { color: 'yellow', kept: 'x', more: '1' }),
    );
  });

  it('leaves writes out that never happened', () => {
    expect(
      effectsOf([
        record(1, 'a', { prior: version('1'), after: version('1') }),
        record(2, 'b', { prior: null, after: null }),
      ]),
    ).toEqual([]);
  });

  it('keeps a write that was never confirmed', () => {
    const [effect] = effectsOf([record(1, 'a', { state: 'intent' })]);
    expect(effect).toMatchObject({ prior: null, after: undefined });
  });

  it('keeps a deletion', () => {
    const [effect] = effectsOf([
      record(1, 'a', { prior: version('1'), after: null }),
    ]);
    expect(effect.after).toBeNull();
  });
});
