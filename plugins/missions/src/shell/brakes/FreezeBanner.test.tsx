import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aFreeze,
  ahead,
  noBrakes,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { MissionsShell } from '../MissionsShell';

const open = (api: Partial<MissionsApi> = {}) =>
  renderPage(<MissionsShell>A page</MissionsShell>, {
    path: '/any',
    address: '/any',
    api,
  });

describe('FreezeBanner', () => {
  it('says on every page what is frozen, by whom, since when, and why', async () => {
    const { container } = open({
      getBrakes: async () => noBrakes({ freezes: [aFreeze()] }),
    });
    expect(
      await screen.findByText('Writes are frozen everywhere'),
    ).toBeInTheDocument();
    const line = screen.getByText(/“Black Friday”, by jane/);
    expect(line).toHaveTextContent('“Black Friday”, by jane, since 10 min ago');
    expect(screen.getByText(/and undo go on/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('names each of several freezes, and when one ends', async () => {
    open({
      getBrakes: async () =>
        noBrakes({
          freezes: [
            aFreeze({ id: 'a', scope: 'environment', name: 'production' }),
            aFreeze({
              id: 'b',
              scope: 'cluster',
              name: 'reef',
              until: ahead(7_230),
            }),
          ],
        }),
    });
    expect(
      await screen.findByText('Writes are frozen in 2 places'),
    ).toBeInTheDocument();
    const [all, one] = screen.getAllByRole('listitem').slice(-2);
    expect(all).toHaveTextContent('Writes are frozen in production: “Black');
    expect(one).toHaveTextContent('Writes are frozen on reef: “Black');
    expect(one).toHaveTextContent(/until .* \(in 2 h\)/);
  });

  it('is not there while nothing is frozen', async () => {
    open();
    await screen.findByText('A page');
    expect(screen.queryByText(/frozen/)).toBeNull();
  });

  it('lets who may lift a freeze do so, with a reason, and is gone then', async () => {
    let freezes = [aFreeze()];
    const liftFreeze = jest.fn(async () => {
      freezes = [];
      return noBrakes();
    });
    open({ getBrakes: async () => noBrakes({ freezes }), liftFreeze });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Lift the freeze: Writes are frozen everywhere',
      }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    const confirm = dialog.getByRole('button', { name: 'Lift the freeze' });
    expect(confirm).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox'), ' It is over ');
    await userEvent.click(confirm);
    expect(liftFreeze).toHaveBeenCalledWith('freeze-1', 'It is over');
    await waitFor(() =>
      expect(screen.queryByText('Writes are frozen everywhere')).toBeNull(),
    );
  });

  it('says in the dialog why it was not lifted', async () => {
    open({
      getBrakes: async () => noBrakes({ freezes: [aFreeze()] }),
      liftFreeze: async () => {
        throw new MissionsApiError('Freeze 1 is lifted already', {
          status: 409,
          code: 'STATE_REFUSED',
        });
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Lift the freeze/ }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox'), 'over');
    await userEvent.click(
      dialog.getByRole('button', { name: 'Lift the freeze' }),
    );
    expect(await dialog.findByText(/is lifted already/)).toBeInTheDocument();
  });

  it('offers nothing to whoever may not lift it', async () => {
    open({
      getBrakes: async () =>
        noBrakes({ freezes: [aFreeze({ mayLift: false })] }),
    });
    await screen.findByText('Writes are frozen everywhere');
    expect(screen.queryByRole('button', { name: /Lift/ })).toBeNull();
  });
});
