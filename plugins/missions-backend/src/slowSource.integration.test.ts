import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { SmallPortal } from './__testUtils__/SmallPortal';

jest.setTimeout(60_000);

const WAIT_MS = 20_000;
/** Far below what a request without an answer takes to give up by itself. */
const START_MS = 30_000;

describe('a portal with a source that accepts and never answers', () => {
  let silent: Server;
  let address: string;
  let portal: SmallPortal;

  const get = (path: string) => portal.get(path);

  beforeAll(async () => {
    silent = createServer(socket => socket.on('error', () => {}).resume());
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    address = `http://${host}/one.mission.yaml`;
    portal = await SmallPortal.start({
      sources: [{ name: 'far', type: 'url', target: address }],
      backend: { reading: { allow: [{ host }] } },
    });
  }, START_MS);

  afterAll(async () => {
    await portal?.stop();
    silent.close();
  });

  it('is ready with the missions of its directories', async () => {
    const { body } = await get('/missions');
    expect(body.items.map((item: any) => item.ref)).toEqual(['near/wait']);
  });

  it('says which source is not read yet', async () => {
    const { body } = await get('/mission-problems');
    expect(body.items).toContainEqual(
      expect.objectContaining({
        source: 'far',
        location: address,
        severity: 'error',
        message: expect.stringMatching(
          /^The source 'far' is not read yet since the portal started at \d{4}-.*Z; its missions are missing$/,
        ),
        remedy: expect.stringContaining('It is being read'),
      }),
    );
  });

  it('says in its status which source is not read since long, and no other', async () => {
    expect((await get('/status')).body.health).toEqual({ ok: true });
    const now = performance.now.bind(performance);
    const clock = jest
      .spyOn(performance, 'now')
      .mockImplementation(() => now() + 3_600_000);
    const { body } = await get('/status');
    clock.mockRestore();
    expect(body.health).toMatchObject({
      ok: false,
      message: expect.stringContaining(
        "Missions are not renewed: source 'far' was never read.",
      ),
    });
  });

  it('says of its missions that they are not known yet, also to who starts one', async () => {
    const asked = await get('/missions/far/one');
    const started = await portal.run('far/one');
    for (const { status, body } of [asked, started]) {
      expect([status, body.error.code]).toEqual([404, 'NOT_FOUND']);
      expect(body.error.message).toMatch(
        /^Mission 'far\/one' is not known, for its source has a problem: The source 'far' is not read yet/,
      );
      expect(body.error.details.remedy).toContain('It is being read');
    }
  });

  it('still says so of a source that is read', async () => {
    const { body } = await get('/missions/near/one');
    expect(body.error.message).toBe("There is no mission 'near/one'");
  });

  it('works on runs', async () => {
    expect([undefined, 'queued']).not.toContain(await portal.works());
  });

  it('ends the read that goes on when it is stopped', async () => {
    const open = () =>
      new Promise<number>((resolve, reject) =>
        silent.getConnections((error, count) =>
          error ? reject(error) : resolve(count),
        ),
      );
    expect(await open()).toBe(1);
    await portal.stop();
    const end = Date.now() + WAIT_MS;
    while ((await open()) > 0 && Date.now() < end) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect(await open()).toBe(0);
  });
});
