import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  serviceCredentials,
  userCredentials,
} from '../../__testUtils__/credentials';
import { readEvents } from '../../store';
import { listOpenApprovals } from '../../store/operations/listOpenApprovals';
import { engineDatabases } from '../../store/__testUtils__/databases';
import type { TestEngine } from '../../worker/__testUtils__/TestEngine';
import { waitingFor } from '../runs/waitingFor';
import {
  startApprovals,
  userOf,
  type Approvals,
} from './__testUtils__/startApprovals';
import type { ApprovalService } from './ApprovalService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });

const groups: Record<string, string[]> = {
  'user:default/ann': ['group:default/leads', 'group:default/owners'],
  'user:default/bob': ['group:default/leads'],
  'user:default/carl': ['group:default/deputies'],
  'user:default/dora': ['group:default/deputies'],
};
const [ann, bob, carl, dora] = Object.keys(groups).map(userCredentials);
const operator = userCredentials('user:default/operator');
const DEPUTIES = 'group:default/deputies';

describe.each(ids)('a voice that is handed over on %s', id => {
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

  const asked = (
    count: number,
    from = ['group:default/leads', 'group:default/owners'],
  ) => started.ask(count, from);
  type Asked = Awaited<ReturnType<typeof asked>>;
  const decide: Approvals['decide'] = (...args) => started.decide(...args);
  const handOver = (
    approval: Asked,
    credentials: BackstageCredentials,
    request: { to: string; comment?: string; until?: Date },
  ) => approvals.delegate({ credentials, approvalId: approval.id, request });
  const soon = () => new Date(Date.now() + 3_600_000);

  it('for a time is listed and ended also while no approval is open, and brings back none before it', async () => {
    const first = await asked(2);
    await handOver(first, ann, { to: 'user:default/carl', until: soon() });
    await handOver(first, ann, { to: DEPUTIES, until: soon() });
    await decide(first, bob, 'reject');
    const mine = await approvals.delegations({ credentials: ann });
    expect(mine).toEqual([
      {
        id: expect.any(String),
        to: DEPUTIES,
        at: expect.any(Date),
        until: expect.any(Date),
      },
    ]);
    expect(await approvals.delegations({ credentials: bob })).toEqual([]);
    const [{ id: delegationId }] = mine;
    await expect(
      approvals.endDelegation({ credentials: bob, delegationId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });

    const next = await asked(2);
    expect(
      (await approvals.get({ credentials: dora, approvalId: next.id }))
        .mayDecide,
    ).toBe(true);
    await approvals.endDelegation({ credentials: ann, delegationId });
    expect(await approvals.delegations({ credentials: ann })).toEqual([]);
    for (const credentials of [dora, carl]) {
      await expect(decide(next, credentials)).rejects.toMatchObject({
        code: 'APPROVAL_NOT_YOURS',
      });
    }
    await expect(
      approvals.endDelegation({ credentials: ann, delegationId }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('for one approval is ended with a word in the history of its run', async () => {
    const approval = await asked(2);
    await handOver(approval, ann, { to: DEPUTIES });
    const [mine] = await approvals.delegations({ credentials: ann });
    expect(mine).toMatchObject({
      approvalId: approval.id,
      runId: approval.runId,
      until: undefined,
    });
    await approvals.endDelegation({ credentials: ann, delegationId: mine.id });
    await expect(decide(approval, carl)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    });
    const events = await readEvents({
      tx: engine.store.db,
      runId: approval.runId,
    });
    expect(events.at(-1)).toMatchObject({
      type: 'approval.delegationEnded',
      by: 'user:default/ann',
      data: { approvalId: approval.id, handedTo: DEPUTIES },
    });
    // A new one counts again.
    await handOver(approval, ann, { to: DEPUTIES });
    expect((await decide(approval, carl)).decisions).toHaveLength(1);
  });

  it('counts for whose it is, is recorded and shown, and only for this approval', async () => {
    const approval = await asked(2);
    await expect(decide(approval, carl)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    });
    const handed = await handOver(approval, ann, {
      to: DEPUTIES,
      comment: 'On leave',
    });
    expect(handed.delegations).toMatchObject([
      { by: 'user:default/ann', to: DEPUTIES, comment: 'On leave' },
    ]);
    const open = await listOpenApprovals({
      tx: engine.store.db,
      dialect: engine.store.dialect,
    });
    const waiting = waitingFor({
      user: userOf(groups, 'user:default/carl'),
      approvals: open,
      stuck: [],
    });
    expect([...waiting.keys()]).toEqual([approval.runId]);

    expect((await decide(approval, carl)).decisions).toMatchObject([
      { by: 'user:default/carl', for: 'user:default/ann' },
    ]);
    // The voice is used: by nobody else of the group, and not by its owner.
    await expect(decide(approval, dora)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    });
    await expect(decide(approval, ann)).rejects.toMatchObject({
      message: 'carl decided in your place already',
    });
    expect((await decide(approval, bob)).state).toBe('approved');
    const events = await readEvents({
      tx: engine.store.db,
      runId: approval.runId,
    });
    expect(
      events.find(({ type }) => type === 'approval.delegated'),
    ).toMatchObject({
      by: 'user:default/ann',
      message: 'deputies: On leave',
      data: { handedTo: DEPUTIES },
    });

    const next = await asked(1);
    await expect(decide(next, carl)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    });
  });

  it('counts once however many hand theirs to one person, and who is in two groups', async () => {
    const approval = await asked(2);
    await handOver(approval, ann, { to: 'user:default/carl' });
    await handOver(approval, bob, { to: 'user:default/carl' });
    expect((await decide(approval, carl)).state).toBe('open');
    await expect(decide(approval, carl, 'reject')).rejects.toMatchObject({
      code: 'APPROVAL_CLOSED',
    });
    const own = await asked(2);
    expect((await decide(own, ann)).state).toBe('open');
    expect((await decide(own, ann)).decisions).toHaveLength(1);
  });

  it('holds for a time for every approval that asks its owner, until another one or its end', async () => {
    const first = await asked(1);
    await handOver(first, ann, { to: DEPUTIES, until: soon() });
    const second = await asked(1);
    expect((await decide(second, dora)).state).toBe('approved');
    const others = await asked(1, ['group:default/others']);
    await expect(decide(others, dora)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    });
    await handOver(first, ann, { to: DEPUTIES, until: new Date(0) });
    await expect(decide(first, dora)).rejects.toMatchObject({
      code: 'APPROVAL_NOT_YOURS',
    });
    expect(
      (await approvals.get({ credentials: ann, approvalId: first.id }))
        .delegations,
    ).toEqual([]);
  });

  it('is no way around the starter, and cannot be handed on', async () => {
    const approval = await asked(1);
    await handOver(approval, ann, { to: 'user:default/operator' });
    await expect(decide(approval, operator)).rejects.toMatchObject({
      message: 'Who started the run may not approve it',
    });
    await handOver(approval, bob, { to: 'user:default/carl' });
    await expect(
      handOver(approval, carl, { to: 'user:default/dora' }),
    ).rejects.toMatchObject({ code: 'APPROVAL_NOT_YOURS' });
    await expect(
      handOver(approval, serviceCredentials(), { to: 'user:default/dora' }),
    ).rejects.toMatchObject({ code: 'APPROVAL_NOT_YOURS' });
  });

  it.each([
    ['to oneself', { to: 'user:default/ann' }],
    ['for longer than 90 days', { to: DEPUTIES, until: new Date(8e12) }],
    ['until no time', { to: DEPUTIES, until: new Date('soon') }],
  ])('is not handed over %s', async (_, request) => {
    const approval = await asked(1);
    await expect(handOver(approval, ann, request)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    expect(await engine.store.db('approval_delegations')).toEqual([]);
  });

  it('is nothing to hand over where anyone may decide, or after the decision', async () => {
    const open = await asked(1, []);
    await expect(handOver(open, ann, { to: DEPUTIES })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    });
    const approval = await asked(2);
    const [view] = await approvals.list({ credentials: ann, mine: true });
    expect(view.mayDelegate).toBe(true);
    await decide(approval, ann);
    await expect(
      handOver(approval, ann, { to: DEPUTIES }),
    ).rejects.toMatchObject({ code: 'APPROVAL_CLOSED' });
  });
});
