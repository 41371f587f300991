import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import { aFinishedRun } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunsPage } from './RunsPage';

const open = (api: Partial<MissionsApi> = {}, query = '') =>
  renderPage(<RunsPage />, { path: '/runs', address: `/runs${query}`, api });
const none = async () => ({ items: [], total: 0, facets: [] });

describe('RunsPage', () => {
  it('puts what waits for me first, with its action in the row', async () => {
    const { container } = open();
    expect(
      await screen.findByRole('heading', { name: '2 missions wait for you' }),
    ).toBeInTheDocument();
    const waiting = screen.getByRole('table', { name: 'Waiting for me' });
    expect(
      within(waiting).getByRole('link', { name: 'Decide…' }),
    ).toHaveAttribute('href', expect.stringContaining('/runs/1482c7a0'));
    expect(
      within(waiting).getByRole('link', { name: 'Show the plan…' }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('shows outcome and tone of what ended', async () => {
    open();
    const ended = await screen.findByRole('table', { name: 'Completed' });
    expect(within(ended).getByText('Inconclusive')).toBeInTheDocument();
    expect(within(ended).getByText('Verified')).toBeInTheDocument();
  });

  it('gives thumbs, and takes them back', async () => {
    const giveFeedback = jest.fn(async () => aFinishedRun());
    open({ giveFeedback });
    const up = { name: /It did what I wanted: Wrong image tag/ };
    await userEvent.click(await screen.findByRole('button', up));
    expect(giveFeedback).toHaveBeenCalledWith('run-done', { value: 'up' });
    await userEvent.click(
      screen.getByRole('button', {
        name: /It did what I wanted: Extend a full volume/,
      }),
    );
    expect(giveFeedback).toHaveBeenLastCalledWith('run-unknown', {
      value: 'none',
    });
  });

  it('asks for the filters of the address, the outcome only of what ended', async () => {
    const listRuns = jest.fn(none);
    open({ listRuns }, '?q=web&type=fix&state=failed&mission=a%2Fb');
    await waitFor(() => expect(listRuns).toHaveBeenCalledTimes(3));
    const common = { q: 'web', type: ['fix'], mission: 'a/b' };
    expect(listRuns).toHaveBeenCalledWith({
      ...common,
      group: 'waiting',
      limit: 100,
    });
    expect(listRuns).toHaveBeenCalledWith({
      ...common,
      group: 'completed',
      limit: 20,
      state: ['failed'],
    });
    expect(await screen.findAllByText(/No run fits/)).toHaveLength(3);
  });

  it('searches by / and keeps the words in the request', async () => {
    const listRuns = jest.fn(none);
    open({ listRuns });
    await screen.findByText('No mission has been started yet');
    await userEvent.keyboard('/');
    await userEvent.keyboard('x');
    await waitFor(() =>
      expect(listRuns).toHaveBeenCalledWith(
        expect.objectContaining({ q: 'x' }),
      ),
    );
  });

  it('walks over the rows of all groups by j', async () => {
    const { container } = open();
    await screen.findByRole('table', { name: 'Completed' });
    await userEvent.keyboard('jj');
    await waitFor(() =>
      expect(
        container.querySelector('[data-current]')?.getAttribute('data-row-id'),
      ).toBe('run-waiting-2'),
    );
  });

  it('teaches when nothing was ever started', async () => {
    open({ listRuns: none });
    expect(
      await screen.findByRole('link', { name: 'Find a mission' }),
    ).toBeInTheDocument();
  });

  it('says that a permission is missing', async () => {
    open({
      listRuns: async () => {
        throw new MissionsApiError('no', { status: 403, code: 'NOT_ALLOWED' });
      },
    });
    expect(await screen.findAllByText('You may not see this')).toHaveLength(3);
  });
});
