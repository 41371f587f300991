import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionTransformer } from '@backstage/plugin-permission-node';
import {
  MissionError,
  type Run,
} from '@mission-control/plugin-missions-common';
import { userCredentials } from '../../__testUtils__/credentials';
import { mockPermissions } from '../../__testUtils__/mockPermissions';
import { runRules } from '../../permissions';
import { AuthorizedRunService } from './AuthorizedRunService';
import type { RunService } from './RunService';

const credentials = userCredentials();
const authority = { missions: { 's/b': ['eu'] }, undo: [], depth: 5 };
const run = {
  id: 'r1',
  allowed: ['approve', 'reject', 'cancel', 'undo', 'feedback'],
  approvals: [{ id: 'a1', mayDecide: true }],
  waitingForMe: ['approval', 'decision'],
} as unknown as Run;

const options = { credentials, runId: 'r1' };
const calls = {
  get: service => service.get(options),
  plan: service => service.plan(options),
  planMarkdown: service => service.planMarkdown(options),
  evidence: service => service.evidence(options),
  journal: service => service.journal(options),
  events: service => service.events(options),
  logs: service => service.logs(options),
  news: service =>
    service.news({
      ...options,
      position: { event: 0, logs: new Map() },
      limit: 1,
    }),
  findings: service => service.findings(options),
  feedback: service => service.feedback({ ...options, value: 'up' }),
  cancel: service => service.cancel(options),
  pause: service => service.pause(options),
  resume: service => service.resume(options),
  recheck: service => service.recheck(options),
  decide: service =>
    service.decide({
      ...options,
      request: { targetId: 'one', decision: 'retry' },
    }),
  undo: service => service.undo({ ...options, request: {} }),
} as const satisfies Partial<
  Record<keyof RunService, (service: RunService) => Promise<unknown>>
>;
const changes = {
  cancel: 'missions.run.cancel',
  pause: 'missions.run.cancel',
  resume: 'missions.run.cancel',
  recheck: 'missions.run.decide',
  decide: 'missions.run.decide',
  undo: 'missions.run.undo',
} as const;

/** A service before a policy that allows the named permissions only. */
function setup(allowed: readonly string[], conditional?: PolicyDecision) {
  const inner = {
    ...Object.fromEntries(
      Object.keys(calls).map(name => [name, jest.fn(async () => run)]),
    ),
    create: jest.fn(async () => run),
    list: jest.fn(async () => ({ items: [], total: 7, facets: [] })),
  } as unknown as jest.Mocked<RunService>;
  const permissions = mockPermissions();
  const decide = (name: string) => ({
    result: allowed.includes(name)
      ? AuthorizeResult.ALLOW
      : AuthorizeResult.DENY,
  });
  permissions.authorize.mockImplementation(async asked =>
    asked.map(each => decide(each.permission.name) as never),
  );
  permissions.authorizeConditional.mockImplementation(async asked =>
    asked.map(each => conditional ?? (decide(each.permission.name) as never)),
  );
  const children = {
    start: jest.fn(async (_options: unknown) => authority),
    undo: jest.fn(async (_options: unknown) => authority),
  };
  const missions = { get: jest.fn() };
  const service = AuthorizedRunService.create({
    inner,
    children,
    missions,
    permissions,
    toQuery: createConditionTransformer(runRules),
  });
  return { inner, permissions, children, missions, service };
}

describe('AuthorizedRunService', () => {
  it.each(Object.keys(calls) as (keyof typeof calls)[])(
    '%s hides a run that may not be read',
    async name => {
      const { inner, service } = setup([]);
      await expect(calls[name](service)).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      expect(inner[name]).not.toHaveBeenCalled();
    },
  );

  it.each(Object.entries(changes))(
    '%s names the permission %s that is missing',
    async (name, permission) => {
      const { inner, service } = setup(['missions.run.read']);
      const call = calls[name as keyof typeof changes];
      await expect(call(service)).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
        message: `You do not have the permission ${permission} for the run 'r1'`,
      });
      expect(inner[name as keyof typeof changes]).not.toHaveBeenCalled();
    },
  );

  it.each(Object.keys(calls) as (keyof typeof calls)[])(
    '%s goes through when it is allowed',
    async name => {
      const { inner, service } = setup([
        'missions.run.read',
        ...Object.values(changes),
      ]);
      await calls[name](service);
      expect(inner[name]).toHaveBeenCalledTimes(1);
    },
  );

  it('asks a viewer with an open stream for the permission again after ten seconds, and every viewer', async () => {
    const { inner, permissions, service } = setup(['missions.run.read']);
    const clock = jest.spyOn(performance, 'now').mockReturnValue(0);
    try {
      await calls.news(service);
      clock.mockReturnValue(9_999);
      await calls.news(service);
      expect(permissions.authorize).toHaveBeenCalledTimes(1);
      permissions.authorize.mockResolvedValue([
        { result: AuthorizeResult.DENY },
      ]);
      const another = { ...options, credentials: userCredentials() };
      const asked = { position: { event: 0, logs: new Map() }, limit: 1 };
      await expect(
        service.news({ ...another, ...asked }),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
      clock.mockReturnValue(10_001);
      for (let times = 0; times < 2; times += 1) {
        await expect(calls.news(service)).rejects.toMatchObject({
          code: 'NOT_FOUND',
        });
      }
      expect(inner.news).toHaveBeenCalledTimes(2);
    } finally {
      clock.mockRestore();
    }
  });

  it('needs two permissions to close a target and undo it', async () => {
    const { inner, service } = setup([
      'missions.run.read',
      'missions.run.decide',
    ]);
    await expect(
      service.decide({
        ...options,
        request: { targetId: 'one', decision: 'undo' },
      }),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(inner.decide).not.toHaveBeenCalled();
  });

  it.each([
    [true, ['missions.run.decide']],
    [false, []],
  ])(
    'lets an undo decide about what waits for a decision by the right to: %s',
    async (mayDecide, more) => {
      const { inner, service } = setup([
        'missions.run.read',
        'missions.run.undo',
        ...more,
      ]);
      await service.undo({ ...options, request: { targets: ['one'] } });
      expect(inner.undo).toHaveBeenCalledWith(
        expect.objectContaining({ mayDecide }),
      );
    },
  );

  it('offers only what the policy allows too', async () => {
    const { service } = setup(['missions.run.read', 'missions.run.cancel']);
    const seen = await service.get(options);
    expect(seen.allowed).toEqual(['cancel', 'feedback']);
    expect(seen.approvals[0]).toMatchObject({
      mayDecide: false,
      mayNotReason: 'You do not have the permission missions.run.approve',
    });
    expect(seen.waitingForMe).toEqual(['decision']);
  });

  it('leaves out child and undo runs that may not be read', async () => {
    const started = (id: string, parentRunId: string) => ({ id, parentRunId });
    const { inner, permissions, service } = setup(['missions.run.read']);
    inner.get.mockResolvedValue({
      ...run,
      children: [
        { id: 'c1', startedRuns: [started('c2', 'c1')] },
        { id: 'c2' },
      ],
      undoRuns: [{ id: 'u1' }, { id: 'u2' }],
      startedRuns: [
        started('c1', 'r1'),
        started('c2', 'r1'),
        started('d1', 'c2'),
        started('e1', 'c1'),
      ],
    } as unknown as Run);
    permissions.authorize.mockImplementation(async asked =>
      asked.map(({ resourceRef = '' }) => ({
        result: resourceRef.endsWith('2')
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
      })),
    );
    const seen = await service.get(options);
    expect(seen.children).toEqual([{ id: 'c1', startedRuns: [] }]);
    expect(seen.undoRuns).toEqual([{ id: 'u1' }]);
    // What a run that may not be read started is not told either.
    expect(seen.startedRuns?.map(({ id }) => id)).toEqual(['c1', 'e1']);
  });

  describe('where other runs are in the way', () => {
    const mine = '01aaaaaaaaaaaaaaaaaaaaaaa1';
    const hidden = '01aaaaaaaaaaaaaaaaaaaaaaa2';
    const third = '01aaaaaaaaaaaaaaaaaaaaaaa3';
    const object = { apiVersion: 'v1', kind: 'ConfigMap', name: 'house' };
    const reason = `Waits, because run ${hidden} changes it`;
    const waiting = {
      ...run,
      targetsDetail: [
        {
          id: 'one',
          reason,
          waitsFor: [
            { runId: hidden, object },
            { runId: mine, object },
          ],
          queued: { ahead: 3, clusterBusy: 2, clusterFull: true },
        },
      ],
    } as unknown as Run;
    const begin = (every: boolean) => {
      const made = setup(every ? ['missions.run.read'] : []);
      made.permissions.authorize.mockImplementation(async asked =>
        asked.map(({ resourceRef = '' }) => ({
          result:
            every || ![hidden, third].includes(resourceRef)
              ? AuthorizeResult.ALLOW
              : AuthorizeResult.DENY,
        })),
      );
      made.inner.get.mockResolvedValue(waiting);
      return made;
    };

    it('tells who may read some runs of no other, and counts none', async () => {
      const { service } = begin(false);
      const { targetsDetail } = await service.get(options);
      expect(targetsDetail).toEqual([
        {
          id: 'one',
          reason: 'Waits, because another run changes it',
          waitsFor: [
            { object, hiddenRun: 1 },
            { object, runId: mine },
          ],
          queued: { clusterFull: true },
        },
      ]);
    });

    it('gives a hidden run one number, wherever it is in the way', async () => {
      const { inner, service } = begin(false);
      const other = { ...object, name: 'garden' };
      inner.get.mockResolvedValue({
        ...run,
        targetsDetail: [
          { id: 'one', waitsFor: [{ runId: hidden, object }] },
          {
            id: 'two',
            waitsFor: [
              { runId: third, object },
              { runId: mine, object },
              { runId: hidden, object: other },
            ],
          },
        ],
      } as unknown as Run);
      const { targetsDetail } = await service.get(options);
      expect(targetsDetail?.map(({ waitsFor }) => waitsFor)).toEqual([
        [{ object, hiddenRun: 1 }],
        [
          { object, hiddenRun: 2 },
          { object, runId: mine },
          { object: other, hiddenRun: 1 },
        ],
      ]);
    });

    it('tells who may read every run all of it', async () => {
      const { service } = begin(true);
      const { targetsDetail } = await service.get(options);
      expect(targetsDetail).toEqual(waiting.targetsDetail);
    });

    it.each(['plan', 'planMarkdown', 'events', 'news'] as const)(
      'names none in the words of %s',
      async name => {
        const { inner, service } = begin(false);
        const at = new Date(0);
        const words = {
          message: `Run ${hidden} changes it; run ${mine} too; run r1`,
          at,
        };
        inner[name].mockResolvedValue({ events: [words] } as never);
        const told = JSON.stringify(await calls[name](service));
        expect(told).toContain(
          `"Another run changes it; run ${mine} too; run r1"`,
        );
        expect(told).not.toContain(hidden);
        expect(told).toContain(JSON.stringify(at));
      },
    );
  });

  it.each([
    ['the mission', ['missions.cluster.use'], 'missions.run.create'],
    ['a cluster', ['missions.run.create'], 'missions.cluster.use'],
  ])('starts nothing without the permission on %s', async (_, has, missing) => {
    const { inner, service } = setup(has);
    await expect(
      service.create({
        credentials,
        request: { missionRef: 'test/x', targets: [{ cluster: 'one' }] },
      }),
    ).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining(missing),
    });
    expect(inner.create).not.toHaveBeenCalled();
  });

  it('hands on what it asked for, for what the steps start', async () => {
    const { inner, children, service } = setup([
      'missions.run.read',
      'missions.run.create',
      'missions.run.decide',
      'missions.run.undo',
    ]);
    await service.create({ credentials, request: { missionRef: 'test/x' } });
    await service.undo({ ...options, request: { targets: ['one'] } });
    await service.decide({
      ...options,
      request: { targetId: 'two', decision: 'undo' },
    });
    for (const name of ['create', 'undo', 'decide'] as const) {
      expect(inner[name]).toHaveBeenCalledWith(
        expect.objectContaining({ childAuthority: authority }),
      );
    }
    expect(children.undo.mock.calls).toEqual([
      [{ ...options, targets: ['one'] }],
      [{ ...options, targets: ['two'] }],
    ]);
  });

  it.each(['create', 'undo', 'decide'] as const)(
    '%s changes nothing without the rights to what the steps reach',
    async name => {
      const { inner, children, service } = setup([
        'missions.run.read',
        'missions.run.create',
        'missions.run.decide',
        'missions.run.undo',
      ]);
      const refused = new MissionError('NOT_ALLOWED', 'no');
      children.start.mockRejectedValue(refused);
      children.undo.mockRejectedValue(refused);
      const change = {
        create: () =>
          service.create({ credentials, request: { missionRef: 'test/x' } }),
        undo: () => service.undo({ ...options, request: {} }),
        decide: () =>
          service.decide({
            ...options,
            request: { targetId: 'one', decision: 'undo' },
          }),
      }[name];
      await expect(change()).rejects.toBe(refused);
      expect(inner[name]).not.toHaveBeenCalled();
    },
  );

  it('says why a mission is missing in the words for who may read it', async () => {
    const { children, missions, service } = setup(['missions.run.create']);
    const create = () =>
      service.create({ credentials, request: { missionRef: 'test/x' } });
    const missing = new MissionError('NOT_FOUND', 'missing');
    const explained = new MissionError('NOT_FOUND', 'broken');
    children.start.mockRejectedValue(missing);
    missions.get.mockRejectedValueOnce(explained);
    await expect(create()).rejects.toBe(explained);
    expect(missions.get).toHaveBeenCalledWith({ credentials, ref: 'test/x' });
    await expect(create()).rejects.toBe(missing);
  });

  it('fails closed when the permission backend says nothing', async () => {
    const { inner, permissions, service } = setup(['missions.run.read']);
    permissions.authorize.mockResolvedValue([]);
    permissions.authorizeConditional.mockResolvedValue([]);
    await expect(service.get(options)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await service.list({ credentials })).total).toBe(0);
    expect(inner.list).not.toHaveBeenCalled();
  });

  it('lists nothing when denied and everything when allowed', async () => {
    const denied = setup([]);
    expect((await denied.service.list({ credentials })).items).toEqual([]);
    expect(denied.inner.list).not.toHaveBeenCalled();
    const allowed = setup(['missions.run.read']);
    expect((await allowed.service.list({ credentials })).total).toBe(7);
    expect(allowed.inner.list).toHaveBeenCalledWith(
      expect.objectContaining({ conditions: undefined, approvable: 'none' }),
    );
  });

  it('turns conditions into a query', async () => {
    const { inner, service } = setup([], {
      result: AuthorizeResult.CONDITIONAL,
      pluginId: 'missions',
      resourceType: 'missions-run',
      conditions: {
        rule: 'IS_ON_CLUSTERS',
        resourceType: 'missions-run',
        params: { values: ['eu'] },
      },
    });
    await service.list({ credentials });
    const query = { key: 'clusters', values: ['eu'] };
    expect(inner.list).toHaveBeenCalledWith(
      expect.objectContaining({ conditions: query, approvable: query }),
    );
  });
});
