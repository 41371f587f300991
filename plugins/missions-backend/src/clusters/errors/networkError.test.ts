import { RequestTimedOut, networkError } from './networkError';

const failure = { cluster: 'c', server: 'https://c', write: true };
const thrown = (code: string, message = code) =>
  Object.assign(new Error(message), { code });

describe('networkError', () => {
  it.each([
    ['ECONNREFUSED', 'CLUSTER_UNREACHABLE', 'no'],
    ['ENOTFOUND', 'CLUSTER_UNREACHABLE', 'no'],
    ['UND_ERR_CONNECT_TIMEOUT', 'CLUSTER_UNREACHABLE', 'no'],
    ['ECONNRESET', 'CLUSTER_UNREACHABLE', 'unknown'],
    ['UND_ERR_SOCKET', 'CLUSTER_UNREACHABLE', 'unknown'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'CLUSTER_TLS', 'no'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'CLUSTER_TLS', 'no'],
    ['CERT_HAS_EXPIRED', 'CLUSTER_TLS', 'no'],
    ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'CLUSTER_UNAUTHORIZED', 'no'],
  ])('maps %s of a write to %s, executed %s', (code, expected, executed) => {
    expect(networkError(thrown(code), failure)).toMatchObject({
      code: expected,
      details: { executed },
    });
  });

  it('looks through wrapped and aggregated errors', () => {
    const inner = new AggregateError([thrown('ECONNREFUSED', 'no')], '');
    expect(
      networkError(new Error('fetch failed', { cause: inner }), failure)
        .message,
    ).toBe(
      "Cluster 'c' at https://c does not answer: the connection was refused",
    );
  });

  it('never says of a write that timed out that nothing happened', () => {
    const error = networkError(new RequestTimedOut(50), {
      ...failure,
      timeoutMs: 50,
    });
    expect(error.message).toBe(
      "Cluster 'c' did not answer within 50 ms; whether it made the change is not known",
    );
  });
});
