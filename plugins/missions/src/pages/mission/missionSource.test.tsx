import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aMission } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { MissionPage } from './MissionPage';

describe('the source of a mission', () => {
  it('is shown with what cannot be seen, and copied as it is', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    const content = 'metadata:\n  title: "a\u202eb"\n';
    renderPage(<MissionPage />, {
      path: '/explorer/:source/:name',
      address: '/explorer/local/web',
      api: { getMission: async () => aMission({ content }) },
    });
    const panel = await screen.findByRole('region', { name: 'Source' });
    expect(panel).toHaveTextContent('title: "a\\u{202e}b"');
    await user.click(within(panel).getByRole('button', { name: 'Copy' }));
    expect(write).toHaveBeenCalledWith(content);
  });
});
