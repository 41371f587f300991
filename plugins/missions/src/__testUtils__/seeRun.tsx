import { screen, type RenderResult } from '@testing-library/react';
import type { Run } from '@mission-control/plugin-missions-common';
import { aPlan } from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from './openRun';

/** The page of a run of which no more is known than the run itself. */
export async function seeRun(run: Run, query = ''): Promise<RenderResult> {
  const page = openRun(
    {
      getRun: async () => run,
      getPlan: async () => aPlan({ targets: [] }),
      listEvidence: async () => [],
      listJournal: async () => [],
      listEvents: async () => [],
    },
    query,
  );
  await screen.findByRole('heading', { level: 1 });
  return page;
}

/** No sentence names the target of a sequence as if it were a cluster. */
export function expectNoClusterName(): void {
  expect(document.body).not.toHaveTextContent(/no cluster/);
  expect(document.body).not.toHaveTextContent(
    /(on|of|for|Undo|Close|Retry) -(\W|$)/,
  );
}
