import type { RunEvent } from '@mission-control/plugin-missions-common';
import {
  eventTone,
  eventWords,
  isHistory,
  pastTone,
  withoutRetold,
  type EventVocabulary,
} from './eventWords';

const event = (type: string, change: Partial<RunEvent> = {}): RunEvent => ({
  seq: 1,
  at: new Date(0),
  type,
  data: {},
  ...change,
});

const words: EventVocabulary = {
  known: key => `<${key}>`,
  because: (decided, reason) => `${decided} because ${reason}`,
  run: state => `run ${state}`,
  step: state => `step ${state}`,
  stepName: id => (id === 'apply' ? 'Apply it' : id),
};

describe('withoutRetold', () => {
  const failed = event('step.failed', {
    targetId: 'dev',
    stepId: 'apply',
    message: 'no image',
  });
  const after = (message: string, targetId = 'dev') =>
    withoutRetold(
      [failed, event('target.failed', { targetId, message })],
      words.stepName,
    )[1].message;

  it('leaves out what the step of the same cluster told', () => {
    expect(after('no image')).toBeUndefined();
    expect(after('Apply it: no image')).toBeUndefined();
  });

  it('leaves no name of a step or check behind without its cause', () => {
    expect(after('apply: no image')).toBeUndefined();
    expect(after('is-ready: no image')).toBeUndefined();
    expect(after('is-ready: no image; closed by jane: too late')).toBe(
      'closed by jane: too late',
    );
  });

  it('keeps what is said beyond it, and what is said of another cluster', () => {
    expect(after('Apply it: no image; closed by jane: too late')).toBe(
      'closed by jane: too late',
    );
    expect(after('Apply it: no image', 'prod')).toBe('Apply it: no image');
  });
});

describe('eventWords', () => {
  it('speaks the words of the state tables', () => {
    const of = (type: string, change: Partial<RunEvent>) =>
      eventWords(event(type, change), words);
    expect(of('target.succeeded', { targetId: 'dev' })).toBe(
      'dev: run succeeded',
    );
    expect(of('step.failed', { targetId: 'dev', stepId: 'apply' })).toBe(
      'dev, Apply it: step failed',
    );
    expect(of('approval.opened', {})).toBe('<run.eventApprovalOpened>');
    expect(of('run.pauseRequested', {})).toBe('<run.eventPauseRequested>');
    expect(of('run.resumed', {})).toBe('<run.eventResumed>');
    expect(of('target.released', { targetId: '-' })).toBe(
      '<run.eventReleased>',
    );
    expect(of('something.new', {})).toBe('something new');
  });

  it('names the cluster unless the message names that very one', () => {
    const told = (message: string) =>
      eventWords(event('target.failed', { targetId: 'dev', message }), words);
    expect(told('no answer from dev.')).toBe('no answer from dev.');
    expect(told('dev: no answer')).toBe('dev: no answer');
    expect(told('no answer from dev-2')).toBe('dev: no answer from dev-2');
    expect(told('developer asked')).toBe('dev: developer asked');
    expect(told('on eu.dev nothing')).toBe('dev: on eu.dev nothing');
  });

  it('says what was decided, and why', () => {
    const decided = (decision: string, message?: string) =>
      eventWords(
        event('target.decided', {
          targetId: 'staging',
          message,
          data: { decision, state: 'failed' },
        }),
        words,
      );
    expect(decided('undo')).toBe('staging: <run.decidedUndo>');
    expect(decided('close', 'wrong tag')).toBe(
      'staging: <run.decidedClose> because wrong tag',
    );
    expect(decided('another', 'wrong tag')).toBe(
      'staging: <run.eventDecided> because wrong tag',
    );
    expect(decided('close', 'not on staging today')).toBe(
      'staging: <run.decidedClose> because not on staging today',
    );
  });

  it('tells that a cluster was given up, however long the cause is', () => {
    const message = `Given up after 5 min: identity: ${'no answer, '.repeat(
      30,
    )}`;
    const given = { targetId: 'dev', message, data: { givenUp: true } };
    expect(eventWords(event('target.failed', given), words)).toMatch(
      /^dev: Given up after 5 min: identity: no answer,.*…$/,
    );
  });

  it('tells a long cause of a cluster with its step, not with its state', () => {
    const cause = `Deployment web is not ready: no image. ${'Nothing '.repeat(
      30,
    )}`;
    const told = (type: string, stepId?: string) =>
      eventWords(
        event(type, { targetId: 'staging', stepId, message: cause }),
        words,
      );
    expect(told('target.needs_decision')).toBe('staging: run needs_decision');
    expect(told('step.failed', 'apply')).toBe(
      'staging, Apply it: Deployment web is not ready: no image',
    );
  });

  it.each([
    ['run.created', {}, '<run.eventCreated>'],
    ['run.pauseRequested', {}, '<run.eventPauseRequested>'],
    ['run.resumed', {}, '<run.eventResumed>'],
    ['run.cancelRequested', {}, '<run.eventCancelRequested>'],
    ['approval.opened', {}, '<run.eventApprovalOpened>'],
    ['approval.automatic', {}, '<run.eventApprovalAutomatic>'],
    ['approval.decided', { decision: 'approve' }, '<run.saidYes>'],
    ['approval.decided', { decision: 'reject' }, '<run.saidNo>'],
    ['approval.decided', {}, '<run.eventApprovalDecided>'],
  ])('says what %s %j was, and why', (type, data, told) => {
    const of = (message?: string) =>
      eventWords(event(type, { data, message }), words);
    expect(of()).toBe(told);
    expect(of('hold')).toBe(`${told} because hold`);
  });

  it('prefers the message, and does not name a cluster twice', () => {
    expect(
      eventWords(
        event('x', { targetId: 'dev', message: 'dev is proven' }),
        words,
      ),
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
    ['approval.opened', 'wait'],
    ['step.running', 'run'],
    ['target.cancelled', 'cancelled'],
  ])('draws %s as %s', (type, tone) => {
    expect(eventTone(event(type))).toBe(tone);
  });
});

describe('the end of a run', () => {
  it.each([
    ['ok', { state: 'succeeded' }],
    ['fail', { state: 'failed' }],
    ['cancelled', { state: 'cancelled' }],
    ['warn', { state: 'succeeded', verdict: { findings: 7 } }],
    [
      'unknown',
      { state: 'succeeded', verdict: { findings: 0, notAssessed: 1 } },
    ],
    ['idle', {}],
  ])('is drawn as %s for %j', (tone, data) => {
    expect(eventTone(event('run.finished', { data }))).toBe(tone);
  });
});

describe('pastTone', () => {
  it('stops what is over, and leaves verdicts', () => {
    expect(pastTone('run', true)).toBe('idle');
    expect(pastTone('run', false)).toBe('run');
    expect(pastTone('fail', true)).toBe('fail');
  });
});

describe('isHistory', () => {
  it('leaves writes to the journal', () => {
    expect(isHistory(event('journal.intent'))).toBe(false);
    expect(isHistory(event('target.running'))).toBe(true);
  });
});
