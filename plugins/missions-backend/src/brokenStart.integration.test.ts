import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { SmallPortal } from './__testUtils__/SmallPortal';

jest.setTimeout(60_000);

describe('a portal whose scheduler takes no task', () => {
  let portal: SmallPortal | undefined;
  const scheduler = mockServices.scheduler.mock();

  beforeAll(async () => {
    scheduler.scheduleTask.mockRejectedValue(new Error('No table of tasks'));
    portal = await SmallPortal.start({
      features: [
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
      ],
    });
  });

  afterAll(async () => {
    await portal?.stop();
  });

  it('says in its status that orbits do not start', async () => {
    expect((await portal!.get('/status')).body.health).toEqual({
      ok: false,
      message:
        'Orbits start no runs: the clock of the orbits of this process has not started yet.',
      remedy: expect.stringContaining("'startup hook failed'"),
      since: expect.any(String),
    });
  });

  it('reads missions and works on runs all the same', async () => {
    expect([undefined, 'queued']).not.toContain(await portal!.works());
  });
});
