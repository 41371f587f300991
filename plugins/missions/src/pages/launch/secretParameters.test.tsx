import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Link, useLocation } from 'react-router-dom';
import {
  aCluster,
  aMission,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { LaunchPage } from './LaunchPage';

const Address = () => (
  <output data-testid="address">
    {decodeURIComponent(useLocation().search)}
  </output>
);
const addressOf = (parameters: string) =>
  `/explorer/local/web/launch?target=dev&parameters=${encodeURIComponent(
    parameters,
  )}`;
const page = (
  <>
    <LaunchPage />
    <Address />
    <Link to={`/missions${addressOf('{"token":"new","size":"2"}')}`}>
      Another link
    </Link>
  </>
);
const open = (parameters: object | string, more = '') =>
  renderPage(page, {
    path: '/explorer/:source/:name/launch',
    address:
      addressOf(
        typeof parameters === 'string'
          ? parameters
          : JSON.stringify(parameters),
      ) + more,
    api: {
      getMission: async () =>
        aMission({
          type: 'install',
          spec: {
            type: 'install',
            parameters: {
              properties: {
                size: { type: 'string', title: 'Size' },
                token: { type: 'string', title: 'Token', secret: true },
                users: {
                  type: 'array',
                  title: 'Users',
                  items: { type: 'string', secret: true },
                },
                store: {
                  type: 'object',
                  title: 'Store',
                  additionalProperties: true,
                  properties: { key: { type: 'string', secret: true } },
                },
              },
            },
            targets: { min: 1, max: 5 },
          },
        }),
      listClusters: async () => [aCluster({ name: 'dev' })],
      checkFitness: async () => [],
    },
  });
const address = () => screen.getByTestId('address').textContent;
const field = (name: string) =>
  screen.findByLabelText(name, { selector: 'input, textarea' });

describe('LaunchPage, of secrets', () => {
  it('keeps them out of the address, whole or in part, and whatever is typed', async () => {
    open({});
    await userEvent.type(await field('Token'), 'hunter2');
    await userEvent.type(await field('Users'), 'hunter2');
    await userEvent.type(await field('Store'), '{{"key": "hunter2');
    await userEvent.type(await field('Size'), 'large');
    expect(address()).toBe('?parameters={"size":"large"}&target=dev');
    await userEvent.type(await field('Store'), '"}');
    expect(await field('Store')).toHaveValue('{"key": "hunter2"}');
    expect(await field('Store')).not.toBeInvalid();
    expect(address()).not.toContain('hunter2');
  });

  it('says that the link is without them, and that they are lost', async () => {
    open({});
    const size = await field('Size');
    const note = () => screen.queryByText(/which (is|are) secret/);
    await userEvent.type(size, 'large');
    expect(note()).not.toBeInTheDocument();
    await userEvent.type(await field('Token'), 'hunter2');
    expect(note()).toHaveTextContent(
      'The address and the link are without Token, which is secret. It is lost when you leave this page or load it again.',
    );
    expect(
      size.compareDocumentPosition(note()!) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).toBeTruthy();
    await userEvent.type(await field('Users'), 'hunter2');
    expect(note()).toHaveTextContent('without Token, Users, which are');
    await userEvent.clear(await field('Token'));
    await userEvent.clear(await field('Users'));
    expect(note()).not.toBeInTheDocument();
  });

  it('leaves none in parameters that a link gives twice', async () => {
    const second = encodeURIComponent('{"token":"hunter2"}');
    open('{"size":"small"}', `&parameters=${second}`);
    await waitFor(() =>
      expect(address()).toBe('?parameters={"size":"small"}&target=dev'),
    );
    expect(await field('Size')).toHaveValue('small');
  });

  it('takes those of a link, and takes them out of the address', async () => {
    open({ token: 'hunter2', users: ['hunter2'], size: 'small' });
    expect(await field('Token')).toHaveValue('hunter2');
    await waitFor(() =>
      expect(address()).toBe('?parameters={"size":"small"}&target=dev'),
    );
    await userEvent.type(await field('Size'), 'er');
    expect(await field('Token')).toHaveValue('hunter2');
    expect(await field('Users')).toHaveValue('hunter2');
  });

  it('takes those of another link that is followed here', async () => {
    open({ size: '1' });
    await userEvent.type(await field('Token'), 'old');
    await userEvent.type(await field('Users'), 'hunter2');
    await userEvent.click(screen.getByRole('link', { name: 'Another link' }));
    expect(await field('Token')).toHaveValue('new');
    await waitFor(() =>
      expect(address()).toBe('?parameters={"size":"2"}&target=dev'),
    );
    expect(await field('Token')).toHaveValue('new');
    expect(await field('Users')).toHaveValue('hunter2');
    expect(await field('Size')).toHaveValue('2');
  });

  it('takes a link out of the address that was cut off, and says so', async () => {
    open('{"token":"hunter2","si');
    await waitFor(() => expect(address()).toBe('?target=dev'));
    await userEvent.type(await field('Size'), 'large');
    expect(
      screen.getByText(/^The parameters in the link cannot be read/),
    ).toBeInTheDocument();
  });
});
