import { cleanup, screen, within } from '@testing-library/react';
import {
  anApproval,
  aPlan,
  aRun,
  aTarget,
  aTargetPlan,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

describe('RunPage of a step', () => {
  it.each([
    ['running', [aTargetPlan({ targetId: 'dev', changes: [] })], false],
    ['planning', [], true],
    ['succeeded', [], false],
    ['cancelled', [], false],
  ] as const)(
    'promises changes of a run that is %s only while a plan is to come',
    async (state, targets, isPromised) => {
      openRun(
        {
          getRun: async () =>
            aRun({ state, targetsDetail: [aTarget({ id: 'dev', state })] }),
          listJournal: async () => [],
          getPlan: async () => aPlan({ targets: [...targets] }),
        },
        '?tab=changes&step=namespace',
      );
      expect(
        await screen.findByText(
          isPromised
            ? 'What this step changes is not known yet'
            : 'This step changes nothing',
        ),
      ).toBeInTheDocument();
      expect(screen.queryAllByText(/as soon as the plan exists/)).toHaveLength(
        isPromised ? 1 : 0,
      );
    },
  );

  it('opens at the step that waits for an approval of its own', async () => {
    const [first] = aTarget().steps;
    const target = aTarget({
      id: 'dev',
      state: 'awaiting_approval',
      approvalId: 'own',
      steps: [
        { ...first, id: 'gate', name: 'Ask' },
        {
          ...first,
          id: 'clean',
          name: 'Clean up',
          state: 'pending',
          finishedAt: undefined,
        },
      ],
    });
    openRun({
      getRun: async () =>
        aRun({
          state: 'awaiting_approval',
          approvals: [
            anApproval({
              id: 'own',
              kind: 'drift',
              targetId: 'dev',
              stepId: 'clean',
              changes: [],
            }),
          ],
          targetsDetail: [target],
        }),
    });
    expect(
      await screen.findByRole('group', { name: 'Clean up' }),
    ).toBeInTheDocument();
  });

  it.each([
    ['changes', 'What this step changes is not known yet'],
    ['journal', 'Nothing has been written'],
    ['input', 'takes no input'],
  ])('teaches on the empty tab %s', async (tab, words) => {
    openRun(
      {
        listJournal: async () => [],
        getRun: async () =>
          aRun({
            targetsDetail: [
              aTarget({
                steps: [
                  {
                    ...aTarget().steps[0],
                    input: undefined,
                    output: undefined,
                  },
                ],
              }),
            ],
          }),
        getPlan: async () => ({
          runId: 'x',
          targets: [],
          summary: aTarget().changes,
        }),
      },
      `?tab=${tab}&step=namespace`,
    );
    expect(await screen.findByText(new RegExp(words))).toBeInTheDocument();
  });

  it.each([
    [
      'a person lets it go on',
      anApproval({ kind: 'gate', targetId: 'dev', stepId: 'namespace' }),
      'wait',
    ],
    ['a machine is done', anApproval({ state: 'approved' }), 'run'],
  ])(
    'draws a step that waits until %s in the same tone everywhere',
    async (_, approval, tone) => {
      const [step] = aTarget().steps;
      openRun({
        getRun: async () =>
          aRun({
            state: 'running',
            approvals: [approval],
            targetsDetail: [
              aTarget({
                id: 'dev',
                state: 'running',
                steps: [
                  {
                    ...step,
                    id: 'namespace',
                    state: 'waiting',
                    finishedAt: undefined,
                  },
                ],
              }),
            ],
          }),
      });
      const now = await screen.findByRole('group', { name: 'Now' });
      expect(
        within(now)
          .getByText(/^Waiting|^waiting/)
          .closest('[data-mc-tone]'),
      ).toHaveAttribute('data-mc-tone', tone);
      const steps = screen.getByRole('list', { name: 'Steps of dev' });
      expect(
        within(steps).getByRole('button', { name: /, Waiting/ }),
      ).toHaveAttribute('data-mc-tone', tone);
    },
  );

  it('says what a step does now and for how long, and nothing once it is done', async () => {
    const [step] = aTarget().steps;
    const running = (change: Partial<typeof step>) =>
      aRun({
        targetsDetail: [
          aTarget({
            state: 'running',
            reason: undefined,
            steps: [
              {
                ...step,
                finishedAt: undefined,
                startedAt: new Date(Date.now() - 12_000),
                progress: { text: 'Deployment web 1/2 ready' },
                ...change,
              },
            ],
          }),
        ],
      });
    openRun({ getRun: async () => running({ state: 'waiting' }) });
    expect(
      await screen.findByText(/^waiting: Deployment web 1\/2 ready, 1\d s$/),
    ).toBeInTheDocument();
    cleanup();
    openRun({
      getRun: async () =>
        running({ state: 'succeeded', finishedAt: new Date() }),
    });
    await screen.findByRole('heading', { name: step.name });
    expect(screen.queryByRole('group', { name: 'Now' })).toBeNull();
  });

  it('says in the journal what an undo kept, and why', async () => {
    const [entry] = someJournal();
    openRun(
      {
        listJournal: async () => [
          {
            ...entry,
            stepId: 'deploy',
            keptBy: 'run-2',
            keptReason: 'It stays, because it holds Secret opencost/theirs',
          },
        ],
      },
      '?tab=journal',
    );
    const row = await screen.findByRole('row', { name: /Namespace\/opencost/ });
    expect(row).toHaveTextContent(
      'writtenkept: It stays, because it holds Secret opencost/theirs',
    );
  });

  it('shows what each write changed, field by field', async () => {
    const [entry] = someJournal();
    openRun(
      {
        listJournal: async () => [
          {
            ...entry,
            stepId: 'deploy',
            fields: [
              { path: 'spec.replicas', before: 1, after: 3 },
              { path: 'data.key', before: '***', after: '***', secret: true },
            ],
          },
        ],
      },
      '?tab=journal',
    );
    const fields = await screen.findByRole('table', {
      name: 'What was written to Namespace/opencost',
      hidden: true,
    });
    expect(
      within(fields)
        .getAllByRole('row', { hidden: true })
        .map(row => [...row.children].map(cell => cell.textContent)),
    ).toEqual([
      ['Field', 'Before', 'After'],
      ['spec.replicas', '1', '3'],
      ['data.key', 'secret', 'secret'],
    ]);
  });

  it('tells in Preflight and Proof where the writes of the cluster are', async () => {
    const journal = someJournal().map(entry => ({
      ...entry,
      targetId: 'edge-1',
    }));
    openRun(
      { listJournal: async () => journal },
      '?target=edge-1&step=preflight&tab=journal',
    );
    expect(
      await screen.findByText('This step has written nothing'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        `Other steps on this cluster wrote: ${journal.length} entries are in their journals.`,
      ),
    ).toBeInTheDocument();
    expect(screen.queryByText('Nothing has been written')).toBeNull();
  });

  it('says of the empty log of an ended step that nothing was logged', async () => {
    openRun(
      { listLogs: async () => ({ items: [], truncated: false }) },
      '?target=edge-1&step=preflight&tab=log',
    );
    expect(
      await screen.findByText('This step wrote no line.'),
    ).toBeInTheDocument();
  });
});
