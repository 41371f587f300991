import { ConfigReader } from '@backstage/config';
import { mockLogger } from '../../__testUtils__/mockLogger';
import { DefaultClusterRegistry } from '../../clusters';
import {
  refuse,
  startApiServer,
  type TestApiServer,
} from '../../clusters/testing/startApiServer';
import { clusterAccess } from './clusterAccess';

const run = { runId: 'r', missionName: 'm', initiator: 'user:default/ann' };

describe('clusterAccess', () => {
  let server: TestApiServer;
  let registry: DefaultClusterRegistry;
  let tellsWho: boolean;

  beforeEach(async () => {
    tellsWho = true;
    server = await startApiServer(({ path }, response) => {
      switch (path) {
        case '/version':
          return { gitVersion: 'v1.36.3', major: '1', minor: '36' };
        case '/api/v1/namespaces/kube-system':
          return { metadata: { uid: 'uid-1' } };
        default:
          return tellsWho
            ? { status: { userInfo: { username: 'jane' } } }
            : refuse(response, 403, { message: 'forbidden' });
      }
    });
  });

  afterEach(async () => {
    await registry.close();
    await server.close();
  });

  const connect = (skipTlsVerify = false) => {
    const { connection } = server;
    registry = DefaultClusterRegistry.create({
      config: new ConfigReader({}),
      logger: mockLogger(),
      providers: [
        { id: 'p', clusters: async () => [{ ...connection, skipTlsVerify }] },
      ],
      version: '1.2.3',
      environment: {},
    });
    return clusterAccess(registry).connect('test', run);
  };
  const asked = () =>
    server.seen.filter(({ path }) => path.endsWith('/selfsubjectreviews'));

  it('asks a cluster that nobody looked at as whom the run acts, and keeps the answer', async () => {
    const connected = await connect();
    expect(await connected.standing()).toEqual({
      identity: 'jane',
      status: 'pass',
      message: 'Acts as jane',
      remedy: undefined,
    });
    await connected.standing();
    expect(connected.client.identity).toBe('jane');
    expect(asked()).toHaveLength(1);
  });

  it('warns when the cluster does not say who acts, and asks again', async () => {
    tellsWho = false;
    const connected = await connect();
    const unsaid = await connected.standing();
    expect(unsaid).toMatchObject({
      status: 'warn',
      message: expect.stringMatching(
        /^As whom it acts is not known. .*SelfSubjectReview/,
      ),
      remedy: expect.stringContaining('system:basic-user'),
    });
    expect(unsaid.identity).toBeUndefined();
    tellsWho = true;
    expect(await connected.standing()).toMatchObject({
      identity: 'jane',
      status: 'pass',
    });
  });

  it('warns of a certificate that is not checked, as the fitness before the run does', async () => {
    const connected = await connect(true);
    expect(await connected.standing()).toMatchObject({
      identity: 'jane',
      status: 'warn',
      message: expect.stringMatching(/^Acts as jane. .*skipTLSVerify/),
      remedy: expect.stringContaining('caData'),
    });
  });
});
