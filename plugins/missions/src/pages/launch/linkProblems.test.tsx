import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { useLocation } from 'react-router-dom';
import { aMission } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { LaunchPage } from './LaunchPage';

const Address = () => (
  <output data-testid="address">
    {new URLSearchParams(useLocation().search).get('parameters')}
  </output>
);
const address = () => screen.getByTestId('address').textContent;
const page = (
  <>
    <LaunchPage />
    <Address />
  </>
);
const open = (given: object | string, properties: object) =>
  renderPage(page, {
    path: '/explorer/:source/:name/launch',
    address: `/explorer/local/web/launch?parameters=${encodeURIComponent(
      typeof given === 'string' ? given : JSON.stringify(given),
    )}`,
    api: {
      getMission: async () =>
        aMission({
          type: 'install',
          spec: { type: 'install', parameters: { properties } },
        }),
      listClusters: async () => [],
    },
  });
const size = { type: 'string', title: 'Size' };
const note = { type: 'string', title: 'Note' };
const field = (name: string) => screen.getByRole('textbox', { name });
const paste = async (name: string, text: string) => {
  await userEvent.click(await screen.findByRole('textbox', { name }));
  await userEvent.paste(text);
};
const tooLong = () => screen.queryByText(/^The address and the link/);
const told = () => screen.queryByText(/^The link also gives/);

describe('LaunchPage, of a link that was cut off', () => {
  it('says that the values are not those of the link', async () => {
    open('{"size":"3","si', { size });
    expect(await screen.findByRole('textbox', { name: 'Size' })).toHaveValue(
      '',
    );
    expect(
      screen.getByText(/^The parameters in the link cannot be read/),
    ).toBeInTheDocument();
  });
});

describe('LaunchPage, of a link with parameters that the mission does not have', () => {
  it('names them, and fills in the others', async () => {
    const { container } = open(
      { sise: '1', 'a\u200b': 2, size: '3' },
      { size },
    );
    expect(await screen.findByRole('textbox', { name: 'Size' })).toHaveValue(
      '3',
    );
    expect(told()).toHaveTextContent(
      'The link also gives sise, a\\u{200b}, which this version of the mission does not have.',
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('names them where the mission has no parameters at all', async () => {
    open({ toString: '1' }, {});
    expect(await screen.findByText('Nothing to fill in.')).toBeInTheDocument();
    expect(told()).toHaveTextContent('gives toString,');
  });

  it('says what is too long for a link, keeps it in the form, and takes it back', async () => {
    open({ size: '3' }, { size, note });
    await paste('Note', 'x'.repeat(5_000));
    expect(tooLong()).toHaveTextContent('are without Note: with it,');
    await userEvent.type(field('Size'), '4');
    expect(field('Note')).toHaveValue('x'.repeat(5_000));
    expect(address()).toBe('{"size":"34"}');
    await userEvent.clear(field('Note'));
    await userEvent.type(field('Note'), 'short');
    expect(tooLong()).not.toBeInTheDocument();
    expect(field('Note')).toHaveValue('short');
    expect(address()).toBe('{"size":"34","note":"short"}');
  });

  it('takes back what had no room as soon as there is some', async () => {
    open({}, { size, note });
    // As the address writes them, three characters each.
    await paste('Note', '('.repeat(1_320));
    expect(tooLong()).not.toBeInTheDocument();
    await paste('Size', 'x'.repeat(100));
    expect(tooLong()).toHaveTextContent('are without Size: with it,');
    expect(address()).not.toContain('size');
    await userEvent.clear(field('Note'));
    expect(tooLong()).not.toBeInTheDocument();
    expect(address()).toContain('"size":"xxx');
  });

  it('says nothing where it has all of them', async () => {
    open({ size: '3' }, { size });
    expect(
      await screen.findByRole('textbox', { name: 'Size' }),
    ).toBeInTheDocument();
    expect(told()).not.toBeInTheDocument();
  });
});
