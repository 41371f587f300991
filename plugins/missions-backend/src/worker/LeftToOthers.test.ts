import type { TargetRecord } from '../store';
import { LeftToOthers } from './LeftToOthers';

const target = (runId: string, fence: number) =>
  ({ runId, targetId: 'one', fence } as TargetRecord);

describe('LeftToOthers', () => {
  it('leaves a target for a while, and not again when nobody took it', () => {
    let now = 0;
    const left = new LeftToOthers(100, () => now);
    expect(left.leave(target('a', 1))).toBe(true);
    expect(left.runIds).toEqual(['a']);
    now = 100;
    expect(left.runIds).toEqual([]);
    expect(left.leave(target('a', 2))).toBe(false);
    expect(left.leave(target('a', 3))).toBe(true);
  });

  it('leaves it again when another one had it between', () => {
    const left = new LeftToOthers(100, () => 0);
    expect(left.leave(target('a', 1))).toBe(true);
    expect(left.leave(target('a', 3))).toBe(true);
    expect(left.leave(target('a', 7))).toBe(true);
  });

  it('remembers so many', () => {
    const left = new LeftToOthers(100, () => 0);
    for (let number = 0; number < 300; number += 1) {
      left.leave(target(`${number}`, 1));
    }
    expect(left.runIds).toHaveLength(200);
    expect(left.runIds.at(-1)).toBe('299');
  });
});
