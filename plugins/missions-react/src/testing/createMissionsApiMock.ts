import type {
  RunList,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import type { MissionsApi, RunQuery } from '../api';
import {
  aCluster,
  aFinishedRun,
  aFreeze,
  ago,
  aMission,
  aMissionSummary,
  anApproval,
  anOrbit,
  aPlan,
  aRun,
  aRunSummary,
  aStatus,
  noBrakes,
  someClusters,
  someEvents,
  someEvidence,
  someFindings,
  someJournal,
  someLogLines,
  someOrbits,
  someUpcomingSlots,
} from './fixtures';

/**
 * A complete API that answers with the fixtures; methods of `change` replace
 * those of the fixtures. Its stream stays open and says nothing.
 * @public
 */
export function createMissionsApiMock(
  change: Partial<MissionsApi> = {},
): MissionsApi {
  return {
    getStatus: async () => aStatus(),

    listMissions: async () => ({
      items: [aMissionSummary()],
      total: 1,
      facets: [],
    }),
    getMission: async () => aMission(),
    listMissionProblems: async () => [],
    checkFitness: async () => [],
    listActions: async () => [],

    listClusters: async () => someClusters(),
    listClusterProblems: async () => [],
    getCluster: async name => aCluster({ name }),
    resetCluster: async name => aCluster({ name }),
    getBrakes: async () => noBrakes(),
    setFreeze: async request => aFreeze(request),
    liftFreeze: async () => noBrakes(),

    listRuns: async query => runsOf(query),
    createRun: async () => aRun(),
    getRun: async id => aRun({ id }),
    getPlan: async runId => aPlan({ runId }),
    getPlanMarkdown: async () => '# Plan\n',
    getUndoKit: async () => ({ targets: [], bytes: 0 }),
    exportUndoKit: async () => new Blob(['age-encryption.org/v1']),
    listEvidence: async () => someEvidence(),
    listJournal: async () => someJournal(),
    listEvents: async () => someEvents(),
    listLogs: async (_runId, filter) => ({
      items: someLogLines().filter(
        line =>
          (!filter?.target || line.targetId === filter.target) &&
          (!filter?.step || line.stepId === filter.step) &&
          (!filter?.after || line.seq > filter.after),
      ),
      truncated: false,
    }),
    listFindings: async () => someFindings(),
    streamRun: ({ signal, onOpen }) =>
      new Promise((_resolve, reject) => {
        onOpen?.();
        signal.addEventListener('abort', () => reject(signal.reason));
      }),

    cancelRun: async () => aRun({ state: 'cancelling' }),
    pauseRun: async () => aRun({ state: 'paused' }),
    resumeRun: async () => aRun(),
    passWindows: async () => aRun(),
    recheckRun: async () => aRun({ state: 'preflight' }),
    undoRun: async (undoOf: string) => aRun({ id: 'undo-run', undoOf }),
    decideTarget: async () => aRun(),
    giveFeedback: async () => aFinishedRun(),

    listApprovals: async () => [anApproval()],
    getApproval: async id => anApproval({ id }),
    delegateApproval: async id => anApproval({ id }),
    listDelegations: async () => [],
    endDelegation: async () => {},
    decideApproval: async (id, { decision }) =>
      anApproval({
        id,
        state: decision === 'approve' ? 'approved' : 'rejected',
      }),

    listOrbits: async () => someOrbits(),
    listUpcomingSlots: async query => someUpcomingSlots(query?.hours),
    createOrbit: async () => anOrbit(),
    getOrbit: async id => anOrbit({ id }),
    deleteOrbit: async () => undefined,
    pauseOrbit: async id => anOrbit({ id, paused: true, state: 'paused' }),
    resumeOrbit: async id => anOrbit({ id }),
    runOrbit: async () => aRun({ type: 'orbit' }),
    listOrbitFindings: async () => someFindings(),
    ...change,
  };
}

const groups: Record<NonNullable<RunQuery['group']>, () => RunSummary[]> = {
  waiting: () => [
    aRunSummary(),
    aRunSummary({
      id: 'run-waiting-2',
      title: 'Web application',
      createdAt: ago(480),
      state: 'awaiting_approval',
      waitingForMe: ['approval'],
      targets: [
        { id: 'prod-us', state: 'awaiting_approval' },
        { id: 'prod-eu', state: 'awaiting_approval' },
      ],
    }),
  ],
  active: () => [
    aRunSummary({
      id: 'run-active',
      title: 'Upgrade the ingress fleet',
      type: 'sequence',
      state: 'running',
      reason: 'edge-1: waiting for 2 of 3 Pods',
      initiator: 'user:default/omar',
      waitingForMe: [],
    }),
  ],
  completed: () => [
    aFinishedRun({ id: 'run-done', title: 'Wrong image tag', type: 'fix' }),
    aFinishedRun({
      id: 'run-unknown',
      title: 'Extend a full volume',
      finishedAt: ago(600),
      state: 'inconclusive',
      outcome: 'Repaired, but nothing could be asked',
      feedback: 'up',
      targets: [{ id: 'edge-1', state: 'inconclusive' }],
    }),
  ],
};

function runsOf(query: RunQuery = {}): RunList {
  const all = query.group
    ? groups[query.group]()
    : Object.values(groups).flatMap(group => group());
  const items = query.state
    ? all.filter(({ state }) => query.state?.includes(state))
    : all;
  return { items, total: items.length, facets: [] };
}
