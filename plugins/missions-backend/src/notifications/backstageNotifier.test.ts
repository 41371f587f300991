import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { DefaultNotificationService } from '@backstage/plugin-notifications-node';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serviceCredentials } from '../__testUtils__/credentials';
import { mockLogger } from '../__testUtils__/mockLogger';
import { backstageNotifier } from './backstageNotifier';

const notification = {
  recipients: ['group:default/approvers'],
  title: 'Approval needed: A run',
  description: 'D',
  link: '/l',
  severity: 'normal',
  scope: 's',
} as const;

describe('backstageNotifier', () => {
  const logger = mockLogger();
  let server: Server;
  let status: number;

  beforeEach(async () => {
    jest.clearAllMocks();
    status = 404;
    server = createServer((_req, res) => {
      res.statusCode = status;
      res.end('{}');
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
  });

  /** Backstage's own service, for its words are what tells the cases apart. */
  function notifier() {
    const { port } = server.address() as AddressInfo;
    const discovery = {
      getBaseUrl: async () => `http://127.0.0.1:${port}`,
    } as unknown as DiscoveryService;
    const auth = {
      getOwnServiceCredentials: async () => serviceCredentials(),
      getPluginRequestToken: async () => ({ token: 'token' }),
    } as unknown as AuthService;
    return backstageNotifier(
      DefaultNotificationService.create({ auth, discovery }),
      logger,
    );
  }

  it('sends to entities, under one topic', async () => {
    const send = jest.fn(async () => {});
    const except = ['user:default/operator'];
    await backstageNotifier({ send }, logger).notify({
      ...notification,
      except,
    });
    expect(send).toHaveBeenCalledWith({
      recipients: {
        type: 'entity',
        entityRef: notification.recipients,
        excludeEntityRef: except,
      },
      payload: expect.objectContaining({
        title: notification.title,
        link: '/l',
        topic: 'missions',
        scope: 's',
      }),
    });
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('says once what to do where the plugin is not installed, then debugs', async () => {
    const made = notifier();
    await made.notify(notification);
    expect(logger.warn.mock.calls).toEqual([
      [
        expect.stringMatching(
          /'Approval needed: A run'.* is not installed .*Add @backstage\/plugin-notifications-backend/,
        ),
      ],
    ]);
    expect(logger.debug).not.toHaveBeenCalled();
    await made.notify(notification);
    await made.notify(notification);
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.debug).toHaveBeenCalledTimes(2);
  });

  it.each([400, 401, 403, 429, 500, 503])(
    'fails for the plugin that answers %s',
    async answered => {
      status = answered;
      await expect(notifier().notify(notification)).rejects.toThrow(
        `status ${answered}`,
      );
      expect(logger.warn).not.toHaveBeenCalled();
    },
  );

  it('fails each time for a plugin that cannot be reached', async () => {
    const made = notifier();
    server.closeAllConnections();
    await new Promise(resolve => {
      server.close(resolve);
    });
    await expect(made.notify(notification)).rejects.toThrow('fetch failed');
    await expect(made.notify(notification)).rejects.toThrow('fetch failed');
  });
});
