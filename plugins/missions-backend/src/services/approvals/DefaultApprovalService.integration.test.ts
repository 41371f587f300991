import {
  serviceCredentials,
  userCredentials,
} from '../../__testUtils__/credentials';
import type { RunScope } from '../../permissions';
import { engineDatabases } from '../../store/__testUtils__/databases';
import type { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { startApprovals, type Approvals } from './__testUtils__/startApprovals';
import type { ApprovalService } from './ApprovalService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const GROUP = 'group:default/approvers';
const groups = {
  'user:default/approver-ann': [GROUP],
  'user:default/approver-bob': [GROUP],
};
const [ann, bob] = Object.keys(groups).map(userCredentials);
const operator = userCredentials('user:default/operator');

describe.each(ids)('DefaultApprovalService on %s', id => {
  let engine: TestEngine;
  let approvals: ApprovalService;
  let started: Approvals;

  beforeEach(async () => {
    started = await startApprovals(await databases.init(id), groups);
    ({ engine, service: approvals } = started);
  });

  afterEach(async () => {
    await engine.stop();
  });

  const opened = async (count: number) => {
    const { id: approvalId } = await started.ask(count, [GROUP]);
    return approvals.get({ credentials: ann, approvalId });
  };

  it('lists as mine what the policy lets me decide', async () => {
    const approval = await opened(1);
    const mine = await approvals.list({ credentials: ann, mine: true });
    expect(mine.map(each => each.id)).toEqual([approval.id]);
    expect(await approvals.list({ credentials: operator, mine: true })).toEqual(
      [],
    );
    expect(
      await approvals.get({ credentials: operator, approvalId: approval.id }),
    ).toMatchObject({
      mayDecide: false,
      mayNotReason: 'Who started the run may not approve it',
    });
  });

  it('lists apart what rules approved and what people were asked for', async () => {
    const approval = await opened(1);
    const look = await engine.start({
      steps: [{ id: 'look', action: 'memory:get', input: { name: 'house' } }],
    });
    await engine.reaches(look.id, 'inconclusive');
    const runsOf = async (automatic?: boolean) =>
      (await approvals.list({ credentials: ann, automatic })).map(
        ({ runId }) => runId,
      );
    expect(await runsOf(true)).toEqual([look.id]);
    expect(await runsOf(false)).toEqual([approval.runId]);
    expect(await runsOf()).toEqual([look.id, approval.runId]);
  });

  it('lists those of a scope, however many newer ones are outside', async () => {
    const { db } = engine.store;
    const approval = await opened(1);
    const hidden = await opened(1);
    await db('runs')
      .where({ id: hidden.runId })
      .update({ initiator: 'user:default/other' });
    const row = await db('approvals').where({ id: hidden.id }).first();
    const rows = Array.from({ length: 500 }, (_, index) => ({
      ...row,
      id: `newer-${index}`,
      state: 'superseded',
      created_at: '2999-01-01T00:00:00.000Z',
    }));
    await db.batchInsert('approvals', rows, 50);
    const listed = async (runs: RunScope) =>
      (await approvals.list({ credentials: ann, runs })).map(
        ({ id: of }) => of,
      );
    const values = [approval.run!.initiator];
    expect(await listed({ key: 'initiator', values })).toEqual([approval.id]);
    expect(await listed('none')).toEqual([]);
  });

  it('counts one of two people who decide at once, and tells the other', async () => {
    const approval = await opened(1);
    const results = await Promise.allSettled([
      started.decide(approval, ann),
      started.decide(approval, bob, 'reject'),
    ]);
    const refused = results.filter(result => result.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({
      code: 'APPROVAL_CLOSED',
    });
    const after = await approvals.get({
      credentials: ann,
      approvalId: approval.id,
    });
    expect(after.decisions).toHaveLength(1);
  });

  it('counts both of two people when two are needed', async () => {
    const approval = await opened(2);
    const results = await Promise.all(
      [ann, bob].map(credentials => started.decide(approval, credentials)),
    );
    expect(results.some(result => result.state === 'approved')).toBe(true);
    const after = await approvals.get({
      credentials: ann,
      approvalId: approval.id,
    });
    expect([after.state, after.decisions.length]).toEqual(['approved', 2]);
  });

  it('refuses an old plan, other people and services', async () => {
    const approval = await opened(1);
    const approvalId = approval.id;
    const approve = { decision: 'approve', hash: approval.hash } as const;
    await expect(
      approvals.decide({
        credentials: ann,
        approvalId,
        request: { ...approve, hash: 'f'.repeat(64) },
      }),
    ).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
    for (const credentials of [operator, serviceCredentials()]) {
      await expect(
        approvals.decide({ credentials, approvalId, request: approve }),
      ).rejects.toMatchObject({ code: 'APPROVAL_NOT_YOURS' });
    }
    await expect(
      approvals.get({ credentials: ann, approvalId: 'none' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
