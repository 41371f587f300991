import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { wrapInTestApp } from '@backstage/test-utils';
import {
  aCheckResult,
  aCluster,
} from '@mission-control/plugin-missions-react/testUtils';
import { ClusterSection, type ClusterSectionProps } from './ClusterSection';

const problem = {
  code: 'CLUSTER_UNREACHABLE',
  message: 'reef does not answer.',
  remedy: 'Look at its network.',
};
const fleet = [
  aCluster({ name: 'reef', problem }),
  aCluster({ name: 'harbour', environment: 'sea', writable: false }),
  ...[...'abcdefg'].map(name => aCluster({ name: `inland-${name}` })),
];

const open = (change: Partial<ClusterSectionProps> = {}) =>
  render(
    wrapInTestApp(
      <ClusterSection
        clusters={fleet}
        roles={[]}
        targets={[]}
        fitness={{}}
        checking={false}
        onToggle={() => {}}
        {...change}
      />,
    ),
  );
const names = () =>
  screen
    .getAllByRole('checkbox', { name: /^Choose/ })
    .map(box => box.getAttribute('aria-label')?.slice('Choose '.length));
const find = (text: string) =>
  userEvent.type(
    screen.getByRole('searchbox', { name: 'Find a cluster' }),
    text,
  );

describe('ClusterSection', () => {
  it('finds a cluster by its environment', async () => {
    open();
    await find('SEA');
    expect(names()).toEqual(['harbour']);
    expect(screen.getByText('1 of 9 shown')).toBeInTheDocument();
  });

  it('says when no cluster fits the filter', async () => {
    open();
    await find('moon');
    expect(screen.getByText('No cluster fits the filter.')).toBeInTheDocument();
  });

  it('keeps what is chosen in sight, whatever the filter says', async () => {
    open({ targets: [{ cluster: 'reef' }] });
    await find('harbour');
    expect(names()).toEqual(['reef', 'harbour']);
  });

  it.each([
    [false, ['inland-a']],
    [true, ['harbour', 'inland-a']],
  ])(
    'leaves out what cannot fit; a mission that only reads (%s) fits %j',
    async (readsOnly, fitting) => {
      open({
        readsOnly,
        fitness: Object.fromEntries(
          [...'bcdefg'].map(letter => [
            `inland-${letter}`,
            {
              cluster: { name: `inland-${letter}` },
              verdict: 'unfit' as const,
              checkedAt: new Date(),
              checks: [],
            },
          ]),
        ),
      });
      await userEvent.click(
        screen.getByRole('checkbox', { name: 'Only what may fit' }),
      );
      expect(names()).toEqual(fitting);
    },
  );

  it('shows no filter where few clusters are', () => {
    open({ clusters: fleet.slice(0, 3) });
    expect(screen.queryByRole('searchbox')).not.toBeInTheDocument();
  });

  it('names of each role what it is chosen for', async () => {
    const onToggle = jest.fn();
    const role = { min: 1, max: 1 };
    open({
      clusters: fleet.slice(0, 2),
      roles: [
        { name: 'hub', title: 'Hub', ...role },
        { name: 'member', title: 'Member', ...role },
      ],
      targets: [{ cluster: 'reef', role: 'hub' }],
      onToggle,
    });
    const reef = within(screen.getByRole('group', { name: 'Roles of reef' }));
    expect(
      reef.getByRole('checkbox', { name: 'Choose reef as Hub' }),
    ).toBeChecked();
    const member = reef.getByRole('checkbox', {
      name: 'Choose reef as Member',
    });
    expect(member).not.toBeChecked();
    await userEvent.click(member);
    expect(onToggle).toHaveBeenCalledWith('reef', 'member');
  });

  it('folds the remedy of a cluster that nobody chose', () => {
    open();
    const details = screen.getByText(problem.message).closest('details');
    expect(details).not.toHaveAttribute('open');
    expect(details).toHaveTextContent(problem.remedy);
  });

  it('says once why a chosen cluster does not answer', () => {
    const error = jest.spyOn(console, 'error').mockImplementation();
    open({
      targets: [{ cluster: 'reef' }],
      fitness: {
        reef: {
          cluster: { name: 'reef' },
          verdict: 'unknown',
          checkedAt: new Date(),
          checks: [
            aCheckResult({
              id: 'reach',
              status: 'unknown',
              message: problem.message,
              remedy: { text: problem.remedy },
            }),
          ],
        },
      },
    });
    const row = screen.getByRole('row', { name: /reef/ });
    expect(
      within(row).getAllByText(`${problem.message} ${problem.remedy}`),
    ).toHaveLength(1);
    expect(error).not.toHaveBeenCalled();
    error.mockRestore();
  });

  it('parts what is wrong from what to do about it', () => {
    const at = { cluster: { name: 'reef' }, checkedAt: new Date() };
    const fails = (message: string, text?: string) =>
      aCheckResult({
        id: message,
        status: 'fail',
        message,
        remedy: text === undefined ? undefined : { text },
      });
    open({
      clusters: [aCluster({ name: 'reef' })],
      targets: [{ cluster: 'reef' }],
      fitness: {
        reef: {
          ...at,
          verdict: 'unfit',
          checks: [
            fails('Its name is not lagoon', 'Choose another.'),
            fails('Is it there?', 'Look.'),
            fails('It has no room'),
          ],
        },
      },
    });
    const cell = screen
      .getAllByRole('cell')
      .find(each => each.getAttribute('data-label') === 'What to do');
    expect([...cell!.children].map(line => line.textContent)).toEqual([
      'Its name is not lagoon. Choose another.',
      'Is it there? Look.',
      'It has no room',
    ]);
  });
});
