import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

  it('has its line and its columns before there is an answer', () => {
    const heads = () =>
      screen.getAllByRole('columnheader').map(head => head.textContent);
    const checks = [{ id: 'rights', title: 'Rights' }];
    const clusters = fleet.slice(0, 1);
    const targets = [{ cluster: 'reef' }];
    const { rerender, container } = open({ clusters, checks });
    const before = heads();
    expect(before).toContain('Rights');
    const line = container.querySelector('p');
    expect(line).toHaveTextContent('No cluster is checked yet.');
    const shown = (change: Partial<ClusterSectionProps>) =>
      rerender(
        wrapInTestApp(
          <ClusterSection
            clusters={clusters}
            checks={checks}
            roles={[]}
            targets={targets}
            fitness={{}}
            checking={false}
            onToggle={() => {}}
            {...change}
          />,
        ),
      );
    shown({ checking: true });
    expect(container.querySelector('p')).toHaveTextContent(
      'Checking the clusters…',
    );
    const checkedAt = new Date();
    shown({
      fitness: {
        reef: {
          cluster: { name: 'reef' },
          verdict: 'fit',
          checkedAt,
          checks: [aCheckResult({ id: 'rights', title: 'Rights' })],
        },
      },
    });
    expect(container.querySelector('p')).toHaveTextContent('Checked just now');
    expect(heads()).toEqual(before);
  });

  it('says in the place of that line why there is no answer', () => {
    const { container } = open({ note: 'Fill it in first.' });
    expect(container.querySelector('p')).toHaveTextContent('Fill it in first.');
  });

  it('keeps columns, head and rows where they are, whatever is in them', () => {
    const css = readFileSync(join(__dirname, 'Launch.module.css'), 'utf8');
    const rule = (selector: string) =>
      css.slice(css.indexOf(`\n${selector} {`)).split('}')[0];
    expect(rule('.matrix')).toContain('table-layout: fixed;');
    expect(rule('.matrix thead th')).toMatch(/\bheight: \d+px;/);
    expect(rule('.matrix tbody tr > *')).toMatch(/\bheight: 57px;/);
    expect(rule('.matrix tbody tr > *')).toContain('vertical-align: top;');
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
