import { errorCatalogue, type ErrorCode } from './catalogue';
import { isMissionError, MissionError } from './MissionError';

const entries = Object.entries(errorCatalogue);

describe('errorCatalogue', () => {
  it.each(entries)(
    '%s has a status, one sentence and one remedy',
    (_code, entry) => {
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(entry.status).toBeLessThan(600);
      expect(entry.when).toMatch(/^[A-Z].*\.$/);
      expect(entry.remedy).toMatch(/^[A-Z].*\.$/);
    },
  );

  it('never repeats by itself what a person has to mend', () => {
    const repeated = entries
      .filter(([, entry]) => entry.retry)
      .map(([code]) => code);
    expect(repeated).toEqual([
      'CLUSTER_UNREACHABLE',
      'CLUSTER_TIMEOUT',
      'CLUSTER_THROTTLED',
      'KUBERNETES_CONFLICT',
      'HTTP_FAILED',
      'INTERRUPTED',
    ]);
  });
});

describe('MissionError', () => {
  it('takes status, remedy and retry from the catalogue', () => {
    const error = new MissionError(
      'CLUSTER_TIMEOUT' as ErrorCode,
      'dev did not answer in 30 s',
    );
    expect(error).toMatchObject({
      code: 'CLUSTER_TIMEOUT',
      status: 504,
      retryable: true,
      remedy: errorCatalogue.CLUSTER_TIMEOUT.remedy,
      message: 'dev did not answer in 30 s',
    });
  });

  it('writes out what cannot be seen in what it quotes', () => {
    const quoted = 'a\u202eb';
    const remedy = `Change ${quoted}`;
    expect(
      new MissionError('INPUT_INVALID', `'${quoted}' is no name`, { remedy }),
    ).toMatchObject({
      message: "'a\\u{202e}b' is no name",
      remedy: 'Change a\\u{202e}b',
    });
  });

  it('is known by its name, across copies of the package', () => {
    const foreign = Object.assign(new Error('x'), {
      name: 'MissionError',
      code: 'NOT_FOUND',
    });
    expect(isMissionError(foreign)).toBe(true);
    expect(isMissionError(new Error('x'))).toBe(false);
    expect(isMissionError('x')).toBe(false);
  });
});
