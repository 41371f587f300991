import { undoOrder } from './undoOrder';

const steps = ['a', 'b', 'c'].map((stepId, position) => ({ stepId, position }));
const record = (
  seq: number,
  stepId: string,
  state: 'intent' | 'done' | 'undone' | 'failed' = 'done',
) => ({ seq, stepId, state });

describe('undoOrder', () => {
  it('takes back last what was written first', () => {
    const order = undoOrder(steps, [
      record(1, 'a'),
      record(2, 'a'),
      record(3, 'c'),
      record(4, 'b', 'intent'),
    ]);
    expect(order.map(item => [item.step.stepId, item.seqs])).toEqual([
      ['b', [4]],
      ['c', [3]],
      ['a', [2, 1]],
    ]);
  });

  it('leaves alone what is taken back, and what never wrote', () => {
    expect(
      undoOrder(steps, [record(1, 'a', 'undone'), record(2, 'b', 'failed')]),
    ).toEqual([]);
  });
});
