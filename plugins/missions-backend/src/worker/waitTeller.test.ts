import type { RunChange, TargetRecord } from '../store';
import { waitTeller } from './waitTeller';

function teller(state = 'verifying') {
  const reasons: unknown[] = [];
  const events: unknown[] = [];
  const change: Pick<RunChange, 'setTarget' | 'emit'> = {
    setTarget: async (_id, columns) => {
      reasons.push(columns.reason);
    },
    emit: event => {
      events.push(event);
    },
  };
  const tell = waitTeller({
    commit: async fn => {
      await fn(
        change as RunChange,
        { targetId: 'one', state } as unknown as TargetRecord,
      );
      return true;
    },
  });
  return { tell, reasons, events };
}

describe('waitTeller', () => {
  let now: number;
  beforeEach(() => {
    now = 10_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
  });
  afterEach(() => jest.restoreAllMocks());

  it('tells at once what is waited for, as reason and event', async () => {
    const { tell, reasons, events } = teller();
    await tell('ready: 0 of 1');
    expect(reasons).toEqual(['ready: 0 of 1']);
    expect(events).toEqual([
      { type: 'target.waiting', targetId: 'one', message: 'ready: 0 of 1' },
    ]);
  });

  it('tells other words after a while only, and the same words once', async () => {
    const { tell, reasons } = teller();
    await tell('0 of 3');
    now += 1_000;
    await tell('1 of 3');
    now += 10_000;
    await tell('0 of 3');
    await tell('2 of 3');
    expect(reasons).toEqual(['0 of 3', '2 of 3']);
  });

  it('leaves a target alone that verifies no longer', async () => {
    const { tell, reasons, events } = teller('cancelling');
    await tell('0 of 3');
    expect([reasons, events]).toEqual([[], []]);
  });
});
