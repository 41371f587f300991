import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { PortalBench } from './__testUtils__/PortalBench';
import { engineDatabases } from './store/__testUtils__/databases';

jest.setTimeout(60_000);

const head = (name: string, type: string) => `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: Write ${name}, description: Writes a map. }
spec:
  type: ${type}
  lifecycle: production
  targets: { min: 1 }`;
const write = `${head('write', 'install')}
  steps:
    - id: write
      action: test:write
      input: { name: a, value: one }
      undo: { action: test:write, input: { name: a, value: none } }
  verify:
    - { id: is-there, check: test:value, input: { name: a, value: one } }
`;
const chain = `${head('chain', 'sequence')}
  steps:
    - id: start
      action: mission:run
      input: { mission: test/write, targets: [{ cluster: lab }] }
  verify:
    - { id: is-there, check: test:value, input: { name: a, value: one } }
`;
const orbit = `${head('look', 'orbit')}
  checks:
    - { id: is-there, check: test:value, input: { name: a, value: one } }
`;

/** Everybody is in a group that is called like the person. */
const userInfo = createServiceFactory({
  service: coreServices.userInfo,
  deps: { auth: coreServices.auth },
  factory: ({ auth }) => ({
    async getUserInfo(credentials) {
      const { principal } = credentials as {
        principal: { userEntityRef?: string };
      };
      const userEntityRef =
        principal.userEntityRef ?? (auth ? 'user:default/nobody' : '');
      return {
        userEntityRef,
        ownershipEntityRefs: [
          userEntityRef,
          userEntityRef.replace('user:', 'group:'),
        ],
      };
    },
  }),
});

const { ids, databases } = engineDatabases({ both: true });

describe.each(ids)('a cluster that acts as the starter, on %s', id => {
  let bench: PortalBench;
  let knex: Knex;

  beforeEach(async () => {
    knex = await databases.init(id);
    bench = await PortalBench.start(
      { write, chain, look: orbit },
      knex,
      [userInfo],
      [{ name: 'lab', writable: true, impersonate: { starter: {} } }],
    );
  });

  afterEach(async () => {
    await bench?.stop();
  });

  /** Who acted in a run, and in which groups. */
  const acted = (runId: string) => [
    ...new Set(
      bench.server.acted
        .filter(({ run }) => run === runId)
        .map(({ user, groups }) => `${user} (${groups})`),
    ),
  ];
  const who = (name: string) =>
    `backstage:user:default/${name} (backstage:group:default/${name})`;
  const start = (mission: string, user: string) =>
    bench.post(
      '/runs',
      { missionRef: `test/${mission}`, targets: [{ cluster: 'lab' }] },
      user,
    );

  it('is asked as who started a run, and as who takes it back', async () => {
    const { body } = await start('write', 'jane');
    await bench.decide(await bench.approval(body.id), 'ann');
    const run = await bench.reaches(body.id, 'succeeded');
    expect(acted(run.id)).toEqual([who('jane')]);
    expect(run.targetsDetail[0].identity).toBe('backstage:user:default/jane');
    const undo = await bench.post(`/runs/${run.id}/undo`, {}, 'bob');
    await bench.decide(await bench.approval(undo.body.id), 'ann');
    await bench.reaches(undo.body.id, 'succeeded');
    expect(acted(undo.body.id)).toEqual([who('bob')]);
    const again = await bench.post(
      `/runs/${undo.body.id}/undo`,
      {},
      'plugin:cron',
    );
    const blocked = await bench.reaches(again.body.id, 'blocked');
    expect(blocked.targetsDetail[0].reason).toContain('started by no person');
    expect(acted(again.body.id)).toEqual([]);
    // Everything of a run acts as somebody, writes too.
    expect(
      bench.server.acted.some(({ path }) => path.endsWith('/configmaps/a')),
    ).toBe(true);
  });

  it('is asked as who started the sequence of a run', async () => {
    const { body } = await start('chain', 'jane');
    await bench.decide(await bench.approval(body.id), 'ann');
    const child = await bench.until(async () => {
      const { items } = (await bench.get('/runs')).body;
      return items.find((item: any) => item.parentRunId === body.id);
    });
    await bench.decide(await bench.approval(child.id), 'ann');
    await bench.reaches(body.id, 'succeeded');
    expect(acted(child.id)).toEqual([who('jane')]);
  });

  it('is asked as who enabled an orbit, or asked for a look', async () => {
    const { body, status } = await bench.post(
      '/orbits',
      {
        missionRef: 'test/look',
        schedule: { cadence: 'daily' },
        targets: [{ cluster: 'lab' }],
      },
      'jane',
    );
    expect(status).toBe(201);
    const look = await bench.post(`/orbits/${body.id}/run`, {}, 'bob');
    const looks: string = look.body.id;
    await bench.until(
      async () => (await bench.get(`/runs/${looks}`)).body.finishedAt,
    );
    expect(acted(looks)).toEqual([who('bob')]);

    const past = new Date(Date.now() - 1000).toISOString();
    await knex('orbits').update({ next_run_at: past, next_slot_at: past });
    await bench.tick();
    const slot = await bench.until(async () => {
      const { items } = (await bench.get('/runs')).body;
      return items.find(
        (item: any) => item.trigger.kind === 'schedule' && item.finishedAt,
      );
    });
    expect(acted(slot.id)).toEqual([who('jane')]);
  });

  it('takes no run and no orbit without a person', async () => {
    const { status, body } = await start('write', 'plugin:cron');
    expect([status, body.error.code]).toEqual([403, 'NOT_ALLOWED']);
    expect(body.error.message).toContain('started by no person');
    expect(bench.server.acted).toEqual([]);
  });

  it('tells before a run and in its preflight that the portal may not', async () => {
    bench.server.refusesOthers = true;
    const fitness = await bench.post('/preflight', {
      missionRef: 'test/write',
      targets: [{ cluster: 'lab' }],
    });
    const [cluster] = fitness.body.items;
    expect([cluster.verdict, JSON.stringify(cluster.checks)]).toEqual([
      'unfit',
      expect.stringContaining('mission-control-impersonator'),
    ]);
    const { body } = await start('write', 'jane');
    const blocked = await bench.reaches(body.id, 'blocked');
    const { items } = (await bench.get(`/runs/${blocked.id}/evidence`)).body;
    expect(items[0]).toMatchObject({
      id: 'cluster-identity',
      status: 'fail',
      message: expect.stringContaining("lacks the right 'impersonate'"),
      remedy: {
        text: expect.stringContaining(
          'ClusterRole mission-control-impersonator',
        ),
      },
    });
  });
});
