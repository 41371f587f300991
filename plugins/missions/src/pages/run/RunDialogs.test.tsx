import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  aRun,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

describe('RunDialogs', () => {
  it.each([
    [1, /^Close as failed/, 'Nothing more happens on this cluster.'],
    [2, /^Close 2 clusters/, 'Nothing more happens on these 2 clusters.'],
  ])(
    'closes %d clusters by a text that counts them',
    async (count, button, words) => {
      const targets = ['dev', 'staging']
        .slice(0, count)
        .map(id =>
          aTarget({ id, cluster: { name: id }, state: 'needs_decision' }),
        );
      openRun({
        getRun: async () =>
          aRun({
            state: 'needs_decision',
            allowed: ['decide'],
            targetsDetail: targets,
          }),
      });
      const [close] = await screen.findAllByRole('button', { name: button });
      await userEvent.click(close);
      expect(await screen.findByRole('dialog')).toHaveTextContent(words);
    },
  );
});
