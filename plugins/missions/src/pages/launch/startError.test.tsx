import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aMission,
  aPlan,
  aRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { openLaunch } from '../../__testUtils__/openLaunch';
import { watchScrolling } from '../../__testUtils__/watchScrolling';

const lost = new MissionsApiError('Failed to fetch', {
  status: 0,
  code: 'NO_ANSWER',
  wordless: true,
});
const foreign = new MissionsApiError('Bad gateway', {
  status: 502,
  code: 'FOREIGN_ANSWER',
});
const refused = new MissionsApiError('Cluster dev is gone', {
  status: 409,
  code: 'STATE_REFUSED',
});
const planned = () => aRun({ id: 'preview', state: 'planned' });

describe('LaunchPage, when it was not started', () => {
  const scrolled = watchScrolling();

  const show = async () =>
    userEvent.click(
      await screen.findByRole('button', { name: /^Show what will change/ }),
    );
  const start = async (createRun: jest.Mock) => {
    const page = openLaunch({
      query: '?target=dev',
      api: {
        getMission: async () =>
          aMission({
            spec: {
              type: 'install',
              parameters: {
                properties: { size: { type: 'string', title: 'Size' } },
              },
              targets: { min: 1, max: 5 },
            },
          }),
        listClusters: async () => [aCluster({ name: 'dev' })],
        getPlan: async () => aPlan(),
        checkFitness: async () => [],
        createRun,
      },
    });
    await show();
    const apply = await screen.findByRole('button', { name: /ask to apply/i });
    scrolled.mockClear();
    await userEvent.click(apply);
    return page;
  };
  const nothing = () =>
    screen.queryAllByText(/Nothing has been changed/).length;
  const unknown = () =>
    screen.queryAllByText(/^Whether it was started is not known/).length;

  it.each([
    ['refused', refused],
    ['lost', lost],
  ])('brings into sight why, once, when it was %s', async (_, error) => {
    const createRun = jest
      .fn()
      .mockResolvedValueOnce(planned())
      .mockImplementation(async () => {
        throw new MissionsApiError(error.message, error);
      });
    const { container } = await start(createRun);
    const alert = await screen.findByRole('alert');
    expect(scrolled).toHaveBeenCalledTimes(1);
    const [place, options] = scrolled.mock.lastCall!;
    expect(place).toContainElement(alert);
    expect(options).toEqual({ block: 'nearest' });
    expect(await axe(container)).toHaveNoViolations();
    const size = screen.getByRole('textbox', { name: 'Size' });
    await userEvent.type(size, 'x');
    await userEvent.clear(size);
    expect(scrolled).toHaveBeenCalledTimes(1);
    await userEvent.click(
      await screen.findByRole('button', { name: /ask to apply/i }),
    );
    await waitFor(() => expect(scrolled).toHaveBeenCalledTimes(2));
  });

  it('says at the button that it was refused, and that nothing has been changed', async () => {
    await start(
      jest.fn().mockResolvedValueOnce(planned()).mockRejectedValueOnce(refused),
    );
    expect(
      await screen.findByText(
        'It was not started: see why above. Nothing has been changed.',
      ),
    ).toBeInTheDocument();
    expect(unknown()).toBe(0);
  });

  it.each([
    ['no answer', lost],
    ['the answer of a proxy', foreign],
  ])(
    'does not say after %s that nothing has been changed',
    async (_, error) => {
      const answers = { second: (_reason: Error) => {} };
      const createRun = jest
        .fn()
        .mockResolvedValueOnce(planned())
        .mockRejectedValueOnce(error)
        .mockReturnValueOnce(
          new Promise((_resolve, reject) => {
            answers.second = reject;
          }),
        );
      await start(createRun);
      await waitFor(() => expect(unknown()).toBe(2));
      expect(nothing()).toBe(0);
      // Nor while it is asked for again.
      await userEvent.click(
        screen.getByRole('button', { name: /ask to apply/i }),
      );
      await waitFor(() => expect(createRun).toHaveBeenCalledTimes(3));
      expect([unknown(), nothing()]).toEqual([2, 0]);
      // An answer to the same request tells it.
      answers.second(refused);
      await waitFor(() => expect(nothing()).toBe(2));
      expect(unknown()).toBe(0);
    },
  );

  it('does not forget a lost answer for another plan, nor for a refusal of that', async () => {
    await start(
      jest
        .fn()
        .mockResolvedValueOnce(planned())
        .mockRejectedValueOnce(lost)
        .mockResolvedValueOnce(planned())
        .mockRejectedValueOnce(refused),
    );
    await waitFor(() => expect(unknown()).toBe(2));
    await userEvent.type(screen.getByRole('textbox', { name: 'Size' }), 'x');
    await show();
    expect(
      await screen.findByText(/look under AI Missions first/),
    ).toBeInTheDocument();
    await userEvent.click(
      await screen.findByRole('button', { name: /ask to apply/i }),
    );
    expect(await screen.findByText('Cluster dev is gone')).toBeInTheDocument();
    expect([unknown(), nothing()]).toEqual([1, 0]);
  });
});
