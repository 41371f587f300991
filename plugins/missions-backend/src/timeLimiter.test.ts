import {
  evaluate,
  limitTime,
  TimeLimitError,
  validateParameters,
} from '@mission-control/plugin-missions-common';
import { createTimeLimiter } from './timeLimiter';

const LIMIT_MS = 100;

describe('createTimeLimiter', () => {
  const limited = createTimeLimiter(LIMIT_MS);

  it('answers what the work answers, and throws what it throws', () => {
    expect(
      limited(() => limited(() => 'inner') + limited(() => ', next')),
    ).toBe('inner, next');
    expect(() =>
      limited(() => {
        throw new RangeError('own');
      }),
    ).toThrow(new RangeError('own'));
  });

  it('ends a loop and a regular expression that take too long', () => {
    expect(() =>
      limited(() => {
        for (;;);
      }),
    ).toThrow(TimeLimitError);
    expect(() => limited(() => /^(a+)+$/.test(`${'a'.repeat(60)}!`))).toThrow(
      TimeLimitError,
    );
    expect(limited(() => 1)).toBe(1);
  });
});

describe('what a mission wrote, with a limit of time', () => {
  beforeAll(() => limitTime(createTimeLimiter(LIMIT_MS)));
  afterAll(() => limitTime(work => work()));

  it('fails an expression that goes through lists inside one another', () => {
    const xs = Array.from({ length: 1000 }, (_, index) => index);
    const scope = {
      parameters: { xs },
      target: { name: 'dev' },
      run: { id: 'r', initiator: 'user:default/a' },
      mission: { name: 'm', ref: 's/m', version: 'v' },
      steps: {},
    };
    const nested =
      '${{ parameters.xs.map(a, parameters.xs.map(b, parameters.xs.map(c, a + b + c))).size() }}';
    expect(() => evaluate(nested, scope)).toThrow(
      /parameters\.xs\.map.* takes longer than 100 ms/,
    );
    expect(evaluate('${{ parameters.xs.size() }}', scope)).toBe(1000);
  });

  it('refuses parameters after the first pattern that takes too long', () => {
    const way = `${'a'.repeat(60)}!`;
    const { problems } = validateParameters(
      {
        type: 'object',
        properties: {
          ways: {
            type: 'array',
            items: { type: 'string', pattern: '^(a+)+$' },
          },
        },
      },
      { ways: [way, way, way] },
    );
    expect(problems).toEqual([
      {
        path: 'ways[0]',
        fault: { keyword: 'pattern', pattern: '^(a+)+$', limitMs: 100 },
        message: expect.stringContaining(
          'cannot be compared with ^(a+)+$ within 100 ms; the mission needs a simpler pattern',
        ),
      },
    ]);
  });
});
