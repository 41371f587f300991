import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { ActionDescription } from '@mission-control/plugin-missions-common';
import { refuse } from '../../__testUtils__/refuse';
import { renderPage } from '../../__testUtils__/renderPage';
import { ActionsPage } from './ActionsPage';

const SCALE: ActionDescription = {
  id: 'kubernetes:scale',
  kind: 'action',
  description: 'Sets the number of replicas.',
  effect: 'write',
  undo: 'Sets the former number',
  input: {
    type: 'object',
    required: ['replicas'],
    properties: {
      replicas: { type: 'integer', description: 'Zero stops it.' },
    },
  },
  output: {
    type: 'object',
    required: ['before'],
    properties: { before: { type: 'integer' } },
  },
  examples: [{ description: 'Stop it', yaml: 'replicas: 0' }],
};
const VERSION: ActionDescription = {
  id: 'kubernetes:version',
  kind: 'check',
  description: 'Compares the version of the API server.',
  effect: 'read',
  input: { type: 'object' },
  output: {},
  examples: [],
};

const open = (query = '') =>
  renderPage(<ActionsPage />, {
    path: '/actions',
    address: `/actions${query}`,
    api: { listActions: async () => [SCALE, VERSION] },
  });

describe('ActionsPage', () => {
  it('says of each entry what it does and whether it writes, actions before checks', async () => {
    const { container } = open();
    const actions = await screen.findByRole('region', { name: /^Actions/ });
    expect(
      within(actions).getByRole('button', {
        name: 'kubernetes:scale writes Sets the number of replicas.',
      }),
    ).toBeInTheDocument();
    const checks = screen.getByRole('region', { name: /^Checks/ });
    expect(
      within(checks).getByRole('button', {
        name: 'kubernetes:version Compares the version of the API server.',
      }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('explains input field by field, with way back, example and schema', async () => {
    const { container } = open();
    await userEvent.click(
      await screen.findByRole('button', { name: /kubernetes:scale/ }),
    );
    const row = screen.getByRole('row', { name: /replicas/ });
    expect(row).toHaveTextContent('replicas required');
    expect(row).toHaveTextContent('integer');
    expect(row).toHaveTextContent('Zero stops it.');
    expect(screen.getByRole('row', { name: /before/ })).toHaveTextContent(
      'before always',
    );
    expect(
      screen.getByText('Way back: Sets the former number'),
    ).toBeInTheDocument();
    expect(screen.getByText('replicas: 0')).toBeInTheDocument();
    expect(screen.getAllByText(/"type": "object"/)).not.toHaveLength(0);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what is refused', async () => {
    renderPage(<ActionsPage />, {
      path: '/actions',
      address: '/actions',
      api: { listActions: () => refuse('NOT_ALLOWED', 'You may not read it') },
    });
    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
  });

  it('takes the words of the search from the address', async () => {
    open('?q=VERSION');
    expect(
      await screen.findByText('1 of 2 actions and checks'),
    ).toBeInTheDocument();
    expect(
      screen.queryByRole('region', { name: /^Actions/ }),
    ).not.toBeInTheDocument();
  });

  it('says so when nothing fits', async () => {
    open('?q=zzz');
    expect(
      await screen.findByText('Nothing fits these words.'),
    ).toBeInTheDocument();
  });
});
