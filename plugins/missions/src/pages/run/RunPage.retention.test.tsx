import { screen, within } from '@testing-library/react';
import { exactTime } from '@mission-control/plugin-missions-react';
import {
  aRun,
  someLogLines,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

const gone = new Date('2026-11-20T10:00:00.000Z');

function openOld(
  tab: string,
  removed: { logsRemovedAt?: Date; historyRemovedAt?: Date },
  api: Parameters<typeof openRun>[0] = {},
) {
  openRun(
    {
      getRun: async () =>
        aRun({
          state: 'succeeded',
          finishedAt: gone,
          approvals: [],
          ...removed,
        }),
      listEvents: async () => [],
      listEvidence: async () => [],
      listLogs: async () => ({ items: [], truncated: false }),
      ...api,
    },
    `?tab=${tab}`,
  );
}

describe('RunPage of a run that is old', () => {
  it('says that the log was removed, and when', async () => {
    openOld('log', { logsRemovedAt: gone });
    const panel = await screen.findByRole('tabpanel', { name: /^Log/ });
    expect(
      await within(panel).findByText('This log is gone'),
    ).toBeInTheDocument();
    expect(panel).toHaveTextContent(exactTime(gone));
  });

  it('shows a log that is still there', async () => {
    openOld(
      'log',
      { logsRemovedAt: gone },
      {
        listLogs: async () => ({
          items: someLogLines(),
          truncated: false,
        }),
      },
    );
    expect(
      await screen.findByText('created ServiceAccount opencost'),
    ).toBeInTheDocument();
    expect(screen.queryByText('This log is gone')).not.toBeInTheDocument();
  });

  it('says that evidence and history were removed', async () => {
    openOld('evidence', { historyRemovedAt: gone });
    const panel = await screen.findByRole('tabpanel', { name: /^Evidence/ });
    expect(
      await within(panel).findByText('This evidence is gone'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^Old history is removed after a while/),
    ).toHaveTextContent(exactTime(gone));
    expect(screen.queryByText('Nothing has happened yet.')).toBeNull();
  });
});
