import { Pulse } from './Pulse';

const NOW = new Date('2026-11-21T12:00:00.000Z');
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('Pulse', () => {
  let pulse: Pulse;

  beforeEach(() => {
    jest.useFakeTimers({ now: NOW });
    pulse = Pulse.create({
      effect: 'Nothing moves',
      name: 'mover',
      silentMs: 1000,
    });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('is in trouble until it is started, whatever beats', () => {
    jest.advanceTimersByTime(5000);
    pulse.beat();
    expect(pulse.trouble).toEqual({
      since: NOW,
      message: 'Nothing moves: the mover of this process has not started yet.',
      remedy: expect.stringContaining('startup hook failed'),
    });
    pulse.start();
    expect(pulse.trouble).toBeUndefined();
  });

  it('is in trouble from its last beat when it is silent for too long', () => {
    pulse.start();
    jest.advanceTimersByTime(500);
    pulse.beat();
    jest.advanceTimersByTime(1000);
    expect(pulse.trouble).toBeUndefined();
    jest.advanceTimersByTime(1);
    expect(pulse.trouble).toEqual({
      since: later(500),
      message:
        'Nothing moves: the mover of this process ended no round since then.',
      remedy: expect.stringContaining('log of the backend'),
    });
    pulse.beat();
    expect(pulse.trouble).toBeUndefined();
  });

  it('is in trouble once it is stopped, whatever beats', () => {
    pulse.start();
    jest.advanceTimersByTime(10);
    pulse.stop();
    pulse.beat();
    expect(pulse.trouble).toMatchObject({
      since: later(10),
      message: 'Nothing moves: the mover of this process was stopped.',
      remedy: expect.stringContaining('Start the backend again'),
    });
  });
});
