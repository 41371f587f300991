import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  errorCatalogue,
  validateParameters,
  type ErrorCode,
} from '@mission-control/plugin-missions-common';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aMission,
  aPlan,
  aRun,
  aStep,
  aTarget,
  aTargetPlan,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { refuse } from './__testUtils__/refuse';
import { openLaunch } from './__testUtils__/openLaunch';
import { openRun } from './__testUtils__/openRun';
import { renderPage } from './__testUtils__/renderPage';
import { ExplorerPage } from './pages/explorer/ExplorerPage';

const remedyOf = (code: ErrorCode) => errorCatalogue[code].remedy;

const mission = aMission({
  spec: {
    type: 'install',
    parameters: {
      properties: {
        suffix: { type: 'string', title: 'Suffix' },
        hosts: {
          type: 'array',
          title: 'Hosts',
          items: { type: 'object', properties: { name: { type: 'string' } } },
        },
      },
    },
    targets: { min: 1, max: 5 },
  },
});
const launch = (api: Partial<MissionsApi>) =>
  openLaunch({
    query: '?target=dev',
    api: {
      getMission: async () => mission,
      listClusters: async () => [aCluster({ name: 'dev' })],
      checkFitness: async () => [],
      getPlan: async () => aPlan(),
      ...api,
    },
  });
const press = async (name: RegExp) =>
  userEvent.click(await screen.findByRole('button', { name }));

describe('what the portal says to bad input', () => {
  it.each<[ErrorCode, { line?: number; column?: number }, string, string]>([
    [
      'MISSION_INVALID',
      { line: 3, column: 5 },
      ', line 3, column 5: ',
      'Flow sequence in block collection is not closed',
    ],
    ['PAYLOAD_TOO_LARGE', {}, ': ', 'The file has 1100400 bytes, at most 1 MB'],
    [
      'ACTION_UNKNOWN',
      { line: 14 },
      ', line 14: ',
      "spec.steps[0].action: no action 'test:nothing'",
    ],
    [
      'EXPRESSION_FAILED',
      { line: 17, column: 1 },
      ', line 17, column 1: ',
      "spec.steps[0].input.value: 'parameters.nothing' is not declared",
    ],
  ])('names place and remedy of a file with %s', async (...row) => {
    const [code, place, told, message] = row;
    const remedy = remedyOf(code);
    renderPage(<ExplorerPage />, {
      path: '/explorer',
      address: '/explorer',
      api: {
        listMissionProblems: async () => [
          {
            source: 'local',
            location: 'broken/mission.yaml',
            ...place,
            code,
            message,
            remedy,
            severity: 'error' as const,
          },
        ],
      },
    });
    const shown = await screen.findByText(/broken\/mission\.yaml/);
    expect(shown.closest('li')).toHaveTextContent(
      `local: broken/mission.yaml${told}${message}. ${remedy}`,
    );
  });

  it('says on the page of a mission whose file broke where it is broken', async () => {
    const message =
      "There is no mission 'local/web': web/mission.yaml of source 'local', line 3, column 5: it is not YAML";
    launch({ getMission: () => refuse('NOT_FOUND', message) });
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(screen.getByText(remedyOf('NOT_FOUND'))).toBeInTheDocument();
  });

  it.each<[ErrorCode, string]>([
    ['MISSION_CHANGED', "Mission 'local/web' is now version 4f1c, not 09ab"],
    ['CLUSTER_UNKNOWN', "There is no cluster 'dev'"],
    ['PAYLOAD_TOO_LARGE', 'The body of the request is larger than 1024 KB'],
    ['CLUSTER_UNAUTHORIZED', "Cluster 'dev' refuses the credentials: 401"],
  ])('tells place and remedy of a plan refused by %s', async (...row) => {
    const [code, message] = row;
    launch({ createRun: () => refuse(code, message) });
    await press(/show what will change/i);
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(screen.getByText(remedyOf(code))).toBeInTheDocument();
    expect(screen.getByText(code)).toBeInTheDocument();
    expect(
      screen.queryByRole('button', { name: /ask to apply/i }),
    ).not.toBeInTheDocument();
  });

  it('puts the wrong type of a parameter at its field, already for the plan', async () => {
    const { problems } = validateParameters(mission.spec.parameters, {
      suffix: 7,
      hosts: [{ name: 8 }],
    });
    const [suffix, hosts] = problems.map(({ message }) => message);
    launch({
      createRun: () =>
        refuse('PARAMETER_INVALID', `${suffix}; ${hosts}`, { problems }),
    });
    await press(/show what will change/i);
    expect(await screen.findByText(`${suffix}; ${hosts}`)).toBeInTheDocument();
    expect(screen.getByText('It has to be a text.')).toBeInTheDocument();
    expect(
      screen.getByText('[0].name: It has to be a text.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: /suffix/i })).toBeInvalid();
    expect(screen.getByText(remedyOf('PARAMETER_INVALID'))).toBeInTheDocument();
  });

  it('tells why the same key cannot start another run', async () => {
    const message =
      "The Idempotency-Key 'k' started run r1 with a different request";
    const createRun = jest
      .fn()
      .mockResolvedValueOnce(aRun({ state: 'planned' }))
      .mockImplementation(() => refuse('IDEMPOTENCY_CONFLICT', message));
    launch({ createRun });
    await press(/show what will change/i);
    await press(/ask to apply|apply/i);
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(
      screen.getByText(remedyOf('IDEMPOTENCY_CONFLICT')),
    ).toBeInTheDocument();
  });

  it('tells of a read-only cluster in the plan, with what to do', async () => {
    const code = 'CLUSTER_READ_ONLY';
    const message = "Cluster 'dev' is read-only: writable is not set";
    const problem = { stepId: 'first', code, message, remedy: remedyOf(code) };
    launch({
      createRun: async () => aRun({ state: 'failed', planOnly: true }),
      getPlan: async () =>
        aPlan({ targets: [aTargetPlan({ changes: [], problems: [problem] })] }),
    });
    await press(/show what will change/i);
    expect(await screen.findByText(message)).toBeInTheDocument();
    expect(screen.getByText(problem.remedy)).toBeInTheDocument();
  });

  it.each<[ErrorCode, string]>([
    ['PLAN_CHANGED', 'The plan is now 4f1c, not 09ab, which you looked at'],
    ['APPROVAL_CLOSED', 'The approval is approved already'],
    ['APPROVAL_NOT_YOURS', 'You started this run: somebody else approves it'],
  ])('says in the dialog why an approval is refused by %s', async (...row) => {
    const [code, message] = row;
    openRun({
      getRun: async () => aWaitingRun(),
      decideApproval: () => refuse(code, message),
    });
    await press(/^Approve 14 changes/);
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(
      within(dialog).getByRole('button', { name: /^Approve 14 changes/ }),
    );
    expect(await within(dialog).findByText(message)).toBeInTheDocument();
    expect(within(dialog).getByText(remedyOf(code))).toBeInTheDocument();
  });

  it.each<[ErrorCode, string]>([
    ['CLUSTER_FORBIDDEN', 'missions-writer may not update configmaps in web'],
    ['CLUSTER_UNAUTHORIZED', 'The cluster refuses the credentials (401)'],
    ['CLUSTER_UNKNOWN', "Cluster 'edge-1' is gone: its source lost it"],
  ])(
    'tells at its step what stopped a run in the middle: %s',
    async (...row) => {
      const [code, message] = row;
      const remedy = remedyOf(code);
      const error = { code, message, remedy };
      openRun({
        getRun: async () =>
          aRun({
            targetsDetail: [
              aTarget({
                reason: `Write it: ${message}`,
                steps: [
                  aStep(),
                  aStep({
                    id: 'write',
                    name: 'Write it',
                    state: 'failed',
                    error,
                  }),
                ],
              }),
            ],
          }),
      });
      expect(await screen.findByText(remedy)).toBeInTheDocument();
      expect(screen.getAllByText(new RegExp(code))).not.toHaveLength(0);
      expect(document.body).toHaveTextContent(message);
    },
  );
});
