import type { ApprovalRecord, RunRecord, TargetRecord } from '../store';
import {
  waitingNotice,
  type Audience,
  type NoticeFacts,
} from './waitingNotices';

const run = {
  id: 'run-1',
  title: 'Web application',
  initiator: 'user:default/operator',
  state: 'running',
} as RunRecord;
const target = (state: TargetRecord['state']) =>
  ({ targetId: 'dev', state } as TargetRecord);
const approval = (change: Partial<ApprovalRecord>) =>
  ({
    state: 'open',
    policy: { from: ['group:default/approvers'] },
    decisions: [],
    ...change,
  } as unknown as ApprovalRecord);

function notice(audience: Audience, facts: Partial<NoticeFacts>) {
  return waitingNotice(
    {
      run,
      targets: [],
      approvals: [],
      approvers: [],
      link: '/missions/runs/run-1',
      ...facts,
    },
    audience,
    true,
  );
}

describe('waitingNotice', () => {
  it.each<[string, Audience, Partial<NoticeFacts>]>([
    ['Approval needed', 'approvers', { approvals: [approval({})] }],
    ['Blocked', 'starter', { targets: [target('blocked')] }],
    [
      'Failed, decide how to go on',
      'starter',
      { targets: [target('needs_decision')] },
    ],
    [
      'Waits for another approval',
      'starter',
      { approvals: [approval({ kind: 'drift' })] },
    ],
  ])('asks for attention, never by a green tick: %s', (title, to, facts) => {
    expect(notice(to, facts)).toMatchObject({
      title: `${title}: Web application`,
      severity: 'high',
    });
  });

  it.each<[string, Audience, Partial<NoticeFacts>]>([
    ['Approved', 'approvers', { approvals: [approval({ state: 'approved' })] }],
    ['Goes on', 'starter', {}],
  ])('tells calmly what asks for nothing: %s', (title, to, facts) => {
    expect(notice(to, facts)).toMatchObject({
      title: `${title}: Web application`,
      severity: 'low',
    });
  });
});
