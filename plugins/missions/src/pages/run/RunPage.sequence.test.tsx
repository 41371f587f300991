import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { Run } from '@mission-control/plugin-missions-common';
import { aCheckResult } from '@mission-control/plugin-missions-react/testUtils';
import { aChild, aMissionStep, aSequence } from '../../__testUtils__/aSequence';
import { openRun } from '../../__testUtils__/openRun';
import { expectNoClusterName, seeRun } from '../../__testUtils__/seeRun';

const allowed: Run['allowed'] = ['decide', 'cancel', 'pause', 'undo'];
const stopped = (undo: Partial<Run> = {}) =>
  aSequence(
    'needs_decision',
    {
      allowed,
      waitingForMe: ['decision'],
      children: [aChild('failed')],
      ...undo,
    },
    {
      reason: 'Install the web application: Run child-1 ended as failed',
      steps: [
        aMissionStep({
          state: 'failed',
          error: {
            code: 'STEP_FAILED',
            message: 'Run child-1 ended as failed',
            remedy: 'Open that run, then retry the step: it starts a new one.',
          },
        }),
      ],
    },
  );
describe('RunPage of a sequence', () => {
  it('says where its missions are, and that it waits with them', async () => {
    await seeRun(
      aSequence(
        'running',
        { children: [aChild('awaiting_approval')] },
        { steps: [] },
      ),
    );
    const clusters = await screen.findByRole('region', { name: 'Clusters' });
    expect(clusters).toHaveTextContent('0 of 2 verified');
    expect(clusters).toHaveTextContent('devstaging');
    expect(screen.getAllByText('Waits for a person')).toHaveLength(2);
    expect(screen.queryByText('Running')).toBeNull();
    expect(screen.queryByText('Preflight')).toBeNull();
    expectNoClusterName();
  });

  it('gives the names of its clusters a place that its count does not take', async () => {
    await seeRun(aSequence('succeeded'));
    const clusters = await screen.findByRole('region', { name: 'Clusters' });
    const names = within(clusters).getByText('1/1').previousElementSibling;
    expect(names).toHaveClass('names');
    expect(names).toHaveTextContent(/^devstaging$/);
  });

  it('is named itself as long as no mission was started', async () => {
    await seeRun(aSequence('planning', { children: [] }));
    const panel = await screen.findByRole('region', { name: 'Sequence' });
    expect(within(panel).getByText('the sequence')).toBeInTheDocument();
    expect(screen.queryByRole('region', { name: 'Clusters' })).toBeNull();
    expectNoClusterName();
  });

  it.each([
    ['', {}, 'The sequence waits for your decision', 'the sequence'],
    [
      'undo of a ',
      { undoOf: 'run-0' },
      'The undo of the sequence waits for your decision',
      'the undo of the sequence',
    ],
  ])(
    'offers, for the %ssequence that stopped, what is named by it',
    async (_, undo, words, name) => {
      const { container } = await seeRun(stopped(undo));
      expect(await screen.findByText(words)).toBeInTheDocument();
      const offers = screen.getByRole('group', { name: `Offers for ${name}` });
      expect(
        within(offers)
          .getAllByRole('button')
          .map(button => button.textContent),
      ).toEqual([
        'Retry Install the web application',
        'Skip with reason…',
        `Undo ${name}…`,
        'Close as failed…',
      ]);
      expectNoClusterName();
      expect(await axe(container)).toHaveNoViolations();
    },
  );

  it('leads from the step that failed to the mission that it started', async () => {
    await seeRun(stopped());
    const started = await screen.findByText('Started the mission');
    expect(
      within(started).getByRole('link', { name: 'Web application' }),
    ).toHaveAttribute('href', '/missions/runs/child-1');
    expect(started).toHaveTextContent('Failed');
  });

  it('names the missions that prove it, with the state of each', async () => {
    const { container } = await seeRun(aSequence('succeeded'), '?step=proof');
    const lead = await screen.findByText(
      'Proven by the missions that it ran, each by its own checks:',
    );
    const proofs = within(lead.parentElement!).getByRole('list');
    expect(proofs).toHaveTextContent(
      /^Install the web application: Web application.*Verified$/,
    );
    expect(
      within(proofs).getByRole('link', { name: 'Web application' }),
    ).toHaveAttribute('href', '/missions/runs/child-1');
    expect(screen.getByRole('tab', { name: 'Evidence 1' })).toBeVisible();
    expect(screen.queryByText('No check has answered yet')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('shows what its own checks answered where it has some', async () => {
    openRun(
      {
        getRun: async () => aSequence('succeeded'),
        listEvidence: async () => [
          aCheckResult({ targetId: '-', phase: 'verify', stepId: undefined }),
        ],
      },
      '?step=proof',
    );
    expect(await screen.findByLabelText(/^Evidence of/)).toBeVisible();
    expect(screen.queryByText(/^Proven by/)).toBeNull();
  });

  it('retries as a whole where no step of it failed', async () => {
    await seeRun(stopped(), '?step=proof');
    expect(
      await screen.findByRole('button', { name: 'Retry the sequence' }),
    ).toBeInTheDocument();
  });

  it.each([
    [
      /^Undo the sequence/,
      'Undo the sequence?',
      'Undo the sequence',
      /takes back the missions that were started.* on dev and staging\./,
    ],
    [
      /^Close as failed/,
      'Close the sequence as failed?',
      'Close the sequence',
      /No further mission is started/,
    ],
    [
      /^Skip with reason/,
      'Skip Install the web application?',
      'Skip Install the web application',
      /marked as skipped by you/,
    ],
    [
      /^Cancel/,
      'Cancel this run?',
      'Cancel the run',
      /Those under way are cancelled too/,
    ],
  ])('asks after %s: %s', async (button, title, confirm, text) => {
    await seeRun(stopped());
    await userEvent.click(await screen.findByRole('button', { name: button }));
    const dialog = await screen.findByRole('dialog', { name: title });
    expect(dialog).toHaveTextContent(text);
    expect(
      within(dialog).getByRole('button', { name: confirm }),
    ).toBeInTheDocument();
    expectNoClusterName();
  });

  it('asks whether all that its missions did shall be undone', async () => {
    await seeRun(aSequence('succeeded', { allowed: ['undo'] }));
    await userEvent.click(await screen.findByRole('button', { name: 'Undo…' }));
    expect(
      await screen.findByRole('dialog', { name: 'Undo the sequence?' }),
    ).toHaveTextContent('the last one first, on dev and staging.');
  });

  it('says of a closed undo that what was taken back stays so', async () => {
    await seeRun(stopped({ undoOf: 'run-0' }));
    await userEvent.click(
      await screen.findByRole('button', { name: /^Close as failed/ }),
    );
    expect(
      await screen.findByText(/What was taken back already stays so/),
    ).toBeInTheDocument();
  });

  it('says that nothing was changed where it does not fit, and where it does not know it nothing', async () => {
    const blocked = (children: Run['children']) =>
      aSequence(
        'blocked',
        { allowed, waitingForMe: ['blocked'], children },
        { reason: "There is no cluster 'nowhere'", steps: [] },
      );
    const { unmount } = await seeRun(blocked([]));
    expect(
      await screen.findByText('The sequence does not fit yet'),
    ).toBeInTheDocument();
    expect(
      await screen.findByText(/nothing was changed on any cluster/),
    ).toBeInTheDocument();
    unmount();
    await seeRun(blocked([aChild('succeeded')]));
    expect(
      await screen.findByText("There is no cluster 'nowhere'", {
        selector: 'h3',
      }),
    ).toBeInTheDocument();
    expect(screen.queryByText(/nothing was changed/i)).toBeNull();
  });

  it('says that a pause holds back further missions only', async () => {
    await seeRun(
      aSequence('running', {
        pauseRequested: true,
        children: [aChild('running')],
      }),
    );
    expect(
      await screen.findByText(/it is paused on its own page/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/Each cluster stops/)).toBeNull();
  });

  it('names log, evidence and journal of a step without a cluster', async () => {
    openRun(
      {
        getRun: async () => aSequence('succeeded'),
        listEvidence: async () => [
          aCheckResult({ targetId: '-', stepId: 'install', phase: 'step' }),
        ],
      },
      '?step=install&tab=evidence',
    );
    expect(
      await screen.findByRole('table', {
        name: 'Evidence of Install the web application',
      }),
    ).toBeInTheDocument();
    expectNoClusterName();
  });

  it('names in its history the step, whatever the message holds', async () => {
    openRun({
      getRun: async () => stopped(),
      listEvents: async () => [
        {
          seq: 1,
          at: new Date(),
          data: {},
          type: 'step.failed',
          targetId: '-',
          stepId: 'install',
          message: 'Run child-1 ended as failed',
        },
      ],
    });
    const history = await screen.findByRole('list', { name: 'History' });
    expect(history).toHaveTextContent(
      'Install the web application: Run child-1 ended as failed',
    );
  });
});
