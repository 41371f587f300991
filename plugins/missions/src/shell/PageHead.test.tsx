import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, useParams } from 'react-router-dom';
import { renderPage } from '../__testUtils__/renderPage';
import { PageHead } from './PageHead';

/** Two pages, each with links to both. */
function Pages() {
  const { name } = useParams();
  return (
    <>
      <Link to="/missions/first">Stays</Link>
      {name === 'first' ? (
        <div>
          <PageHead title="First" />
          <Link to="/missions/second">Goes away</Link>
        </div>
      ) : (
        <PageHead title={<b>Second</b>} />
      )}
    </>
  );
}
const open = () => renderPage(<Pages />, { path: '/:name', address: '/first' });

describe('PageHead', () => {
  beforeEach(() => {
    document.title = 'checkout | Portal';
  });

  it('names the tab after the page', async () => {
    open();
    expect(document.title).toBe('First · Backstage');
    await userEvent.click(screen.getByRole('link', { name: 'Goes away' }));
    expect(document.title).toBe('Second · Backstage');
  });

  it('takes the focus of a link that is gone to its heading', async () => {
    open();
    expect(document.body).toHaveFocus();
    await userEvent.click(screen.getByRole('link', { name: 'Goes away' }));
    expect(screen.getByRole('heading', { name: 'Second' })).toHaveFocus();
    await userEvent.click(screen.getByRole('link', { name: 'Stays' }));
    expect(screen.getByRole('link', { name: 'Stays' })).toHaveFocus();
  });
});
