import { render, screen } from '@testing-library/react';
import { TestApiProvider, wrapInTestApp } from '@backstage/test-utils';
import type { ReactElement } from 'react';
import {
  ClusterChip,
  MissionsApiError,
  PlanView,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { aPlan } from '@mission-control/plugin-missions-react/testUtils';
import { DayPanel, type DayPanelProps } from '../pages/control/DayPanel';
import { KeptPanel } from '../pages/run/KeptPanel';
import type { MissionsRoutes } from './useMissionsRoutes';
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
    ['none', true, { kind: 'loading' }],
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

describe('a mixed portal', () => {
  const inScope = (scope: DemoScope, page: ReactElement) =>
    render(
      wrapInTestApp(
        <DemoScopeProvider scope={scope} clusters={['reef']}>
          {page}
        </DemoScopeProvider>,
      ),
    );

  it.each<[DemoScope, number]>([
    ['some', 2],
    ['all', 0],
    ['none', 0],
  ])('where %s is demo, marks the demo clusters: %s', (scope, marks) => {
    inScope(
      scope,
      <>
        <ClusterChip cluster={{ name: 'reef' }} />
        <ClusterChip cluster={{ name: 'lagoon', demo: true }} />
        <ClusterChip cluster={{ name: 'harbour' }} />
      </>,
    );
    expect(screen.queryAllByText('Demo')).toHaveLength(marks);
  });

  it('marks what an undo kept on a demo cluster', () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' };
    const kept = ['reef', 'harbour'].map(targetId => ({
      targetId,
      object,
      reason: 'chosen',
    }));
    inScope('some', <KeptPanel run={{ kept: kept, targetsDetail: [] }} />);
    const row = (name: RegExp) => screen.getByRole('cell', { name });
    expect(row(/reef/)).toHaveTextContent('Demo');
    expect(row(/harbour/)).not.toHaveTextContent('Demo');
  });

  it('marks a demo cluster in the tree of a plan', () => {
    const { container } = inScope(
      'some',
      <PlanView
        plan={{
          ...aPlan(),
          targets: [
            { ...aPlan().targets[0], targetId: 'reef', cluster: undefined },
          ],
        }}
      />,
    );
    expect(container.querySelector('summary')).toHaveTextContent('reefDemo');
  });

  it('marks on the time line what runs on demo clusters only', () => {
    const now = new Date('2026-01-01T12:00:00Z');
    const slot = (title: string, clusters: string[]) => ({
      orbitId: title,
      title,
      missionRef: 'a/b',
      slotAt: new Date(+now + 3_600_000),
      startsAt: new Date(+now + 3_600_000),
      clusters,
    });
    inScope(
      'some',
      <DayPanel
        routes={{ orbit: (id: string) => `/${id}` } as MissionsRoutes}
        page={{
          active: [],
          clusters: [],
          now,
          upcoming: ready({
            items: [slot('Sea', ['reef']), slot('Land', ['reef', 'harbour'])],
          }) as DayPanelProps['page']['upcoming'],
        }}
      />,
    );
    const item = (name: string) => screen.getByText(name).closest('li');
    expect(item('Sea')).toHaveTextContent('Demo');
    expect(item('Land')).not.toHaveTextContent('Demo');
  });
});
