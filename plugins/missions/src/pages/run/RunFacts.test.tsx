import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  anApproval,
  aRun,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

const facts = {
  missionRef: 'local/web',
  missionVersion: 'abcdef1234567890',
  parameters: {
    namespace: 'shop',
    limits: { cpu: '1' },
    token: '***',
    apiToken: null,
    note: 'one\ntwo',
    odd: 'a\u202eb',
  },
};
const panelOf = () =>
  screen.findByRole('region', { name: 'Mission and parameters' });

describe('what is run', () => {
  it.each([
    ['plan', 'Plan'],
    ['drift', 'What is asked for'],
    ['supplementary', 'What is asked for'],
  ] as const)(
    'stands before the %s that waits for approval, all of it',
    async (kind, name) => {
      const { container } = openRun({
        getRun: async () =>
          aWaitingRun({ ...facts, approvals: [anApproval({ kind })] }),
      });
      const panel = await panelOf();
      expect(panel).toHaveTextContent('local/web, version abcdef1234567890');
      const [, ...rows] = within(panel).getAllByRole('row');
      expect(
        rows.map(row =>
          [...row.querySelectorAll('th, td')].map(cell => cell.textContent),
        ),
      ).toEqual([
        ['namespace', 'shop'],
        ['limits', '{"cpu":"1"}'],
        ['token', '***'],
        ['apiToken', 'not given'],
        ['note', 'one\ntwo'],
        ['odd', 'a\\u{202e}b'],
      ]);
      const [first] = await screen.findAllByRole('region', { name });
      expect(
        panel.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING,
      ).toBeTruthy();
      expect(await axe(container)).toHaveNoViolations();
    },
  );

  it('is folded while nobody decides about the plan', async () => {
    openRun({
      getRun: async () =>
        aRun({ ...facts, approvals: [anApproval({ kind: 'gate' })] }),
    });
    const panel = await panelOf();
    expect(panel).toHaveTextContent('6 parameters');
    expect(panel).not.toHaveTextContent('shop');
    const button = within(panel).getByRole('button');
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(button);
    expect(panel).toHaveTextContent('shop');
    expect(button).toHaveAttribute('aria-expanded', 'true');
  });

  it('says that there are no parameters', async () => {
    openRun({
      getRun: async () => aWaitingRun({ ...facts, parameters: {} }),
    });
    const panel = await panelOf();
    expect(panel).toHaveTextContent('No parameters');
    expect(within(panel).queryByRole('table')).toBeNull();
  });
});
