import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import { aRun } from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

const PASSPHRASE = 'correct horse battery staple';
const object = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'shop',
  name,
});

describe('UndoKitDialog', () => {
  const saved: string[] = [];

  beforeEach(() => {
    saved.length = 0;
    URL.createObjectURL = jest.fn(() => 'blob:kit');
    URL.revokeObjectURL = jest.fn();
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        saved.push(this.download);
      });
  });
  afterEach(() => jest.restoreAllMocks());

  const exportUndoKit = jest.fn<
    ReturnType<MissionsApi['exportUndoKit']>,
    Parameters<MissionsApi['exportUndoKit']>
  >(async () => new Blob(['age']));

  function open(allowed: ReturnType<typeof aRun>['allowed']) {
    exportUndoKit.mockClear();
    openRun({
      getRun: async () => aRun({ id: 'r1', state: 'succeeded', allowed }),
      getUndoKit: async () => ({
        bytes: 100,
        targets: [
          {
            id: 'dev',
            changes: [
              { object: object('a'), way: 'delete' },
              { object: object('b'), way: 'restore' },
            ],
            left: [{ object: object('c'), reason: 'Irreversible: gone' }],
            limits: ['Health is not checked.'],
          },
        ],
      }),
      exportUndoKit,
    });
  }
  const openDialog = async () =>
    userEvent.click(await screen.findByRole('button', { name: 'Undo kit…' }));
  const download = () =>
    screen.findByRole('button', { name: 'Download the kit' });

  it('is not offered to who may not', async () => {
    open(['undo']);
    await screen.findByRole('button', { name: 'Undo…' });
    expect(screen.queryByRole('button', { name: 'Undo kit…' })).toBeNull();
  });

  it('says what is in it and what is not, and downloads it', async () => {
    open(['undo', 'undoKit']);
    await openDialog();
    const dialog = await screen.findByRole('dialog');
    await waitFor(() =>
      expect(dialog).toHaveTextContent(
        'dev: takes 2 objects back (1 deleted, 1 put back, 0 made anew)',
      ),
    );
    expect(dialog).toHaveTextContent(
      'dev, ConfigMap shop/c: Irreversible: gone',
    );
    await userEvent.type(screen.getByLabelText('Passphrase'), PASSPHRASE);
    await userEvent.type(screen.getByLabelText('Passphrase again'), 'another');
    expect(await screen.findByText('It is not the same')).toBeVisible();
    expect(await download()).toBeDisabled();
    await userEvent.clear(screen.getByLabelText('Passphrase again'));
    await userEvent.type(screen.getByLabelText('Passphrase again'), PASSPHRASE);
    await userEvent.click(await download());
    expect(await screen.findByRole('status')).toHaveTextContent(
      'age --decrypt undo-kit-r1.tar.age | tar -x',
    );
    expect(exportUndoKit).toHaveBeenCalledWith('r1', {
      passphrase: PASSPHRASE,
    });
    expect(saved).toEqual(['undo-kit-r1.tar.age']);
  });

  it('makes a passphrase, each time another one', async () => {
    open(['undo', 'undoKit']);
    await openDialog();
    const make = await screen.findByRole('button', { name: 'Make one' });
    await screen.findByLabelText('Passphrase');
    const values = [];
    for (const _ of [1, 2]) {
      await userEvent.click(make);
      values.push(
        (screen.getByLabelText('Passphrase') as HTMLInputElement).value,
      );
    }
    expect(values[0]).toMatch(/^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
    expect(values[0]).not.toBe(values[1]);
    expect(await download()).toBeEnabled();
  });
});
