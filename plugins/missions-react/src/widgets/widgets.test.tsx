import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe, toHaveNoViolations } from 'jest-axe';
import { gallery, refused } from '../__testUtils__/gallery';
import { MissionsApiError } from '../api';
import { renderWidget as render } from '../__testUtils__/renderWidget';
import { RunState, StepState } from '@mission-control/plugin-missions-common';
import { runStateMeta, stepStateMeta } from '../state';
import {
  aCheckResult,
  aPlan,
  aPlannedChange,
  aStep,
  aTargetPlan,
  clusterRefs,
  someEvidence,
  someLogLines,
} from '../testing/fixtures';
import {
  ClusterChip,
  clusterColour,
  DataTable,
  ErrorState,
  EvidenceList,
  HeatMap,
  LogPane,
  PlanView,
  StepList,
} from '.';

expect.extend(toHaveNoViolations);

describe('widgets', () => {
  it.each(Object.entries(gallery))('%s has nothing for axe', async (_, el) => {
    const { container } = render(el);
    expect(await axe(container)).toHaveNoViolations();
  });
});

describe('state tables', () => {
  it('draw green only what a machine proved', () => {
    const green = [
      ...Object.values(RunState).filter(s => runStateMeta[s].tone === 'ok'),
      ...Object.values(StepState).filter(s => stepStateMeta[s].tone === 'ok'),
    ];
    expect(green).toEqual(['succeeded', 'succeeded']);
  });

  it('call for a person by no state of a step: a machine may be what it waits for', () => {
    expect(
      Object.values(StepState).filter(s => stepStateMeta[s].tone === 'wait'),
    ).toEqual([]);
  });

  it('never draw the inconclusive or the skipped like the proven', () => {
    expect(runStateMeta.inconclusive.tone).toBe('unknown');
    expect(stepStateMeta.overridden.tone).toBe('warn');
    expect(stepStateMeta.skipped.tone).toBe('idle');
  });

  it('never draw the step that was cancelled like the one that may still begin', () => {
    expect(stepStateMeta.cancelled.tone).not.toBe(stepStateMeta.pending.tone);
  });
});

describe('ClusterChip', () => {
  it('marks production and keeps the colour of a name', () => {
    render(<ClusterChip cluster={clusterRefs['prod-us']} />);
    expect(screen.getByTitle('Production')).toHaveTextContent('prod');
    expect(clusterColour('prod-us')).toBe(clusterColour('prod-us'));
    expect(clusterColour('prod-us')).not.toBe(clusterColour('prod-eu'));
  });
});

describe('StepList', () => {
  const text = 'is being deleted';
  it.each([
    ['hides a text of before', { text }, 'kubernetes:apply', false],
    ['hides what is half', { text, done: 1, total: 2 }, 'core:noop', false],
    ['says what came to its end', { text, done: 2, total: 2 }, 'a:b', true],
    ['says the summary of a phase', { text }, '', true],
  ])('%s of a step that is done', (_rule, progress, action, shown) => {
    const step = aStep({ name: 'Install', state: 'succeeded', progress });
    render(
      <StepList
        label="Steps"
        onSelect={() => {}}
        steps={[{ ...step, action }]}
      />,
    );
    expect(screen.queryAllByText(new RegExp(text))).toHaveLength(shown ? 1 : 0);
  });

  it('tells a cancelled step from a pending one by its mark and its word', () => {
    const states = ['pending', 'cancelled'] as const;
    render(
      <StepList
        label="Steps"
        onSelect={() => {}}
        steps={states.map(state => aStep({ id: state, name: state, state }))}
      />,
    );
    const [pending, cancelled] = states.map(name =>
      screen.getByRole('button', { name: new RegExp(`^${name}`) }),
    );
    expect(within(pending).queryByText('Pending')).toBeNull();
    expect(within(cancelled).getByText('Cancelled')).toBeVisible();
    const shapeOf = (step: HTMLElement) => step.querySelector('svg')!.innerHTML;
    expect(shapeOf(cancelled)).not.toBe(shapeOf(pending));
  });

  it('says state, progress and attempt of a step, and selects it', async () => {
    const onSelect = jest.fn();
    render(
      <StepList
        label="Steps of edge-1"
        onSelect={onSelect}
        selectedId="deploy"
        steps={[
          aStep(),
          aStep({
            id: 'deploy',
            name: 'Install',
            state: 'running',
            attempt: 2,
            progress: { done: 7, total: 9, text: 'ready' },
          }),
        ]}
      />,
    );
    const step = screen.getByRole('button', { name: /Install, Running/ });
    expect(step).toHaveAttribute('aria-current', 'step');
    expect(step).toHaveTextContent('7 of 9, ready, attempt 2');
    await userEvent.click(screen.getByRole('button', { name: /namespace/ }));
    expect(onSelect).toHaveBeenCalledWith('namespace');
  });
});

describe('PlanView', () => {
  it('folds clusters with the same changes and shows a field diff', async () => {
    render(<PlanView plan={aPlan()} />);
    expect(screen.getByText('Same on')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: /change\s*Deployment.*3 fields/ }),
    );
    const table = screen.getByRole('table', { name: /Deployment\/opencost/ });
    expect(within(table).getByText('opencost:1.118.0')).toBeInTheDocument();
    expect(within(table).getByText('opencost:1.116.0').tagName).toBe('DEL');
  });

  it('marks what is irreversible and who owns a conflict', () => {
    render(<PlanView plan={aPlan()} />);
    expect(screen.getByText('deferred, irreversible')).toBeInTheDocument();
    expect(
      screen.getByText('owned by Argo CD application opencost'),
    ).toBeInTheDocument();
  });

  it.each([
    ['nothing planned', [], 'no plan'],
    [
      'a part planned',
      [aPlannedChange({ kind: 'noop', fields: undefined })],
      '1 as is each, not complete',
    ],
  ])('never says that all is well of a refusal, %s', (_, changes, words) => {
    const problem = {
      stepId: 'deploy',
      code: 'NAMESPACE_DENIED',
      message: 'kube-system is denied',
      remedy: 'Choose another namespace.',
    };
    render(
      <PlanView
        plan={aPlan({
          targets: [
            aTargetPlan({ changes, problems: [problem] }),
            aTargetPlan({ targetId: 'b', changes, problems: [problem] }),
          ],
        })}
      />,
    );
    expect(screen.getByText('kube-system is denied')).toBeInTheDocument();
    expect(screen.getByText(words)).toBeInTheDocument();
    expect(screen.getByText(/no complete plan/)).toBeInTheDocument();
    expect(
      screen.queryByText(/Nothing would change|nothing to write/),
    ).toBeNull();
  });

  it('says nothing of all clusters where one has no plan', () => {
    render(<PlanView plan={aPlan({ targets: [] })} incomplete />);
    expect(screen.getByText(/no complete plan/)).toBeInTheDocument();
    expect(screen.queryByText(/Nothing would change/)).toBeNull();
  });

  it('shows what an undo keeps with its reason, and folds only what is as it was', () => {
    const named = (name: string, note?: string) =>
      aPlannedChange({
        kind: 'noop',
        fields: undefined,
        object: { apiVersion: 'v1', kind: 'ConfigMap', name },
        note,
      });
    const changes = [
      aPlannedChange({ kind: 'delete', verb: 'delete', takeOver: true }),
      named('kept', 'Stays as it is now, by choice'),
      named('same'),
    ];
    render(<PlanView plan={aPlan({ targets: [aTargetPlan({ changes })] })} />);
    const kept = screen.getByRole('button', { name: /ConfigMap\/kept/ });
    expect(kept).toHaveTextContent('Stays as it is now, by choice');
    expect(kept.closest('details:not([open])')).toBeNull();
    expect(
      screen.getByText('same').closest('details:not([open])'),
    ).toHaveTextContent('1 as is');
    expect(screen.getByText('deleted all the same')).toBeInTheDocument();
  });

  it('never shows a secret', async () => {
    render(<PlanView plan={aPlan()} />);
    await userEvent.click(
      screen.getByRole('button', { name: /opencost-token/ }),
    );
    expect(screen.getByText('another secret')).toBeInTheDocument();
  });
});

describe('LogPane', () => {
  it('folds repeats and finds words', async () => {
    render(<LogPane lines={someLogLines()} fileName="x.log" label="Log" />);
    expect(screen.getByText(/3 times until/)).toBeInTheDocument();
    await userEvent.type(screen.getByRole('searchbox'), 'unauthorized');
    expect(screen.getByText('1 of 1')).toBeInTheDocument();
    expect(screen.getByText('Unauthorized').tagName).toBe('MARK');
  });

  it('draws only a part of a long log', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => ({
      ...someLogLines()[0],
      seq: index,
      text: `line ${index}`,
    }));
    render(<LogPane lines={lines} fileName="x.log" label="Log" />);
    expect(screen.getByRole('log').textContent?.length).toBeLessThan(10_000);
  });

  it('says whether lines can still come', () => {
    render(<LogPane lines={[]} live fileName="x.log" label="Log" />);
    expect(screen.getByText(/No line yet/)).toBeInTheDocument();
  });

  it('says of no log that it is empty before it was read', () => {
    const props = { lines: [], fileName: 'x.log', label: 'Log' };
    const { rerender } = render(<LogPane {...props} reading />);
    expect(screen.getByText('Reading the log…')).toBeInTheDocument();
    rerender(<LogPane {...props} unread />);
    expect(screen.getByText(/could not be read/)).toBeInTheDocument();
    expect(screen.queryByText(/wrote no line/)).not.toBeInTheDocument();
  });

  it('says how many lines are left out, and loads them', async () => {
    const run = jest.fn(async () => true);
    const loadOlder = { run, pending: false, clear: () => {} };
    const props = { lines: someLogLines(), fileName: 'x.log', label: 'Log' };
    const { rerender } = render(
      <LogPane {...props} olderCount={2345} loadOlder={loadOlder} />,
    );
    expect(screen.getByText(/2,?345 older lines are/)).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Load older lines' }),
    );
    expect(run).toHaveBeenCalledTimes(1);
    rerender(<LogPane {...props} olderCount={2345} />);
    expect(screen.getByText(/the download has all lines/)).toBeInTheDocument();
  });

  it('downloads all lines, not only those that are shown', async () => {
    const [one, two, three] = someLogLines();
    const made: Blob[] = [];
    Object.assign(URL, {
      createObjectURL: (blob: Blob) => `blob:${made.push(blob)}`,
      revokeObjectURL: () => {},
    });
    const click = jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation();
    render(
      <LogPane
        lines={[three]}
        olderCount={2}
        readAll={async function* pages() {
          yield [one, two];
          yield [three];
        }}
        fileName="x.log"
        label="Log"
      />,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Download' }));
    await waitFor(() => expect(click).toHaveBeenCalledTimes(1));
    const file = await made[0].text();
    expect(file.trim().split('\n')).toEqual(
      [one, two, three].map(({ text }) => expect.stringContaining(text)),
    );
    click.mockRestore();
  });
});

describe('EvidenceList', () => {
  it('shows each result of a check that was asked of several objects', () => {
    const error = jest.spyOn(console, 'error').mockImplementation();
    const [result] = someEvidence();
    const results = ['one', 'two'].map(message => ({ ...result, message }));
    render(<EvidenceList label="Evidence" results={results} />);
    expect(screen.getAllByRole('row')).toHaveLength(3);
    expect(error).not.toHaveBeenCalled();
    error.mockRestore();
  });

  it('says unknown in words and leads to the mission that repairs', () => {
    render(
      <EvidenceList
        results={someEvidence()}
        label="Evidence"
        missionHref={ref => `/missions/${ref}`}
      />,
    );
    expect(screen.getByText('Unknown:', { exact: false })).toBeInTheDocument();
    expect(screen.getByRole('link', { name: /fix-image/ })).toHaveAttribute(
      'href',
      '/missions/examples/fix-image',
    );
  });

  it('tells the answer in words, with JSON behind a disclosure and a plain value at once', () => {
    const at = new Date();
    const result = aCheckResult({ message: '2 of 2 available' });
    render(
      <EvidenceList
        label="Evidence"
        results={[
          {
            ...result,
            id: 'json',
            evidence: [{ asked: 'GET web', answered: { ready: 2 }, at }],
          },
          {
            ...result,
            id: 'value',
            evidence: [{ asked: 'discovery', answered: 'windows', at }],
          },
        ]}
      />,
    );
    expect(screen.getAllByText(/2 of 2 available/)).toHaveLength(2);
    expect(
      screen.getByText(/"ready"\s*:\s*2/).closest('details'),
    ).toHaveProperty('open', false);
    expect(screen.getByText('windows').closest('details')).toBeNull();
  });
});

describe('HeatMap', () => {
  it('says what nobody assessed, also for a cell that is missing', () => {
    render(
      <HeatMap
        label="Heat"
        rows={[{ id: 'a', label: 'a' }]}
        columns={[{ id: 'x', title: 'X' }]}
        cells={[]}
      />,
    );
    expect(screen.getByRole('cell', { name: 'not assessed' })).toHaveAttribute(
      'data-status',
      'not_assessed',
    );
  });
});

describe('ErrorState', () => {
  it('says what happened, what to do and the code, and tries again', async () => {
    const retry = jest.fn();
    render(<ErrorState error={refused} retry={retry} meaning="Runs go on." />);
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent('The plan changed since you saw it');
    expect(alert).toHaveTextContent('Runs go on.');
    expect(alert).toHaveTextContent('Look at the new plan.');
    expect(alert).toHaveTextContent('PLAN_CHANGED');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledTimes(1);
  });

  it('does not say what it means for something that there is not', () => {
    const error = new MissionsApiError("There is no run 'x'", {
      status: 404,
      code: 'NOT_FOUND',
    });
    render(<ErrorState error={error} meaning="The run goes on." />);
    const alert = screen.getByRole('alert');
    expect(alert).toHaveTextContent("There is no run 'x'");
    expect(alert).not.toHaveTextContent('The run goes on.');
  });

  it.each([
    MissionsApiError.from(new TypeError('Failed to fetch')),
    MissionsApiError.of({ status: 502, code: 'FOREIGN_ANSWER', message: '' }),
  ])(
    'claims nothing of the clusters when no backend answered: $code',
    error => {
      render(<ErrorState error={error} meaning="The run goes on." />);
      expect(screen.getByRole('alert')).not.toHaveTextContent(
        'The run goes on.',
      );
    },
  );

  it('says that nobody knows whether runs go on when nothing answered', () => {
    const error = MissionsApiError.from(new TypeError('Failed to fetch'));
    render(<ErrorState error={error} />);
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Whether runs go on cannot be seen from here',
    );
  });
});

describe('DataTable', () => {
  it('sorts by a column and turns the order', async () => {
    const onSort = jest.fn();
    render(
      <DataTable
        label="Names"
        rows={[{ name: 'a' }]}
        rowId={row => row.name}
        sort={{ column: 'name', descending: false }}
        onSort={onSort}
        columns={[
          {
            id: 'name',
            title: 'Name',
            sortable: true,
            cell: row => row.name,
          },
        ]}
      />,
    );
    expect(screen.getByRole('columnheader')).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
    await userEvent.click(screen.getByRole('button', { name: /Name/ }));
    expect(onSort).toHaveBeenCalledWith({ column: 'name', descending: true });
  });
});

describe('SequenceGraph', () => {
  it('is a list that says what comes after what', () => {
    render(gallery.SequenceGraph);
    const [backup, upgrade] = screen
      .getAllByRole('listitem')
      .filter(item => /proven|2 of 8/.test(item.textContent ?? ''));
    expect(within(backup).getByRole('link')).toHaveAttribute('href', '/runs/1');
    expect(upgrade).toHaveTextContent('after Back up');
    expect(upgrade).toHaveTextContent('and 2 more');
  });
});

describe('TimeLine', () => {
  it('says what, when and where, also without the line', () => {
    render(gallery.TimeLine);
    const mark = screen.getByText('Certificates end soon').closest('li');
    expect(mark).toHaveTextContent('too late, 30 min ago, prod-us');
  });
});
