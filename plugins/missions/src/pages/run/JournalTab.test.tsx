import { screen } from '@testing-library/react';
import { someJournal } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { JournalTab } from './JournalTab';

const [entry] = someJournal();
const at = { path: '/journal', address: '/journal' };

describe('JournalTab', () => {
  it('says why a write was refused, with the code to look up', async () => {
    renderPage(
      <JournalTab
        cluster="edge-1"
        entries={[
          {
            ...entry,
            state: 'failed',
            refusal: {
              code: 'KUBERNETES_QUOTA',
              message: 'exceeded quota: small',
            },
          },
        ]}
      />,
      at,
    );
    expect(
      await screen.findByRole('row', { name: /Namespace\/opencost/ }),
    ).toHaveTextContent('refusedexceeded quota: small KUBERNETES_QUOTA');
  });

  it('says what nobody saw go with a deletion', async () => {
    const unseen = 'leases cannot be listed';
    renderPage(
      <JournalTab cluster="edge-1" entries={[{ ...entry, unseen }]} />,
      at,
    );
    expect(
      await screen.findByRole('row', { name: /Namespace\/opencost/ }),
    ).toHaveTextContent(
      'What went with it is not known: leases cannot be listed',
    );
  });

  it('gives no reason for a write that was not refused', async () => {
    renderPage(<JournalTab cluster="edge-1" entries={[entry]} />, at);
    const row = await screen.findByRole('row', { name: /Namespace\/opencost/ });
    expect(row).toHaveTextContent('written');
    expect(row).not.toHaveTextContent('refused');
  });
});
