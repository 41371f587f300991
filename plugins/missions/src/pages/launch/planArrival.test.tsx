import { act, screen } from '@testing-library/react';
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
import { placeAt, watchScrolling } from '../../__testUtils__/watchScrolling';

const refused = new MissionsApiError('No worker is there', {
  status: 503,
  code: 'BACKEND_NOT_READY',
});
const planned = () => aRun({ id: 'preview', state: 'planned' });

describe('the plan that was asked for', () => {
  const scrolled = watchScrolling({ windowHeight: 900 });

  const open = (createRun = jest.fn().mockResolvedValue(planned())) =>
    openLaunch({
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
  const show = async () =>
    userEvent.click(
      await screen.findByRole('button', { name: /^Show what will change/ }),
    );
  const there = () => screen.findByRole('button', { name: /ask to apply/i });
  const heading = () => screen.getByText('Plan', { selector: 'h2 *' });

  it.each([
    ['below the window', 1_400],
    ['at its lower end', 800],
    ['above it', -300],
  ])('is brought into sight with the focus when it is %s', async (_, top) => {
    const { container } = open();
    placeAt(top);
    await show();
    await there();
    expect(heading()).toHaveFocus();
    expect(scrolled.mock.calls).toEqual([
      [heading(), { block: 'start', behavior: 'instant' }],
    ]);
    expect(await axe(container)).toHaveNoViolations();
    // Once: what is typed after it moves nobody.
    const size = screen.getByRole('textbox', { name: 'Size' });
    await userEvent.type(size, 'x');
    await userEvent.clear(size);
    await there();
    expect(size).toHaveFocus();
    expect(scrolled).toHaveBeenCalledTimes(1);
    // And again for the next that is asked for.
    await userEvent.type(size, 'y');
    await show();
    await there();
    expect(heading()).toHaveFocus();
    expect(scrolled).toHaveBeenCalledTimes(2);
  });

  it('leaves the page where it is when it is in sight', async () => {
    open();
    placeAt(120);
    await show();
    await there();
    expect(heading()).toHaveFocus();
    expect(scrolled).not.toHaveBeenCalled();
  });

  it('brings why there is none', async () => {
    open(jest.fn().mockRejectedValue(refused));
    placeAt(1_400);
    await show();
    expect(await screen.findByText('No worker is there')).toBeInTheDocument();
    expect(heading()).toHaveFocus();
    expect(scrolled).toHaveBeenCalledTimes(1);
  });

  it('takes nobody from a field that they went to meanwhile', async () => {
    const answers = { plan: (_run: unknown) => {} };
    open(
      jest.fn().mockReturnValue(
        new Promise(resolve => {
          answers.plan = resolve;
        }),
      ),
    );
    placeAt(1_400);
    await show();
    const size = screen.getByRole('textbox', { name: 'Size' });
    await userEvent.click(size);
    await act(async () => answers.plan(planned()));
    await there();
    expect(size).toHaveFocus();
    expect(scrolled).not.toHaveBeenCalled();
  });
});
