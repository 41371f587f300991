import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type {
  CheckResult,
  Run,
  Verdict,
} from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aCheckResult,
  aFinishedRun,
  anApproval,
  aPlan,
  aPlannedChange,
  aRun,
  aRunSummary,
  aTarget,
  aTargetPlan,
  aWaitingRun,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const open = (api: Partial<MissionsApi> = {}, query = '') =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: `/runs/run-1${query}`,
    api,
  });

describe('RunPage', () => {
  it('opens the failed step with its cause, its offers and its log', async () => {
    const { container } = open();
    expect(
      await screen.findByRole('heading', { name: /image was refused/ }),
    ).toBeInTheDocument();
    const offers = screen.getByRole('group', { name: 'Offers for edge-1' });
    expect(
      within(offers)
        .getAllByRole('button')
        .map(button => button.textContent),
    ).toEqual([
      'Retry Install the application',
      'Skip with reason…',
      'Undo edge-1…',
      'Close as failed…',
    ]);
    expect(await screen.findByText(/ErrImagePull/)).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says of a sequence where its missions are, and that it waits with them', async () => {
    const child = aRunSummary({
      id: 'child',
      parentRunId: 'run-1',
      state: 'awaiting_approval',
      targets: [
        { id: 'dev', state: 'awaiting_approval' },
        { id: 'staging', state: 'awaiting_approval' },
      ],
    });
    open({
      getRun: async () =>
        aRun({
          type: 'sequence',
          state: 'running',
          waitingForMe: [],
          targets: [{ id: '-', state: 'running' }],
          targetsDetail: [
            aTarget({
              id: '-',
              cluster: { name: '-' },
              state: 'running',
              preflight: undefined,
              reason: undefined,
              steps: [],
            }),
          ],
          children: [child],
        }),
    });
    const clusters = await screen.findByRole('region', { name: 'Clusters' });
    expect(clusters).toHaveTextContent('0 of 2 verified');
    expect(clusters).toHaveTextContent('devstaging');
    expect(clusters).not.toHaveTextContent('no cluster');
    expect(screen.getAllByText('Waits for a person')).toHaveLength(2);
    expect(screen.queryByText('Running')).toBeNull();
    expect(screen.queryByText('Preflight')).toBeNull();
  });

  it('names the cluster that waits beside the title', async () => {
    open();
    expect(
      await screen.findByText('edge-1 waits for your decision'),
    ).toBeInTheDocument();
  });

  it('retries the failed step of the failed cluster', async () => {
    const decideTarget = jest.fn(async () => aRun());
    open({ decideTarget });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Retry/ }),
    );
    expect(decideTarget).toHaveBeenCalledWith('run-1', {
      targetId: 'edge-1',
      stepId: 'deploy',
      decision: 'retry',
    });
  });

  it('skips a step only with a reason', async () => {
    const decideTarget = jest.fn(async () => aRun());
    open({ decideTarget });
    await userEvent.click(await screen.findByRole('button', { name: /^Skip/ }));
    const dialog = await screen.findByRole('dialog');
    const confirm = within(dialog).getByRole('button', { name: /^Skip/ });
    expect(confirm).toBeDisabled();
    await userEvent.type(
      within(dialog).getByRole('textbox'),
      'known on this cluster',
    );
    await userEvent.click(confirm);
    expect(decideTarget).toHaveBeenCalledWith('run-1', {
      targetId: 'edge-1',
      stepId: 'deploy',
      decision: 'skip',
      reason: 'known on this cluster',
    });
  });

  it('shows the refusal of the backend in the dialog and keeps it open', async () => {
    open({
      decideTarget: async () => {
        throw new MissionsApiError('Somebody else decided', {
          status: 409,
          code: 'CONFLICT',
        });
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Undo edge-1/ }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Undo edge-1' }),
    );
    expect(await within(dialog).findByText('CONFLICT')).toBeInTheDocument();
  });

  it('says the outcome in one sentence after the end', async () => {
    const giveFeedback = jest.fn(async () => aFinishedRun());
    const undoUntil = new Date('2026-12-21T08:00:00Z');
    open({ getRun: async () => aFinishedRun({ undoUntil }), giveFeedback });
    expect(
      await screen.findByText('Installed on prod-us: 1 check passed.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/Undo is possible until .*2026/),
    ).toBeInTheDocument();
    expect(screen.getByText('ended')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'As I wanted' }));
    expect(giveFeedback).toHaveBeenCalledWith('run-1', { value: 'up' });
  });

  it('walks over the steps by j and k and keeps the step in the address', async () => {
    open();
    await screen.findByRole('heading', { name: /image was refused/ });
    await userEvent.keyboard('j');
    expect(
      await screen.findByRole('heading', { name: 'Run the smoke test' }),
    ).toBeInTheDocument();
    await userEvent.keyboard('kk');
    expect(
      await screen.findByRole('heading', { name: 'Create the namespace' }),
    ).toBeInTheDocument();
  });

  it('opens exactly what the address says', async () => {
    open({}, '?target=prod-us&step=proof&tab=evidence');
    expect(
      await screen.findByRole('heading', { name: 'Proof' }),
    ).toBeInTheDocument();
    expect(await screen.findByText('200 in 41 ms')).toBeInTheDocument();
  });

  it.each([
    ['changes', 'changes nothing on the cluster'],
    ['journal', 'Nothing has been written'],
    ['input', 'takes no input'],
  ])('teaches on the empty tab %s', async (tab, words) => {
    open(
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

  it('says that a permission is missing', async () => {
    open({
      getRun: async () => {
        throw new MissionsApiError('You may not read this run', {
          status: 403,
          code: 'NOT_ALLOWED',
        });
      },
    });
    expect(await screen.findByText('You may not see this')).toBeInTheDocument();
  });

  it('says what an error means for the run', async () => {
    open({
      getRun: async () => {
        throw new MissionsApiError('Database is gone', {
          status: 500,
          code: 'INTERNAL',
        });
      },
    });
    expect(await screen.findByText('Database is gone')).toBeInTheDocument();
    expect(screen.getByText(/The run itself goes on/)).toBeInTheDocument();
  });

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
    open({ getRun: async () => running({ state: 'waiting' }) });
    expect(
      await screen.findByText(/^waiting: Deployment web 1\/2 ready, 1\d s$/),
    ).toBeInTheDocument();
    cleanup();
    open({
      getRun: async () =>
        running({ state: 'succeeded', finishedAt: new Date() }),
    });
    await screen.findByRole('heading', { name: step.name });
    expect(screen.queryByRole('status', { name: 'Now' })).toBeNull();
  });

  it('opens a failed step with the events and the last lines of the failing object', async () => {
    const [, failed] = aTarget().steps;
    open({
      getRun: async () =>
        aRun({
          targetsDetail: [
            aTarget({
              steps: [
                {
                  ...failed,
                  error: {
                    ...failed.error!,
                    culprit: {
                      events: [
                        {
                          reason: 'Failed',
                          message: 'no such image',
                          count: 7,
                        },
                      ],
                      previousLog: ['starting', 'panic: no config'],
                    },
                  },
                },
              ],
            }),
          ],
        }),
    });
    const events = await screen.findByRole('region', { name: 'Events' });
    expect(events).toHaveTextContent('Failed no such image · 7 times');
    expect(
      screen.getByRole('region', { name: 'Log of the container before' }),
    ).toHaveTextContent('panic: no config');
    expect(
      screen.getByText(/Renew the pull secret of the registry mirror/),
    ).toBeInTheDocument();
  });

  it('says in the journal what an undo kept, and why', async () => {
    const [entry] = someJournal();
    open(
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

  it('names what an undo left with cluster and reason, and is not verified', async () => {
    const reasons = [
      'Stays as it is now, by choice',
      'left alone: it changed since',
      'It stays, because it holds Secret opencost/theirs',
    ];
    const kept = Array.from({ length: 12 }, (_, index) => ({
      targetId: index % 2 ? 'beta' : 'alpha',
      object: { apiVersion: 'v1', kind: 'ConfigMap', name: `left-${index}` },
      reason: reasons[index % 3],
    }));
    open({
      getRun: async () =>
        aFinishedRun({
          state: 'succeeded',
          undoOf: 'run-0',
          keptCount: kept.length,
          kept,
        }),
      listEvidence: async () => [],
    });
    const panel = await screen.findByRole('region', { name: 'What stays' });
    expect(within(panel).getAllByRole('row')).toHaveLength(13);
    expect(panel).toHaveTextContent(`left-11betaIt stays, because it holds`);
    expect(
      screen.getByText(
        'ConfigMap/left-1 on beta stays: left alone: it changed since',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText('2 more objects stay, listed under What stays.'),
    ).toBeInTheDocument();
    const [badge] = screen.getAllByText('Taken back, except 12 objects');
    expect(badge.closest('[data-mc-tone]')).toHaveAttribute(
      'data-mc-tone',
      'warn',
    );
    expect(
      screen.getByText(/^Taken back on .*, except 12 objects\.$/),
    ).toBeInTheDocument();
  });

  it('draws a cluster on which an undo left something, and a child that did, not as verified', async () => {
    const words = 'Taken back, except 1 object';
    const kept = {
      targetId: 'prod-us',
      object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'left' },
      reason: 'by choice',
    };
    const undo = aFinishedRun({ undoOf: 'run-0', keptCount: 1, kept: [kept] });
    const event = { seq: 1, at: new Date(), data: {}, targetId: 'prod-us' };
    open({
      getRun: async () => ({ ...undo, children: [undo] }),
      listEvents: async () => [{ ...event, type: 'target.succeeded' }],
    });
    const clusters = await screen.findByRole('region', { name: 'Clusters' });
    expect(clusters).toHaveTextContent('0 of 1 verified');
    const children = screen.getByRole('region', {
      name: 'Missions of this sequence',
    });
    expect(
      within(children).getByRole('img', { name: `prod-us: ${words}` }),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(`prod-us: ${words}`, { selector: 'span' }),
    ).toBeInTheDocument();
    for (const place of [clusters, children]) {
      const mark = within(place).getByText(words);
      expect(mark.closest('[data-mc-tone]')).toHaveAttribute(
        'data-mc-tone',
        'warn',
      );
      expect(within(place).queryByText('Verified')).not.toBeInTheDocument();
    }
  });

  it('lets a run that was paused before its approval be approved and resumed', async () => {
    const resumeRun = jest.fn(async () => aWaitingRun());
    open({
      getRun: async () =>
        aWaitingRun({
          pauseRequested: true,
          allowed: ['approve', 'reject', 'cancel', 'resume'],
        }),
      resumeRun,
    });
    expect(
      await screen.findByText('Paused, waits for your approval'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /^Approve/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/starts only when somebody lets it go on/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(resumeRun).toHaveBeenCalledWith('run-1');
  });

  it.each([
    [true, 'Paused, waits for approval'],
    [false, 'Waits for approval'],
  ])(
    'says, paused %s, to whoever may not resume it: %s',
    async (pauseRequested, words) => {
      open({
        getRun: async () =>
          aWaitingRun({ pauseRequested, allowed: [], waitingForMe: [] }),
      });
      const title = await screen.findByRole('heading', { level: 1 });
      await waitFor(() =>
        expect(within(title.parentElement!).getByText(words)).toBeVisible(),
      );
      expect(
        screen.queryByRole('button', { name: 'Resume' }),
      ).not.toBeInTheDocument();
    },
  );

  it('tells in its history what stopped a cluster once, with the step', async () => {
    const cause = 'its image was refused';
    const event = { at: new Date(), data: {}, targetId: 'edge-1' };
    open({
      listEvents: async () => [
        {
          ...event,
          seq: 1,
          type: 'step.failed',
          stepId: 'deploy',
          message: cause,
        },
        {
          ...event,
          seq: 2,
          type: 'target.needs_decision',
          message: `Install the application: ${cause}`,
        },
      ],
    });
    const history = await screen.findByRole('list', { name: 'History' });
    expect(
      within(history)
        .getAllByRole('listitem')
        .map(item => item.textContent?.replace(/^[\d:]+/, '')),
    ).toEqual([
      'edge-1: Needs a decision',
      `edge-1, Install the application: ${cause}`,
    ]);
  });

  it('does not say that all was taken back when something was kept', async () => {
    open({
      getRun: async () => {
        const run = aFinishedRun({ undoneBy: 'run-2' });
        return {
          ...run,
          targetsDetail: run.targetsDetail.map((target, index) => ({
            ...target,
            undoable: index === 0,
          })),
        };
      },
    });
    expect(
      await screen.findByText(/taken back, except for what the journal says/),
    ).toBeInTheDocument();
  });

  it('shows what each write changed, field by field', async () => {
    const [entry] = someJournal();
    open(
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

  describe('of an orbit', () => {
    const anOrbitRun = (verdict: Verdict, change: Partial<Run> = {}) =>
      aFinishedRun({
        type: 'orbit',
        orbitId: 'orbit-1',
        outcome: 'prod-us succeeded',
        allowed: [],
        verdict,
        ...change,
      });
    const look = (status: CheckResult['status'] = 'fail') =>
      aCheckResult({
        id: 'look-1',
        title: 'Do all containers have limits?',
        message: '7 containers without limits',
        phase: 'check',
        targetId: 'prod-us',
        stepId: undefined,
        status,
      });

    it('says what it found first, with evidence and findings, and nothing of it is green', async () => {
      const { container } = open({
        getRun: async () =>
          anOrbitRun({ findings: 7, new: 2, assessed: 9, notAssessed: 0 }),
        listEvidence: async () => [look()],
      });
      expect(
        await screen.findByText('Looked at prod-us: 7 findings, 2 new.'),
      ).toBeInTheDocument();
      expect(
        screen.getByText('7 findings').closest('[data-mc-tone]'),
      ).toHaveAttribute('data-mc-tone', 'warn');
      expect(
        await screen.findByText('7 containers without limits'),
      ).toBeInTheDocument();
      const findings = await screen.findByRole('table', { name: 'Findings' });
      expect(
        within(findings).getByText('Container without a memory limit'),
      ).toBeInTheDocument();
      expect(
        screen.getByRole('link', { name: 'All looks of this orbit' }),
      ).toHaveAttribute('href', '/missions/orbits/orbit-1');
      expect(screen.queryByText('Verified')).toBeNull();
      const steps = screen.getByRole('list', { name: 'Steps of prod-us' });
      expect(
        within(steps).getByRole('button', { name: /looked at, With findings/ }),
      ).toHaveAttribute('data-mc-tone', 'warn');
      expect(await axe(container)).toHaveNoViolations();
    });

    it('says No findings only when everything was assessed', async () => {
      open({
        getRun: async () =>
          anOrbitRun({ findings: 0, assessed: 9, notAssessed: 0 }),
        listEvidence: async () => [look('pass')],
        listFindings: async () => ({ items: [], total: 0, heat: [] }),
      });
      expect(
        await screen.findByText('Looked at prod-us: No findings.'),
      ).toBeInTheDocument();
      cleanup();
      open({
        getRun: async () =>
          anOrbitRun({ findings: 0, assessed: 7, notAssessed: 2 }),
        listEvidence: async () => [look('unknown')],
        listFindings: async () => ({ items: [], total: 0, heat: [] }),
      });
      const mark = await screen.findByText('No finding, but 2 not assessed');
      expect(mark.closest('[data-mc-tone]')).toHaveAttribute(
        'data-mc-tone',
        'unknown',
      );
      expect(screen.queryByText(/No findings/)).toBeNull();
    });
  });

  it('links the runs that take it back, on which clusters', async () => {
    const undo = (id: string, state: Run['state'], cluster: string) => ({
      ...aRunSummary({ id, state }),
      targets: [{ id: cluster, state }],
    });
    open({
      getRun: async () =>
        aRun({
          undoRuns: [
            undo('01m7znvr-11111111', 'succeeded', 'dev'),
            undo('01m7znvr-22222222', 'awaiting_approval', 'staging'),
            undo('01m7znvr-33333333', 'cancelled', 'prod-eu'),
            undo('01m7znvr-44444444', 'failed', 'edge-1'),
          ],
        }),
    });
    const of = async (name: string) =>
      (await screen.findByRole('link', { name })).closest('li');
    expect(await of('run 11111111')).toHaveTextContent(
      'taken back by run 11111111 (dev)',
    );
    expect(await of('run 22222222')).toHaveTextContent(
      'being taken back by run 22222222 (staging)',
    );
    expect(await of('run 44444444')).toHaveTextContent(
      'not taken back by run 44444444 (edge-1)',
    );
    expect(screen.queryByText(/33333333/)).toBeNull();
  });

  it('is not green any more when all of it was taken back', async () => {
    const undone = aFinishedRun();
    open({
      getRun: async () => ({
        ...undone,
        undoneBy: 'undo-1',
        targetsDetail: undone.targetsDetail.map(target => ({
          ...target,
          undoable: false,
        })),
      }),
    });
    const [mark] = await screen.findAllByText('Taken back');
    expect(mark.closest('[data-mc-tone]')).toHaveAttribute(
      'data-mc-tone',
      'idle',
    );
    expect(
      screen.getByText('It has been taken back.').closest('[role="status"]'),
    ).toHaveAttribute('data-mc-tone', 'idle');
    expect(screen.queryByText(/undo until/)).toBeNull();
  });

  it('says of a cancelled run what stays where, and how long it can be taken back', async () => {
    const [entry] = someJournal();
    const cancelled = (id: string) =>
      aTarget({
        id,
        cluster: { name: id },
        state: 'cancelled',
        reason: undefined,
      });
    open({
      getRun: async () =>
        aFinishedRun({
          state: 'cancelled',
          undoUntil: new Date('2026-12-21T08:00:00Z'),
          targetsDetail: [cancelled('staging'), cancelled('dev')],
        }),
      listJournal: async () => [{ ...entry, targetId: 'staging' }],
    });
    const title = await screen.findByText('Cancelled on staging and dev.');
    const banner = title.closest<HTMLElement>('[role="status"]')!;
    expect(
      await within(banner).findByText(
        'What was done on staging stays: 1 object was written.',
      ),
    ).toBeInTheDocument();
    expect(banner).toHaveTextContent('Nothing was written on dev.');
    expect(banner).toHaveTextContent(/Undo is possible until .*2026/);
  });

  it('says who rejected the plan, and why', async () => {
    open({
      getRun: async () =>
        aFinishedRun({
          state: 'cancelled',
          targetsDetail: [
            aTarget({
              state: 'cancelled',
              reason: 'Rejected by approver: not on a Friday',
              steps: [],
            }),
          ],
          approvals: [
            anApproval({
              state: 'rejected',
              decisions: [
                {
                  by: 'user:default/approver',
                  decision: 'reject',
                  comment: 'not on a Friday',
                  at: new Date(),
                },
              ],
            }),
          ],
        }),
    });
    const [banner] = await screen.findAllByText(
      'Rejected by approver: not on a Friday',
    );
    expect(banner.closest('[role="status"]')).not.toBeNull();
    expect(screen.queryByText(/user:default/)).toBeNull();
  });

  it('has a failed page that is clean for axe, with a history that scrolls by keyboard', async () => {
    const { container } = open({
      getRun: async () => aFinishedRun({ ...aRun(), state: 'failed' }),
    });
    expect(
      await screen.findByRole('list', { name: 'History' }),
    ).toHaveAttribute('tabindex', '0');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('tells the cause once, with its whole text folded', async () => {
    const [, failed] = aTarget().steps;
    const message = `The image of the container was refused by its registry. ${'no '.repeat(
      60,
    )}`;
    open({
      getRun: async () =>
        aRun({
          targetsDetail: [
            aTarget({
              reason: `Install the application: ${message}`,
              steps: [{ ...failed, error: { ...failed.error!, message } }],
            }),
          ],
        }),
    });
    expect(
      await screen.findByRole('heading', {
        name: 'The image of the container was refused by its registry',
      }),
    ).toBeInTheDocument();
    expect(screen.getAllByText(/no no no/)).toHaveLength(1);
    expect(screen.getByText(/no no no/).closest('details')).not.toHaveAttribute(
      'open',
    );
    expect(
      screen.getByText('Stopped at Install the application'),
    ).toBeInTheDocument();
  });

  it('tells in Preflight and Proof where the writes of the cluster are', async () => {
    const journal = someJournal().map(entry => ({
      ...entry,
      targetId: 'edge-1',
    }));
    open(
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

  it('opens the plan of a plan-only run, with its export', async () => {
    const { container } = open({
      getRun: async () =>
        aRun({ state: 'planned', planOnly: true, approvals: [] }),
      getPlan: async () => aPlan(),
    });
    const panel = await screen.findByRole('region', { name: 'Plan' });
    expect(
      within(panel).getByRole('button', { name: 'Hide the plan' }),
    ).toHaveAttribute('aria-expanded', 'true');
    expect(
      within(panel).getByRole('button', { name: /JSON/ }),
    ).toBeInTheDocument();
    expect(
      within(panel).getByRole('button', { name: /Markdown/ }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('keeps the plan of a run after its approval, folded', async () => {
    open({
      getRun: async () => aRun({ approvals: [] }),
      getPlan: async () => aPlan(),
    });
    const panel = await screen.findByRole('region', { name: 'Plan' });
    const closed = panel.textContent!;
    await userEvent.click(
      within(panel).getByRole('button', { name: 'Show the whole plan' }),
    );
    expect(panel.textContent!.length).toBeGreaterThan(closed.length + 20);
  });

  it('shows the plan once while it waits for approval', async () => {
    open({
      getRun: async () =>
        aRun({
          state: 'awaiting_approval',
          approvals: [anApproval({ hash: aPlan().hash })],
        }),
      getPlan: async () => aPlan(),
    });
    expect(await screen.findAllByRole('region', { name: 'Plan' })).toHaveLength(
      1,
    );
  });

  it('says of the empty log of an ended step that nothing was logged', async () => {
    open(
      { listLogs: async () => ({ items: [], truncated: false }) },
      '?target=edge-1&step=preflight&tab=log',
    );
    expect(
      await screen.findByText('This step wrote no line.'),
    ).toBeInTheDocument();
  });

  it('shows a deferred object as it was known, and what it became', async () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', name: 'migrate' };
    const deferred = aPlannedChange({
      kind: 'deferred',
      object: job,
      fields: undefined,
      desired: { kind: 'Job', spec: { parallelism: 3 } },
      deferredReason: 'Namespace web is created before',
    });
    const [entry] = someJournal();
    open(
      {
        getPlan: async () =>
          aPlan({
            targets: [aTargetPlan({ targetId: 'edge-1', changes: [deferred] })],
          }),
        listJournal: async () => [
          {
            ...entry,
            stepId: 'deploy',
            object: job,
            fields: [{ path: 'spec.parallelism', after: 7 }],
          },
        ],
      },
      '?target=edge-1&step=deploy&tab=changes',
    );
    expect(
      await screen.findByText(
        'Could not be planned in full: Namespace web is created before',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/parallelism: 3/)).toBeInTheDocument();
    const became = await screen.findByRole('table', {
      name: 'What was written to Job/migrate',
    });
    expect(
      within(became).getByRole('row', { name: 'spec.parallelism not set 7' }),
    ).toBeInTheDocument();
  });

  it('says in the history what goes on, and of nothing that it still does', async () => {
    const event = (seq: number, type: string) => ({
      seq,
      type,
      targetId: 'edge-1',
      data: { to: 'running' },
      at: new Date(),
    });
    open({
      getRun: async () => aRun({ eventSeq: 2 }),
      listEvents: async () => [
        event(1, 'step.running'),
        event(2, 'step.running'),
      ],
    });
    const history = await screen.findByRole('list', { name: 'History' });
    const tones = within(history)
      .getAllByRole('listitem')
      .map(item =>
        item.querySelector('[data-mc-tone]')?.getAttribute('data-mc-tone'),
      );
    expect(tones).toEqual(['run', 'idle']);
  });
});
