import type { ViewState } from '@mission-control/plugin-missions-react';
import { demoOf } from './demoOf';

const ready = (...demo: string[]) =>
  ({
    kind: 'ready',
    data: ['prod', 'staging', 'dev'].map(name => ({
      name,
      demo: demo.includes(name),
    })),
  } as ViewState<{ name: string; demo: boolean }[]> & { kind: 'ready' });

describe('demoOf', () => {
  it.each([
    ['all that the entity names are simulated', ['dev'], ready('dev'), {}],
    [
      'one of two is simulated',
      ['dev', 'prod'],
      ready('dev'),
      { only: ['dev'] },
    ],
    ['none that it names is', ['prod'], ready('dev'), undefined],
    ['it names none, and all are', [], ready('prod', 'staging', 'dev'), {}],
    ['it names none, and one is', [], ready('dev'), { only: ['dev'] }],
    ['it names one that nobody knows', ['gone'], ready('dev'), undefined],
  ])('when %s', (_, named, clusters, said) => {
    expect(demoOf(named, clusters)).toEqual(said);
  });

  it('says nothing while clusters are not known', () => {
    expect(demoOf(['dev'], { kind: 'loading' })).toBeUndefined();
  });
});
