import { render, screen } from '@testing-library/react';
import { TestApiProvider, wrapInTestApp } from '@backstage/test-utils';
import type { RunState } from '@mission-control/plugin-missions-common';
import { missionsApiRef } from '@mission-control/plugin-missions-react';
import {
  aPlan,
  aRun,
  createMissionsApiMock,
} from '@mission-control/plugin-missions-react/testUtils';
import { PlanPanel } from './PlanPanel';

const open = (state: RunState) =>
  render(
    wrapInTestApp(
      <TestApiProvider apis={[[missionsApiRef, createMissionsApiMock()]]}>
        <PlanPanel run={aRun({ state, planOnly: true })} plan={aPlan()} />
      </TestApiProvider>,
    ),
  );
const numbers = () => screen.queryByLabelText('The plan in numbers');

describe('PlanPanel', () => {
  it.each(['queued', 'preflight', 'planning'] as const)(
    'shows no part of a plan as the plan while a run is %s',
    state => {
      open(state);
      expect(screen.getByRole('status')).toHaveTextContent(
        'Asking the clusters what would change…',
      );
      expect(numbers()).not.toBeInTheDocument();
    },
  );

  it.each(['planned', 'blocked', 'running'] as const)(
    'shows what there is of a plan once a run is %s',
    state => {
      open(state);
      expect(numbers()).toBeInTheDocument();
      expect(screen.queryByText(/^Asking the clusters/)).toBeNull();
    },
  );
});
