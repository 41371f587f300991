import { databaseUnavailable, noConnection } from './unavailable';

const coded = (name: string, code: string) =>
  Object.assign(new Error('insert into runs …'), { name, code });

describe('databaseUnavailable', () => {
  it.each([
    ['SqliteError', 'SQLITE_FULL', /disk is full/, /Free space/],
    ['SqliteError', 'SQLITE_READONLY_DBMOVED', /read-only/, /writable/],
    ['SqliteError', 'SQLITE_IOERR_WRITE', /disk reports an error/, /disk/],
    ['SqliteError', 'SQLITE_CANTOPEN', /cannot be opened/, /folder/],
    ['SqliteError', 'SQLITE_BUSY', /busy/, /backup/],
    ['error', '53100', /disk is full/, /Free space/],
    ['error', '53300', /no more connections/, /max_connections/],
    ['error', '25006', /read-only/, /writable/],
    ['error', '57P03', /does not answer/, /Start/],
    ['error', '28P01', /refuses the portal/, /password/],
    ['AggregateError', 'ECONNREFUSED', /does not answer/, /Start/],
  ])(
    'says of %s %s what is wrong, that nothing changed, and what to do',
    (name, code, message, remedy) => {
      const error = databaseUnavailable(coded(name, code));
      expect(error).toMatchObject({
        code: 'DATABASE_UNAVAILABLE',
        status: 503,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(remedy),
      });
      expect(error?.message).toContain('Nothing was changed.');
      expect(error?.message).not.toContain('insert into');
    },
  );

  it.each([
    coded('error', '57P01'),
    coded('Error', 'ECONNRESET'),
    new Error('Connection terminated unexpectedly'),
  ])('does not promise anything where the connection broke: %s', thrown => {
    expect(databaseUnavailable(thrown)?.message).toContain(
      'Whether the change was stored is not known',
    );
  });

  it('knows that the pool gave no connection', () => {
    const thrown = Object.assign(new Error('Timeout acquiring a connection'), {
      name: 'KnexTimeoutError',
    });
    expect(databaseUnavailable(thrown)?.message).toContain(
      'no free connection',
    );
  });

  it.each([
    ['a constraint of SQLite', coded('SqliteError', 'SQLITE_CONSTRAINT')],
    ['a constraint of PostgreSQL', coded('error', '23505')],
    ['another service that is away', coded('FetchError', 'ECONNREFUSED')],
    ['a defect', new TypeError('x is not a function')],
    ['nothing', undefined],
  ])('leaves %s alone', (_what, thrown) => {
    expect(databaseUnavailable(thrown)).toBeUndefined();
  });
});

describe('noConnection', () => {
  class TimeoutError extends Error {}

  it.each([
    ['refused', coded('error', '55000'), /does not answer/],
    ['not found', coded('Error', 'ENOTFOUND'), /does not answer/],
    ['too many', coded('error', '53300'), /no more connections/],
    ['no place in the pool', new TimeoutError('timed out'), /no free conn/],
    ['nothing at all', undefined, /does not answer/],
  ])('says why: %s', (_what, thrown, message) => {
    expect(noConnection(thrown)).toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      message: expect.stringMatching(message),
    });
  });

  it('is known again by who meets the same error, and by no other', () => {
    const thrown = coded('Error', 'ENOTFOUND');
    expect(databaseUnavailable(thrown)).toBeUndefined();
    noConnection(thrown);
    expect(databaseUnavailable(thrown)?.message).toContain('does not answer');
    expect(databaseUnavailable(coded('Error', 'ENOTFOUND'))).toBeUndefined();
  });
});
