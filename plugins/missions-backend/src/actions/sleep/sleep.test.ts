import type {
  RunContext,
  SuspendStep,
} from '@mission-control/plugin-missions-node';
import { sleepAction } from '.';

describe('core:sleep', () => {
  it('asks for a length of time, by no clock of its own', async () => {
    const context = {
      input: { duration: '1m30s' },
      log: { info: () => {} },
    } as unknown as RunContext<any>;
    const thrown = await sleepAction.run(context).then(
      () => undefined,
      (error: SuspendStep) => error.suspension,
    );
    expect(thrown).toEqual({ kind: 'time', seconds: 90 });
  });
});
