import { verdictOfChecks, verdictOfOrbit } from './verdictOfChecks';

const answers = (...states: ('pass' | 'warn' | 'fail' | 'unknown')[]) =>
  states.map((status, index) => ({
    id: `c${index}`,
    status,
    message: `is ${status}`,
  }));

describe('verdictOfChecks', () => {
  it.each([
    [answers(), 'verify_unknown'],
    [answers('warn'), 'verify_unknown'],
    [answers('pass'), 'verify_passed'],
    [answers('pass', 'warn'), 'verify_passed'],
    [answers('pass', 'unknown'), 'verify_unknown'],
    [answers('pass', 'fail'), 'verify_failed'],
    [answers('unknown', 'fail'), 'verify_failed'],
  ])('makes of %j %s', (given, event) => {
    expect(verdictOfChecks(given).event).toBe(event);
  });
});

describe('verdictOfOrbit', () => {
  it.each([
    [answers(), 'verify_unknown'],
    [answers('fail', 'pass'), 'verify_passed'],
    [answers('pass', 'unknown'), 'verify_unknown'],
  ])('makes of %j %s', (given, event) => {
    expect(verdictOfOrbit(given).event).toBe(event);
  });
});
