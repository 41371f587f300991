import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { terminalStates } from '@mission-control/plugin-missions-common';
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
  trigger: { kind: 'page' },
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
      kept: 0,
      approvers: [],
      delegations: [],
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
    ['Blocked on dev', 'starter', { targets: [target('blocked')] }],
    [
      'Blocked on dev',
      'starter',
      { targets: [{ ...target('blocked'), wakeAt: '2026-11-22T06:00:00Z' }] },
    ],
    [
      'Failed on dev, decide how to go on',
      'starter',
      { targets: [target('needs_decision')] },
    ],
    [
      'Failed on dev, staging, decide how to go on',
      'starter',
      {
        targets: [
          target('needs_decision'),
          { ...target('needs_decision'), targetId: 'staging' },
          { ...target('succeeded'), targetId: 'prod' },
        ],
      },
    ],
    [
      'Failed on 4 clusters, decide how to go on',
      'starter',
      {
        targets: ['a', 'b', 'c', 'd'].map(targetId => ({
          ...target('needs_decision'),
          targetId,
        })),
      },
    ],
    [
      'Failed, decide how to go on',
      'starter',
      { targets: [{ ...target('needs_decision'), targetId: '-' }] },
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
    [
      'Held up on dev',
      'starter',
      { run: { ...run, orbitId: 'nightly' }, targets: [target('blocked')] },
    ],
    ['Approved', 'approvers', { approvals: [approval({ state: 'approved' })] }],
    ['Goes on', 'starter', {}],
    ['Failed', 'starter', { run: { ...run, state: 'failed' } }],
    ['Verified', 'starter', { run: { ...run, state: 'succeeded' } }],
    [
      'Looked',
      'starter',
      { run: { ...run, state: 'succeeded', type: 'orbit' } },
    ],
  ])('tells calmly what asks for nothing: %s', (title, to, facts) => {
    expect(notice(to, facts)).toMatchObject({
      title: `${title}: Web application`,
      severity: 'low',
    });
  });

  describe('of an undo', () => {
    const undo = { ...run, undoOf: 'run-0', state: 'succeeded' as const };
    const words = readFileSync(
      resolve(__dirname, '../../../missions/src/shell/messages.ts'),
      'utf8',
    );

    it.each<[number, string, string, string]>([
      [0, 'Taken back', 'takenBack', 'low'],
      [1, 'Taken back, except 1 object', 'takenBackExcept_one', 'high'],
      [2, 'Taken back, except 2 objects', 'takenBackExcept_other', 'high'],
    ])('that left %i objects: %s', (kept, word, key, severity) => {
      expect(notice('starter', { run: undo, kept })).toMatchObject({
        title: `${word}: Web application`,
        severity,
      });
      const text = word.replace(String(kept), '{{count}}');
      expect(words).toContain(`${key}: '${text}'`);
    });

    it('warns that it took nothing back', () => {
      const facts = { run: { ...undo, state: 'inconclusive' as const } };
      expect(notice('starter', { ...facts, kept: 1 })).toMatchObject({
        title: 'Inconclusive: Web application',
        severity: 'high',
      });
    });

    it('tells calmly that it goes on', () => {
      const facts = { run: { ...undo, state: 'running' as const } };
      expect(notice('starter', { ...facts, kept: 1 })).toMatchObject({
        title: 'Goes on: Web application',
        severity: 'low',
      });
    });
  });

  it.each(terminalStates)(
    'ends a run that is %s by the word that the portal has',
    state => {
      const words = readFileSync(
        resolve(__dirname, '../../../missions-react/src/text/stateMessages.ts'),
        'utf8',
      );
      const title = notice('starter', { run: { ...run, state } })?.title;
      const [word] = (title ?? '').split(':');
      expect(words.split('step: {')[0]).toContain(`${state}: '${word}'`);
    },
  );
});
