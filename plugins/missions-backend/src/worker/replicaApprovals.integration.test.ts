import {
  type ApprovalRecord,
  decideApproval,
  readApprovals,
  readEvents,
  readTargets,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import type { TestEngine, TestSpec } from './__testUtils__/TestEngine';
import { TwoReplicas } from './__testUtils__/TwoReplicas';

jest.setTimeout(90_000);

const { ids, databases } = engineDatabases({ both: true });
const LEADS = 'group:default/leads';
const ANN = 'user:default/ann';
const BOB = 'user:default/bob';
const CARL = 'user:default/carl';
const OPERATOR = 'user:default/operator';
/** Who is in which group. */
const groups: Record<string, string[]> = {
  [ANN]: [LEADS],
  [BOB]: [],
  [CARL]: [LEADS],
  [OPERATOR]: [LEADS],
};
const paint: TestSpec = {
  approval: {
    policy: 'required',
    count: 2,
    from: [LEADS, BOB],
    notStarter: true,
    expires: '1h',
  },
  steps: [paintHouse],
  verify: [houseIsBlue],
};

describe.each(ids)('approvals over two replicas on %s', id => {
  let replicas: TwoReplicas;
  let one: TestEngine;
  let other: TestEngine;
  let cluster: MemoryCluster;

  beforeEach(async () => {
    cluster = new MemoryCluster('a');
    replicas = await TwoReplicas.create(await databases.init(id), [cluster]);
    ({ one, other } = replicas);
  });

  afterEach(() => replicas.stop());

  /** A run that waits for two of them, which `one` has planned; nobody works any more. */
  async function asked(spec = paint): Promise<ApprovalRecord> {
    await replicas.works(one);
    const run = await one.start(spec);
    await one.asks(run.id);
    await one.halt();
    return (await one.openApprovals(run.id))[0];
  }
  const say = (
    replica: TestEngine,
    { id: approvalId, runId, hash }: ApprovalRecord,
    by: string,
    decision: 'approve' | 'reject' = 'approve',
    comment?: string,
  ) =>
    replica.store.changeRun(runId, change =>
      decideApproval({
        change,
        id: approvalId,
        decider: { by, ownershipRefs: groups[by] ?? [] },
        decision,
        hash,
        comment,
      }),
    );
  const read = async ({ runId, id: approvalId }: ApprovalRecord) =>
    (await readApprovals({ tx: one.store.db, runIds: [runId] })).find(
      approval => approval.id === approvalId,
    )!;
  const eventsOf = async (runId: string, type: string) =>
    (await readEvents({ tx: one.store.db, runId })).filter(
      event => event.type === type,
    );
  const targetOf = async (runId: string) =>
    (await readTargets({ tx: one.store.db, runIds: [runId] }))[0];

  it('count a person and a member of a group who decide at once at each of them', async () => {
    const approval = await asked();
    await Promise.all([
      say(one, approval, ANN, 'approve', 'Seen the plan'),
      say(other, approval, BOB),
    ]);
    const { state, decisions } = await read(approval);
    expect(state).toBe('approved');
    expect(decisions.map(({ by, comment }) => [by, comment]).sort()).toEqual([
      [ANN, 'Seen the plan'],
      [BOB, undefined],
    ]);
    expect(await eventsOf(approval.runId, 'approval.approved')).toHaveLength(1);
    await replicas.works(other);
    await other.reaches(approval.runId, 'succeeded');
  });

  it('count who says it at both of them once', async () => {
    const approval = await asked();
    await Promise.all([say(one, approval, ANN), say(other, approval, ANN)]);
    expect(await read(approval)).toMatchObject({
      state: 'open',
      decisions: [{ by: ANN }],
    });
    await say(other, approval, CARL);
    expect(await read(approval)).toMatchObject({ state: 'approved' });
  });

  it('let the starter and strangers decide at none of them', async () => {
    const approval = await asked();
    for (const replica of [one, other]) {
      for (const by of [OPERATOR, 'user:default/mallory']) {
        await expect(say(replica, approval, by)).rejects.toMatchObject({
          code: 'APPROVAL_NOT_YOURS',
        });
      }
    }
    expect(await read(approval)).toMatchObject({
      state: 'open',
      decisions: [],
    });
  });

  it('let one word decide of two that contradict each other at once', async () => {
    const approval = await asked({
      ...paint,
      approval: { ...paint.approval!, count: 1 },
    });
    const told = await Promise.allSettled([
      say(one, approval, ANN),
      say(other, approval, BOB, 'reject', 'Not on a Friday'),
    ]);
    const refused = told.flatMap(item =>
      item.status === 'rejected' ? [item.reason.code] : [],
    );
    expect(refused).toEqual(['APPROVAL_CLOSED']);
    const { state, decisions } = await read(approval);
    expect(decisions).toHaveLength(1);
    const wasApproved = decisions[0].decision === 'approve';
    expect(state).toBe(wasApproved ? 'approved' : 'rejected');
    expect((await targetOf(approval.runId)).state).toBe(
      wasApproved ? 'running' : 'cancelled',
    );
  });

  it('reject once what nobody decided in time, also when its replica is gone', async () => {
    const approval = await asked();
    await say(one, approval, ANN);
    await one.store
      .db('approvals')
      .where({ id: approval.id })
      .update({ expires_at: '2020-01-01T00:00:00.000Z' });
    await Promise.all([replicas.works(one), replicas.works(other)]);
    await other.reaches(approval.runId, 'cancelled');
    expect(await read(approval)).toMatchObject({ state: 'expired' });
    expect(await eventsOf(approval.runId, 'approval.expired')).toHaveLength(1);
    expect((await targetOf(approval.runId)).reason).toMatch(
      /^Nobody decided until 2020-\S+ \(2 needed\)$/,
    );
    expect(cluster.objects.size).toBe(0);
  });

  it('ask about the delta at one, and write it at the other', async () => {
    await replicas.works(one);
    const run = await one.start({
      ...paint,
      approval: { ...paint.approval!, count: 1 },
      steps: [
        paintHouse,
        { id: 'look', action: 'memory:get', input: { name: 'house' } },
        {
          id: 'copy',
          action: 'memory:set',
          input: { name: 'shed', value: '${{ steps.look.output.value }}' },
        },
      ],
    });
    await one.asks(run.id);
    await say(other, (await one.openApprovals(run.id))[0], BOB);
    await one.asks(run.id);
    await one.halt();
    const [delta] = await other.openApprovals(run.id);
    expect(delta).toMatchObject({ kind: 'supplementary', targetId: 'a' });
    expect(cluster.objects.has('shed')).toBe(false);
    await expect(say(other, delta, OPERATOR)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    });
    await say(one, delta, ANN, 'approve', 'As expected');
    await replicas.works(other);
    await other.reaches(run.id, 'succeeded');
    expect(cluster.objects.get('shed')).toEqual({ data: 'blue' });
    // What was written before it asked is not written again.
    expect([one.hooks.calls.length, other.hooks.calls.length]).toEqual([1, 1]);
    const [{ message }] = (await eventsOf(run.id, 'approval.decided')).slice(
      -1,
    );
    expect(message).toBe('As expected');
  });
});
