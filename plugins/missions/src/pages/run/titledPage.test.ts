import {
  aCheckResult,
  aRun,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { titledPage, withTitles } from './titledPage';
import type { RunPageData } from './useRunPage';

const titles = new Map([
  ['is-ready', 'Every replica is ready'],
  ['deploy', 'Install the application'],
]);

describe('withTitles', () => {
  it.each([
    ['is-ready: 0 of 2', 'Every replica is ready: 0 of 2'],
    [
      'deploy: is-ready: 0 of 2',
      'Install the application: Every replica is ready: 0 of 2',
    ],
    [
      'Install the application: is-ready: 0 of 2',
      'Install the application: Every replica is ready: 0 of 2',
    ],
    [
      'is-ready: 0 of 2; deploy: refused',
      'Every replica is ready: 0 of 2; Install the application: refused',
    ],
    // What a cluster says is left as it says it.
    ['Deployment web: is-ready: no', 'Deployment web: is-ready: no'],
    ['other: 0 of 2', 'other: 0 of 2'],
    ['is-ready', 'is-ready'],
  ])('tells %s as %s', (text, told) => {
    expect(withTitles(text, titles)).toBe(told);
  });
});

describe('titledPage', () => {
  it('tells the reason of a cluster, the cause of a step and the events by titles', () => {
    const [step] = aTarget().steps;
    const message = 'is-ready: 0 of 2';
    const page: Partial<RunPageData> = {
      run: aRun({
        targetsDetail: [
          aTarget({
            reason: message,
            steps: [{ ...step, error: { code: 'NOT_READY', message } }],
          }),
        ],
      }),
      events: [
        { seq: 1, at: new Date(), type: 'target.waiting', data: {}, message },
        { seq: 2, at: new Date(), type: 'run.created', data: {} },
      ],
      evidence: {
        kind: 'ready',
        asOf: new Date(),
        stale: false,
        refresh: async () => {},
        data: [
          aCheckResult({ id: 'is-ready', title: 'Every replica is ready' }),
        ],
      },
    };
    const { run, events } = titledPage(page as RunPageData);
    const told = 'Every replica is ready: 0 of 2';
    const [target] = run.targetsDetail;
    expect(target.reason).toBe(told);
    expect(target.steps[0].error?.message).toBe(told);
    expect(events.map(event => event.message)).toEqual([told, undefined]);
  });
});
