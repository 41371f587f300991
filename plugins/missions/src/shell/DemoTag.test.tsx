import { render, screen } from '@testing-library/react';
import { TestApiProvider, wrapInTestApp } from '@backstage/test-utils';
import {
  MissionsApiError,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import {
  demoAmongReal,
  demoScope,
  DemoScopeProvider,
  DemoTag,
  type DemoScope,
} from './DemoTag';

const ready = <T,>(data: T): ViewState<T> => ({
  kind: 'ready',
  data,
  asOf: new Date(),
  stale: false,
  refresh: async () => undefined,
});
const refused: ViewState<never> = {
  kind: 'denied',
  error: new MissionsApiError('no', { status: 403, code: 'X' }),
};

describe('demoScope', () => {
  it.each<[DemoScope, boolean, ViewState<{ demo?: boolean }[]>]>([
    ['all', true, ready([{ demo: true }, { demo: true }])],
    ['some', true, ready([{ demo: true }, {}])],
    ['some', true, { kind: 'loading' }],
    ['some', true, refused],
    ['some', true, ready([])],
    ['none', false, ready([{}])],
  ])('is %s when the portal says %s and the clusters are %j', (...given) => {
    const [scope, demo, clusters] = given;
    expect(demoScope(ready({ demo }), clusters)).toBe(scope);
  });

  it('is none before the portal said anything', () => {
    expect(demoScope({ kind: 'loading' }, ready([{ demo: true }]))).toBe(
      'none',
    );
  });
});

describe('demoAmongReal', () => {
  const mixed = ready([{ name: 'reef', demo: true }, { name: 'harbour' }]);

  it.each<[string[] | undefined, DemoScope, typeof mixed]>([
    [['reef'], 'some', mixed],
    [[], 'some', refused],
    [[], 'some', ready([])],
    [undefined, 'some', { kind: 'loading' }],
    [undefined, 'some', ready([{ name: 'harbour' }])],
    [undefined, 'all', ready([{ name: 'reef', demo: true }])],
    [undefined, 'none', mixed],
  ])('is %j where %s is demo and the clusters are %j', (names, ...given) => {
    expect(demoAmongReal(...given)).toEqual(names);
  });
});

describe('DemoTag', () => {
  it.each<[DemoScope, boolean, number]>([
    ['some', true, 1],
    ['some', false, 0],
    ['all', true, 0],
    ['none', true, 0],
  ])('where %s is demo, marks a run of demo %s: %s', (scope, demo, marks) => {
    render(
      wrapInTestApp(
        <TestApiProvider apis={[]}>
          <DemoScopeProvider scope={scope}>
            <DemoTag demo={demo} />
          </DemoScopeProvider>
        </TestApiProvider>,
      ),
    );
    expect(screen.queryAllByText('Demo')).toHaveLength(marks);
  });
});
