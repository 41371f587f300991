import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { aRun } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { useRunPage, type RunActions } from './useRunPage';

/** The page of a run, as far as it starts an undo. */
function Page({ act }: { act: 'undo' | 'chooseDrift' }) {
  const state = useRunPage('run-1');
  if (state.kind !== 'ready') {
    return null;
  }
  const actions: RunActions = state.data.actions;
  const ask = (reason: string) => () => void actions[act].run({ reason });
  return (
    <>
      <button onClick={ask('broken')}>broken</button>
      <button onClick={ask('late')}>late</button>
    </>
  );
}

describe('useRunPage', () => {
  it.each([
    ['undo', 'run-1'],
    ['chooseDrift', 'run-0'],
  ] as const)(
    'asks for one %s under one key until it is answered',
    async (act, undone) => {
      const undoRun = jest
        .fn()
        .mockRejectedValueOnce(new Error('Failed to fetch'))
        .mockResolvedValue(aRun({ id: 'run-2' }));
      renderPage(<Page act={act} />, {
        path: '/runs/*',
        address: '/runs/run-1',
        api: {
          getRun: async () => aRun({ id: 'run-1', undoOf: 'run-0' }),
          undoRun,
        },
      });
      for (const [index, name] of [
        'broken',
        'broken',
        'late',
        'late',
      ].entries()) {
        await userEvent.click(await screen.findByRole('button', { name }));
        await waitFor(() => expect(undoRun).toHaveBeenCalledTimes(index + 1));
      }
      const keys = undoRun.mock.calls.map(([, , key]) => key);
      expect(undoRun.mock.calls[0][0]).toBe(undone);
      expect(keys[1]).toBe(keys[0]);
      expect(new Set(keys).size).toBe(3);
    },
  );
});
