import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aFinishedRun,
  aPlan,
  aPlannedChange,
  aRun,
  aTarget,
  aTargetPlan,
  clusterRefs,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const object = (kind: string, name: string, apiVersion = 'v1') => ({
  apiVersion,
  kind,
  namespace: 'web',
  name,
});
const web = object('Deployment', 'web', 'apps/v1');
const page = object('ConfigMap', 'page');
const token = object('Secret', 'token');

const undo = aRun({
  undoOf: 'first',
  state: 'blocked',
  allowed: ['cancel', 'decide', 'recheck'],
  targetsDetail: [aTarget({ state: 'blocked', steps: [] })],
});
const first = aFinishedRun({ id: 'first', allowed: ['undo'] });
const change = aPlannedChange({
  kind: 'conflict',
  verb: 'restore',
  object: web,
  conflictWith: 'kubectl-edit',
  fields: [
    {
      path: 'spec.replicas',
      before: 5,
      after: 2,
      written: 3,
      owner: 'kubectl-edit',
    },
  ],
});
const plan = (changes = [change]) =>
  aPlan({
    targets: [
      aTargetPlan({
        targetId: 'edge-1',
        cluster: clusterRefs['edge-1'],
        changes,
      }),
    ],
  });
const gone = aPlannedChange({
  ...change,
  object: page,
  verb: 'create',
  uid: 'other',
  fields: undefined,
  note: 'The run deleted it, and it was made anew by helm',
});

const open = (api: Partial<MissionsApi> = {}) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/undo-1',
    api: {
      getRun: async id => ({ next: aRun({ id }), first }[id] ?? undo),
      getPlan: async () => plan([change, gone]),
      ...api,
    },
  });

describe('DriftPanel', () => {
  it('shows before the run, after it, now, and who changed it, and keeps all at first', async () => {
    const { container } = open();
    const table = await screen.findByRole('table', {
      name: 'Deployment/web/web on edge-1: before the run, after it, and now',
    });
    const row = within(table).getByRole('row', { name: /spec.replicas/ });
    expect([...row.children].map(cell => cell.textContent)).toEqual([
      'spec.replicas',
      '2',
      '3',
      '5',
      'kubectl-edit',
    ]);
    const choice = await screen.findByRole('radiogroup', {
      name: 'What becomes of Deployment/web/web on edge-1',
    });
    expect(within(choice).getByLabelText('Keep it as it is now')).toBeChecked();
    expect(
      screen.getByRole('button', { name: 'Make a new plan: keep 2' }),
    ).toBeEnabled();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('chooses the same for all that can be overwritten', async () => {
    open();
    const click = async (name: string) =>
      userEvent.click(await screen.findByRole('button', { name }));
    await click('Choose overwrite or delete for all');
    expect(
      screen.getByRole('button', {
        name: 'Make a new plan: overwrite 1, keep 1',
      }),
    ).toBeEnabled();
    await click('Choose keep for all');
    expect(
      screen.getByRole('button', { name: 'Make a new plan: keep 2' }),
    ).toBeEnabled();
  });

  it('makes a new plan with what was chosen by keyboard, by one call', async () => {
    const cancelRun = jest.fn(async () => undo);
    const undoRun = jest.fn(async () => aRun({ id: 'next' }));
    open({ cancelRun, undoRun });
    const choice = await screen.findByRole('radiogroup', {
      name: 'What becomes of Deployment/web/web on edge-1',
    });
    act(() => within(choice).getByLabelText('Keep it as it is now').focus());
    await userEvent.keyboard('{ArrowDown}');
    expect(within(choice).getByLabelText('Overwrite it')).toBeChecked();
    expect(
      screen.getByText('What was changed since is lost.'),
    ).toBeInTheDocument();
    await userEvent.type(
      screen.getByRole('textbox', { name: /Reason/ }),
      'agreed with shop',
    );
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Make a new plan: overwrite 1, keep 1',
      }),
    );
    await waitFor(() => expect(undoRun).toHaveBeenCalledTimes(1));
    expect(cancelRun).not.toHaveBeenCalled();
    expect(undoRun).toHaveBeenCalledWith(
      'first',
      {
        targets: ['edge-1'],
        overwriteDrift: [{ ...web, target: 'edge-1' }],
        keepDrift: [{ ...page, target: 'edge-1' }],
        reason: 'agreed with shop',
      },
      expect.any(String),
    );
  });

  it('asks for each cluster, and sends each choice for its own', async () => {
    const undoRun = jest.fn(async () => aRun({ id: 'next' }));
    const both = {
      ...undo,
      targetsDetail: [
        ...undo.targetsDetail,
        aTarget({ id: 'prod-us', state: 'blocked', steps: [] }),
        aTarget({ id: 'lab', state: 'awaiting_approval', steps: [] }),
      ],
    };
    open({
      getRun: async id => ({ next: aRun({ id }), first }[id] ?? both),
      getPlan: async () =>
        aPlan({
          targets: ['edge-1', 'prod-us'].map(targetId =>
            aTargetPlan({
              targetId,
              cluster: { name: targetId },
              changes: [change],
            }),
          ),
        }),
      undoRun,
    });
    const choice = await screen.findByRole('radiogroup', {
      name: 'What becomes of Deployment/web/web on prod-us',
    });
    await userEvent.click(within(choice).getByLabelText('Overwrite it'));
    expect(
      within(
        screen.getByRole('radiogroup', {
          name: 'What becomes of Deployment/web/web on edge-1',
        }),
      ).getByLabelText('Keep it as it is now'),
    ).toBeChecked();
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Make a new plan: overwrite 1, keep 1',
      }),
    );
    await waitFor(() => expect(undoRun).toHaveBeenCalledTimes(1));
    expect(undoRun).toHaveBeenCalledWith(
      'first',
      {
        targets: ['edge-1', 'prod-us', 'lab'],
        overwriteDrift: [{ ...web, target: 'prod-us' }],
        keepDrift: [{ ...web, target: 'edge-1' }],
      },
      expect.any(String),
    );
  });

  it('shows a viewer what changed, and says why there is nothing to choose', async () => {
    open({
      getRun: async id => (id === 'first' ? { ...first, allowed: [] } : undo),
    });
    expect(
      await screen.findByText(
        /you may not take back .* the permission missions\.run\.undo/,
      ),
    ).toBeInTheDocument();
    const table = screen.getByRole('table', {
      name: /Deployment\/web\/web on edge-1/,
    });
    // Where the page is narrow, a cell brings the title of its column along.
    expect(
      within(table)
        .getAllByRole('cell')
        .map(cell => cell.getAttribute('data-label')),
    ).toEqual(['Before the run', 'After the run', 'Now', 'Changed by']);
    expect(screen.queryByRole('radiogroup')).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Make a new plan/ }),
    ).not.toBeInTheDocument();
  });

  it('says that it deletes, where the undo would delete', async () => {
    open({
      getPlan: async () =>
        plan([
          change,
          aPlannedChange({ ...change, object: page, verb: 'delete' }),
        ]),
    });
    const choice = await screen.findByRole('radiogroup', {
      name: 'What becomes of ConfigMap/web/page on edge-1',
    });
    expect(within(choice).queryByLabelText('Overwrite it')).toBeNull();
    await userEvent.click(
      within(choice).getByLabelText('Delete it all the same'),
    );
    expect(screen.getByText(/^It is deleted, and what/)).toBeInTheDocument();
    expect(
      screen.getByRole('button', {
        name: 'Make a new plan: delete 1, keep 1',
      }),
    ).toBeEnabled();
    await userEvent.click(screen.getByLabelText('Overwrite it'));
    expect(
      screen.getByRole('button', {
        name: 'Make a new plan: overwrite 1, delete 1, keep 0',
      }),
    ).toBeEnabled();
  });

  it('says that the time to choose is over, and until when it was', async () => {
    const past = {
      ...first,
      allowed: [],
      undoUntil: new Date('2020-03-04T08:00:00Z'),
    };
    open({ getRun: async id => (id === 'first' ? past : undo) });
    expect(
      await screen.findByText(/could be taken back until .*2020/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/you may not take back/)).toBeNull();
  });

  it('offers no overwriting of another object of the same name', async () => {
    open();
    const choice = await screen.findByRole('radiogroup', {
      name: 'What becomes of ConfigMap/web/page on edge-1',
    });
    expect(within(choice).getByLabelText('Overwrite it')).toBeDisabled();
    expect(
      screen.getByText(/it was made anew by helm/, { selector: 'p' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/^Another object has this name now/),
    ).toBeInTheDocument();
  });

  it('offers nothing but keeping of what the API server refuses, and says so', async () => {
    const refused = aPlannedChange({
      ...change,
      object: token,
      takeOver: false,
      conflictWith: 'the API server',
      fields: undefined,
      note: 'The API server refuses it: kept by policy',
    });
    const driftedToo = aPlannedChange({
      ...change,
      takeOver: false,
      note: 'kubectl-edit changed it. The API server refuses it: no scaling',
    });
    const noPlace = aPlannedChange({
      ...refused,
      object: page,
      verb: 'create',
      takeOver: undefined,
      note: 'Its namespace is gone',
    });
    open({ getPlan: async () => plan([refused, driftedToo, noPlace]) });
    const panel = await screen.findByRole('region', {
      name: 'In the way of this undo',
    });
    expect(
      within(panel).getByText(/^3 objects .* or cannot be taken back/),
    ).toBeInTheDocument();
    for (const name of [
      'Secret/web/token',
      'Deployment/web/web',
      'ConfigMap/web/page',
    ]) {
      const choice = await within(panel).findByRole('radiogroup', {
        name: `What becomes of ${name} on edge-1`,
      });
      expect(within(choice).getByLabelText('Overwrite it')).toBeDisabled();
    }
    expect(within(panel).getByText(/kept by policy/)).toBeInTheDocument();
    expect(within(panel).getByText(/no scaling/)).toBeInTheDocument();
    expect(within(panel).getAllByText(/^Undo cannot do this now/)).toHaveLength(
      3,
    );
    expect(
      within(panel).queryByText(/Another object has this name/),
    ).toBeNull();
  });

  it('says what a refusal means, and lets a person choose again', async () => {
    open({
      undoRun: async () => {
        throw new MissionsApiError('You may not undo this run', {
          status: 403,
          code: 'NOT_ALLOWED',
          remedy: 'Ask the platform team.',
        });
      },
    });
    const again = { name: 'Make a new plan: keep 2' };
    await userEvent.click(await screen.findByRole('button', again));
    expect(await screen.findByText('NOT_ALLOWED')).toBeInTheDocument();
    expect(
      screen.getByText(/Nothing was taken back, on no cluster/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', again)).toBeEnabled();
  });

  it.each([
    [
      'while a cluster is being worked on',
      {
        ...undo,
        targetsDetail: [
          ...undo.targetsDetail,
          aTarget({ id: 'prod-us', state: 'running' }),
        ],
      },
      /can be chosen once no cluster is under way/,
    ],
    [
      'after its end',
      { ...undo, state: 'cancelled' as const },
      /has ended and did not touch them/,
    ],
  ])('asks nothing %s, and says so in one sentence', async (_when, run, so) => {
    open({ getRun: async id => (id === 'first' ? first : run) });
    expect(await screen.findByText(so)).toBeInTheDocument();
    expect(screen.queryByText(/unless a person/)).not.toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /Make a new plan/ }),
    ).not.toBeInTheDocument();
  });

  it('hides secrets, and shows what stays by choice', async () => {
    open({
      getPlan: async () =>
        plan([
          aPlannedChange({
            ...change,
            object: token,
            kind: 'noop',
            takeOver: false,
            fields: [
              {
                path: 'data.token',
                before: '***1',
                after: '***2',
                written: '***3',
                secret: true,
              },
            ],
          }),
        ]),
    });
    const kept = await screen.findByRole('region', {
      name: 'Stays as it is now, by choice',
    });
    expect(within(kept).getAllByText('secret')).toHaveLength(3);
    expect(within(kept).queryByText(/\*\*\*/)).not.toBeInTheDocument();
    expect(screen.queryByRole('radiogroup')).not.toBeInTheDocument();
  });
});
