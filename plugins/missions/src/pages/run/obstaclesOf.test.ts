import {
  aCheckResult,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { obstaclesOf } from './obstaclesOf';

const target = aTarget({ state: 'failed', reason: 'fits: no quota' });

describe('obstaclesOf', () => {
  it('tells why a plan that was all that was asked for could not be made', () => {
    expect(
      obstaclesOf({ run: { planOnly: true }, target, evidence: [] }),
    ).toEqual([{ tone: 'fail', message: 'fits: no quota' }]);
  });

  it.each(['fail', 'unknown'] as const)(
    'gives a check whose answer is %s the tone of that',
    status => {
      const check = aCheckResult({
        phase: 'preflight',
        targetId: target.id,
        status,
      });
      expect(
        obstaclesOf({ run: { planOnly: true }, target, evidence: [check] }),
      ).toMatchObject([{ tone: status }]);
    },
  );

  it('has nothing to tell of a run that was carried out and failed', () => {
    expect(
      obstaclesOf({ run: { planOnly: false }, target, evidence: [] }),
    ).toEqual([]);
  });
});
