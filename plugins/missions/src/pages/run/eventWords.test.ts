import type { RunEvent } from '@mission-control/plugin-missions-common';
import { eventTone, eventWords, isHistory } from './eventWords';

const event = (type: string, change: Partial<RunEvent> = {}): RunEvent => ({
  seq: 1,
  at: new Date(0),
  type,
  data: {},
  ...change,
});

describe('eventWords', () => {
  it('speaks the words of the state tables', () => {
    expect(eventWords(event('target.succeeded', { targetId: 'dev' }))).toBe(
      'dev: Verified',
    );
    expect(
      eventWords(event('step.failed', { targetId: 'dev', stepId: 'apply' })),
    ).toBe('dev, apply: Failed');
    expect(eventWords(event('approval.opened'))).toBe('approval opened');
  });

  it('prefers the message, and does not name a cluster twice', () => {
    expect(
      eventWords(event('x', { targetId: 'dev', message: 'dev is proven' })),
    ).toBe('dev is proven');
  });
});

describe('eventTone', () => {
  it.each([
    ['target.succeeded', 'ok'],
    ['step.failed', 'fail'],
    ['target.inconclusive', 'unknown'],
    ['target.awaiting_approval', 'wait'],
    ['approval.approved', 'idle'],
    ['step.running', 'run'],
  ])('draws %s as %s', (type, tone) => {
    expect(eventTone(event(type))).toBe(tone);
  });
});

describe('isHistory', () => {
  it('leaves writes to the journal', () => {
    expect(isHistory(event('journal.intent'))).toBe(false);
    expect(isHistory(event('target.running'))).toBe(true);
  });
});
