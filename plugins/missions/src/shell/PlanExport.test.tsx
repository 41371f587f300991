import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  anApproval,
  aPlan,
  aPlannedChange,
  aRun,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../__testUtils__/renderPage';
import { PlanExport } from './PlanExport';

describe('PlanExport', () => {
  const saved: { name: string; text: Promise<string> }[] = [];
  let blob: Blob;

  beforeEach(() => {
    saved.length = 0;
    URL.createObjectURL = jest.fn(made => {
      blob = made as Blob;
      return 'blob:plan';
    });
    URL.revokeObjectURL = jest.fn();
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        saved.push({ name: this.download, text: blob.text() });
      });
  });
  afterEach(() => jest.restoreAllMocks());

  const plan = aPlan({ runId: 'r1' });
  const [target] = plan.targets;
  const run = aRun({
    id: 'r1',
    title: 'Web',
    missionRef: 'local/web',
    missionVersion: 'abc',
    parameters: { namespace: 'shop', token: '***' },
    targetsDetail: [
      aTarget({ id: target.targetId, identity: 'system:portal' }),
    ],
  });

  it('saves the plan as Markdown and as JSON', async () => {
    renderPage(<PlanExport runId="r1" />, {
      path: '/x',
      address: '/x',
      api: {
        getPlan: async () => plan,
        getRun: async () => run,
        getPlanMarkdown: async () => '# Plan: Web\n',
      },
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Plan as Markdown' }),
    );
    await waitFor(() => expect(saved).toHaveLength(1));
    await userEvent.click(screen.getByRole('button', { name: 'Plan as JSON' }));
    await waitFor(() => expect(saved).toHaveLength(2));
    expect(saved.map(({ name }) => name)).toEqual([
      'plan-r1.md',
      'plan-r1.json',
    ]);
    expect(await saved[0].text).toBe('# Plan: Web\n');
    expect(JSON.parse(await saved[1].text)).toEqual({
      title: 'Web',
      missionRef: 'local/web',
      missionVersion: 'abc',
      parameters: { namespace: 'shop', token: '***' },
      ...JSON.parse(JSON.stringify(plan)),
      targets: [
        {
          ...JSON.parse(JSON.stringify(target)),
          identity: 'system:portal',
        },
        ...JSON.parse(JSON.stringify(plan.targets.slice(1))),
      ],
    });
  });

  it('saves as JSON too what waits for an approval of its own', async () => {
    const own = {
      kind: 'drift' as const,
      targetId: target.targetId,
      stepId: 'deploy',
      hash: 'hash-of-what-differs',
      message: 'ConfigMap page changed since',
      changes: [aPlannedChange({ kind: 'noop', note: 'Stays as it is' })],
    };
    renderPage(<PlanExport runId="r1" />, {
      path: '/x',
      address: '/x',
      api: {
        getPlan: async () => plan,
        getRun: async () => ({
          ...run,
          approvals: [
            anApproval({ hash: plan.hash, state: 'approved' }),
            anApproval({ ...own, hash: 'before', state: 'superseded' }),
            anApproval(own),
          ],
        }),
      },
    });
    await userEvent.click(screen.getByRole('button', { name: 'Plan as JSON' }));
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(JSON.parse(await saved[0].text).waitingApprovals).toEqual([
      JSON.parse(JSON.stringify(own)),
    ]);
  });

  it('says why a plan was not saved', async () => {
    renderPage(<PlanExport runId="r1" />, {
      path: '/x',
      address: '/x',
      api: {
        getPlanMarkdown: async () => {
          throw new MissionsApiError('The plan is not made yet', {
            status: 404,
            code: 'NOT_FOUND',
          });
        },
      },
    });
    await userEvent.click(
      screen.getByRole('button', { name: 'Plan as Markdown' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The plan was not saved (NOT_FOUND). The plan is not made yet',
    );
    expect(saved).toEqual([]);
  });
});
