import { aRunSummary } from '@mission-control/plugin-missions-react/testUtils';
import { lookOf } from './lookOf';

const orbit = (change = {}) =>
  lookOf(aRunSummary({ type: 'orbit', state: 'succeeded', ...change }));

describe('lookOf', () => {
  it.each([
    ['found', { findings: 7, assessed: 9, notAssessed: 0 }],
    ['partly', { findings: 0, assessed: 9, notAssessed: 2 }],
    ['clean', { findings: 0, assessed: 9, notAssessed: 0 }],
    ['unknown', { findings: 0, assessed: 0, notAssessed: 0 }],
    ['unknown', { findings: 0 }],
    ['unknown', undefined],
  ])('is %s for the verdict %j', (kind, verdict) => {
    expect(orbit({ verdict })?.kind).toBe(kind);
  });

  it('is never clean when the run is not proved', () => {
    const verdict = { findings: 0, assessed: 9, notAssessed: 0 };
    expect(orbit({ state: 'inconclusive', verdict })).toEqual({
      kind: 'unknown',
    });
  });

  it.each([
    { type: 'install' },
    { state: 'running' },
    { state: 'failed' },
    { undoOf: 'first' },
    { planOnly: true },
  ])('is no verdict of %j', change => {
    expect(orbit({ verdict: { findings: 3 }, ...change })).toBeUndefined();
  });
});
