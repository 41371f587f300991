import { demoAuthenticator, refuseProduction } from './demoAuthModule';

const request = (identity?: string, query: Record<string, string> = {}) =>
  ({ req: { header: () => identity, query, body: undefined } } as any);

describe('demoAuthenticator', () => {
  it.each(['operator', 'approver', 'viewer'])('lets %s in', async person => {
    await expect(
      demoAuthenticator.authenticate(request(person), undefined),
    ).resolves.toEqual({
      result: { person },
    });
  });

  it('reads the person from the query as well', async () => {
    const answer = await demoAuthenticator.authenticate(
      request(undefined, { identity: 'viewer' }),
      undefined,
    );
    expect(answer.result).toEqual({ person: 'viewer' });
  });

  it.each([undefined, 'root', 'constructor'])(
    'refuses %s and names who there is',
    async person => {
      await expect(
        demoAuthenticator.authenticate(request(person), undefined),
      ).rejects.toThrow(/operator, approver, viewer/);
    },
  );
});

describe('refuseProduction', () => {
  it('throws in production and says what to do', () => {
    expect(() => refuseProduction('production')).toThrow(
      /does not load in production.*Remove demoAuthModule/,
    );
  });

  it('accepts development', () => {
    expect(refuseProduction('development')).toBeUndefined();
  });
});
