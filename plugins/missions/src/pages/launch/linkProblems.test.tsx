import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { aMission } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { LaunchPage } from './LaunchPage';

const open = (given: object | string, properties: object) =>
  renderPage(<LaunchPage />, {
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
    open({ size: '3' }, { size, note: { type: 'string', title: 'Note' } });
    const note = await screen.findByRole('textbox', { name: 'Note' });
    const tooLong = () =>
      screen.queryByText(/^The address and the link are without note/);
    await userEvent.click(note);
    await userEvent.paste('x'.repeat(5_000));
    expect(tooLong()).toBeInTheDocument();
    await userEvent.type(screen.getByRole('textbox', { name: 'Size' }), '4');
    expect(note).toHaveValue('x'.repeat(5_000));
    await userEvent.clear(note);
    await userEvent.type(note, 'short');
    expect(tooLong()).not.toBeInTheDocument();
    expect(note).toHaveValue('short');
    expect(screen.getByRole('textbox', { name: 'Size' })).toHaveValue('34');
  });

  it('says nothing where it has all of them', async () => {
    open({ size: '3' }, { size });
    expect(
      await screen.findByRole('textbox', { name: 'Size' }),
    ).toBeInTheDocument();
    expect(told()).not.toBeInTheDocument();
  });
});
