import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type {
  Approval,
  Cluster,
  Mission,
  Orbit,
  Run,
  UpcomingList,
} from '@mission-control/plugin-missions-common';
import { userCredentials } from '../__testUtils__/credentials';
import { mockPermissions } from '../__testUtils__/mockPermissions';
import { clusterRules, missionRules } from '../permissions';
import { AuthorizedApprovalService, type ApprovalService } from './approvals';
import { AuthorizedClusterService, type ClusterService } from './clusters';
import { AuthorizedMissionService, type MissionService } from './missions';
import { AuthorizedOrbitService, type OrbitService } from './orbits';
import type { OrbitSight } from './orbits/orbitSight';
import { AuthorizedPreflightService, type PreflightService } from './preflight';

const credentials = userCredentials();
const authority = { missions: { 's/b': ['eu'] }, undo: [], depth: 5 };

function policy(
  allowed: (permission: string, resource: string) => boolean,
  conditional?: PolicyDecision,
) {
  const permissions = mockPermissions();
  const decide = (yes: boolean) => ({
    result: yes ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
  });
  permissions.authorize.mockImplementation(async asked =>
    asked.map(
      each =>
        decide(
          allowed(each.permission.name, (each as any).resourceRef),
        ) as never,
    ),
  );
  permissions.authorizeConditional.mockImplementation(async asked =>
    asked.map(
      each =>
        conditional ?? (decide(allowed(each.permission.name, '*')) as never),
    ),
  );
  return permissions;
}

const condition = (
  rule: string,
  resourceType: string,
  values: string[],
): PolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'missions',
  resourceType,
  conditions: { rule, resourceType, params: { values } },
});

describe('AuthorizedMissionService', () => {
  const missions = [
    { ref: 's/a', type: 'install', source: 's' },
    { ref: 's/b', type: 'fix', source: 's' },
  ] as const;
  const inner: MissionService = {
    list: async ({ isVisible }) => ({
      items: missions.filter(each => isVisible!(each)) as never,
      total: 0,
      facets: [],
    }),
    get: async ({ ref }) => ({ ref } as Mission),
    problems: async ({ isVisible }) =>
      [
        {
          source: 's',
          location: 'a',
          code: 'X',
          message: '',
          missionRef: 's/a',
        },
        { source: 's', location: '?', code: 'X', message: '' },
      ].filter(each => isVisible?.(each) ?? true),
    actions: async () => [{ id: 'core:noop' } as never],
  };
  const service = (permissions: ReturnType<typeof policy>) =>
    AuthorizedMissionService.create({
      inner,
      permissions,
      fits: createConditionAuthorizer(missionRules),
      readableRuns: async () => 'none',
    });
  const refs = async (permissions: ReturnType<typeof policy>) =>
    (await service(permissions).list({ credentials })).items.map(
      each => each.ref,
    );

  it('lists none, some or all by the policy', async () => {
    expect(await refs(policy(() => false))).toEqual([]);
    expect(
      await refs(
        policy(() => false, condition('HAS_TYPE', 'missions-mission', ['fix'])),
      ),
    ).toEqual(['s/b']);
    expect(await refs(policy(() => true))).toEqual(['s/a', 's/b']);
  });

  it('hides one that may not be read', async () => {
    const get = (allowed: boolean) =>
      service(policy(() => allowed)).get({ credentials, ref: 's/a' });
    await expect(get(false)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await get(true)).ref).toBe('s/a');
  });

  it('describes one by missions that may be read only', async () => {
    const get = jest.spyOn(inner, 'get');
    await service(
      policy(() => true, condition('HAS_TYPE', 'missions-mission', ['fix'])),
    ).get({ credentials, ref: 's/b' });
    const { isVisible } = get.mock.calls[0][0];
    expect(missions.map(each => isVisible!(each))).toEqual([false, true]);
    get.mockRestore();
  });

  it('shows problems of visible missions, and the rest to those who may read all', async () => {
    const some = policy(
      () => false,
      condition('IS_MISSION', 'missions-mission', ['s/a']),
    );
    const count = async (permissions: ReturnType<typeof policy>) =>
      (await service(permissions).problems({ credentials })).length;
    expect(await count(policy(() => false))).toBe(0);
    expect(await count(some)).toBe(1);
    expect(await count(policy(() => true))).toBe(2);
  });

  it('shows actions to who may read some mission, and none to others', async () => {
    const some = policy(
      () => false,
      condition('IS_MISSION', 'missions-mission', ['s/a']),
    );
    const count = async (permissions: ReturnType<typeof policy>) =>
      (await service(permissions).actions({ credentials })).length;
    expect(await count(policy(() => false))).toBe(0);
    expect(await count(some)).toBe(1);
    expect(await count(policy(() => true))).toBe(1);
  });
});

describe('AuthorizedClusterService', () => {
  const clusters = [
    { name: 'eu', environment: 'prod', provider: 'kubeconfig' },
    { name: 'lab', environment: 'test', provider: 'demo' },
  ];
  const inner: ClusterService = {
    list: async ({ isVisible }) => clusters.filter(isVisible!) as Cluster[],
    get: async ({ name }) => ({ name } as Cluster),
    reset: async ({ name }) => ({ name } as Cluster),
    problems: async () => [{ source: 'kubeconfig', message: 'no file' }],
  };
  const service = (permissions: ReturnType<typeof policy>) =>
    AuthorizedClusterService.create({
      inner,
      permissions,
      fits: createConditionAuthorizer(clusterRules),
    });

  it('lists none, some or all by the policy', async () => {
    const names = async (permissions: ReturnType<typeof policy>) =>
      (await service(permissions).list({ credentials })).map(each => each.name);
    expect(await names(policy(() => false))).toEqual([]);
    expect(
      await names(
        policy(
          () => false,
          condition('HAS_ENVIRONMENT', 'missions-cluster', ['test']),
        ),
      ),
    ).toEqual(['lab']);
    expect(await names(policy(() => true))).toEqual(['eu', 'lab']);
  });

  it('tells why clusters are missing only to who may see all', async () => {
    const problems = (permissions: ReturnType<typeof policy>) =>
      service(permissions).problems({ credentials });
    expect(await problems(policy(() => false))).toBeUndefined();
    const some = condition('HAS_ENVIRONMENT', 'missions-cluster', ['test']);
    expect(await problems(policy(() => false, some))).toBeUndefined();
    expect(await problems(policy(() => true))).toEqual([
      { source: 'kubeconfig', message: 'no file' },
    ]);
  });

  it('hides one that may not be read, and resets only with the permission', async () => {
    const options = { credentials, name: 'lab' };
    const denied = service(policy(() => false));
    await expect(denied.get(options)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const reader = service(policy(name => name === 'missions.cluster.read'));
    expect((await reader.get(options)).name).toBe('lab');
    await expect(reader.reset(options)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    const all = service(policy(() => true));
    expect((await all.reset(options)).name).toBe('lab');
  });
});

describe('AuthorizedApprovalService', () => {
  const approvals = ['r1', 'r2'].map(runId => ({
    id: `a-${runId}`,
    runId,
    mayDecide: true,
    mayDelegate: true,
  })) as Approval[];
  const decide = jest.fn(async () => approvals[0]);
  const delegate = jest.fn(async () => approvals[0]);
  const inner: ApprovalService = {
    list: async ({ runs }) =>
      runs && runs !== 'none' && 'key' in runs ? approvals : [],
    get: async () => approvals[0],
    decide,
    delegate,
    delegations: async () => [
      { id: '2', to: 'user:default/eve', at: new Date(0) },
      ...approvals.map(({ id: approvalId, runId }) => ({
        id: '1',
        to: 'user:default/eve',
        at: new Date(0),
        approvalId,
        runId,
      })),
    ],
    endDelegation: async () => {},
  };
  const service = (allowed: (permission: string, run: string) => boolean) =>
    AuthorizedApprovalService.create({
      inner,
      permissions: policy(allowed),
      readableRuns: async () => ({ key: 'type', values: ['fix'] }),
    });

  it('names no run of what was handed over that may not be read any more', async () => {
    const seen = service((name, run) => name.endsWith('read') && run === 'r2');
    const found = await seen.delegations({ credentials });
    expect(found.map(({ id, runId }) => [id, runId])).toEqual([
      ['2', undefined],
      ['1', undefined],
      ['1', 'r2'],
    ]);
    expect(found[1].approvalId).toBeUndefined();
  });

  it('offers nobody to hand over a voice who may not approve', async () => {
    const seen = service(name => name.endsWith('read'));
    expect(await seen.get({ credentials, approvalId: 'a-r1' })).toMatchObject({
      mayDecide: false,
      mayDelegate: false,
    });
  });

  it('lists approvals of runs that may be read; as mine only what may be approved', async () => {
    expect(await service(() => false).list({ credentials })).toEqual([]);
    const readsOne = service((_, run) => run === 'r1');
    expect((await readsOne.list({ credentials })).map(a => a.runId)).toEqual([
      'r1',
    ]);
    const approvesNone = service(name => name === 'missions.run.read');
    expect(await approvesNone.list({ credentials, mine: true })).toEqual([]);
  });

  it('decides only with both permissions', async () => {
    const options = {
      credentials,
      approvalId: 'a-r1',
      request: { decision: 'approve', hash: 'h' } as const,
    };
    await expect(service(() => false).decide(options)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const reader = service(name => name === 'missions.run.read');
    await expect(reader.decide(options)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(decide).not.toHaveBeenCalled();
    await service(() => true).decide(options);
    expect(decide).toHaveBeenCalledTimes(1);
  });

  it('hands a voice over only with both permissions', async () => {
    const options = {
      credentials,
      approvalId: 'a-r1',
      request: { to: 'user:default/b' },
    };
    await expect(service(() => false).delegate(options)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const reader = service(name => name === 'missions.run.read');
    await expect(reader.delegate(options)).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(delegate).not.toHaveBeenCalled();
    await service(() => true).delegate(options);
    expect(delegate).toHaveBeenCalledTimes(1);
  });
});

describe('AuthorizedOrbitService', () => {
  const orbit = {
    id: 'o1',
    missionRef: 's/a',
    targets: [{ cluster: 'eu' }],
  } as Orbit;
  const slots: UpcomingList = {
    items: [],
    at: new Date(),
    until: new Date(),
    truncated: false,
  };
  const options = { credentials, orbitId: 'o1' };
  const sight: OrbitSight = { runs: 'none', clusters: new Set(['lab']) };
  const narrowed = jest.fn(async (_: unknown, run: Run) => run);
  const setup = (permissions: ReturnType<typeof policy>) => {
    const inner = {
      list: jest.fn(
        async ({ missionRefs }: Parameters<OrbitService['list']>[0]) =>
          !missionRefs || missionRefs.has(orbit.missionRef) ? [orbit] : [],
      ),
      upcoming: jest.fn(async () => slots),
      get: jest.fn(async () => orbit),
      create: jest.fn(async () => orbit),
      remove: jest.fn(async () => undefined),
      pause: jest.fn(async () => orbit),
      resume: jest.fn(async () => orbit),
      run: jest.fn(async () => ({ run: { id: 'r1' } as Run })),
      findings: jest.fn(async () => ({ items: [], total: 0 })),
    } satisfies OrbitService;
    const service = AuthorizedOrbitService.create({
      inner,
      permissions,
      fits: createConditionAuthorizer(missionRules),
      children: { start: async () => authority },
      resources: async () => [{ ref: 's/a', type: 'orbit', source: 's' }],
      missions: { get: jest.fn() },
      runs: { narrowed },
      sight: async () => sight,
    });
    return { inner, service };
  };
  const calls = {
    get: service => service.get(options),
    findings: service => service.findings(options),
    remove: service => service.remove(options),
    pause: service => service.pause(options),
    resume: service => service.resume(options),
    run: service => service.run(options),
  } as const satisfies Partial<
    Record<keyof OrbitService, (service: OrbitService) => Promise<unknown>>
  >;

  it('lists none, some or all by the policy', async () => {
    const list = (permissions: ReturnType<typeof policy>) =>
      setup(permissions).service.list({ credentials });
    expect(await list(policy(() => false))).toEqual([]);
    const mine = condition('IS_MISSION', 'missions-mission', ['s/a']);
    expect(await list(policy(() => false, mine))).toEqual([orbit]);
    expect(await list(policy(() => true))).toEqual([orbit]);
  });

  it('asks for the slots of none, some or all orbits by the policy', async () => {
    const mine = condition('IS_MISSION', 'missions-mission', ['s/a']);
    for (const [permissions, missionRefs] of [
      [policy(() => false), new Set()],
      [policy(() => false, mine), new Set(['s/a'])],
      [policy(() => true), undefined],
    ] as const) {
      const { inner, service } = setup(permissions);
      expect(await service.upcoming({ credentials, hours: 6 })).toBe(slots);
      expect(inner.upcoming).toHaveBeenCalledWith({
        credentials,
        hours: 6,
        missionRefs,
        sight,
      });
    }
  });

  it.each(Object.keys(calls) as (keyof typeof calls)[])(
    '%s hides an orbit that may not be read, and goes through when allowed',
    async name => {
      await expect(
        calls[name](setup(policy(() => false)).service),
      ).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const { inner, service } = setup(policy(() => true));
      await calls[name](service);
      expect(inner[name]).toHaveBeenCalled();
    },
  );

  it.each(['remove', 'pause', 'resume', 'run'] as const)(
    '%s is refused to a reader',
    async name => {
      const reader = policy(permission => permission === 'missions.orbit.read');
      const { inner, service } = setup(reader);
      await expect(calls[name](service)).rejects.toMatchObject({
        code: 'NOT_ALLOWED',
      });
      expect(inner[name]).not.toHaveBeenCalled();
    },
  );

  it.each([
    'missions.orbit.create',
    'missions.run.create',
    'missions.cluster.use',
  ])('enables nothing without %s', async missing => {
    const { inner, service } = setup(policy(name => name !== missing));
    await expect(
      service.create({
        credentials,
        request: { missionRef: 's/a', targets: [{ cluster: 'eu' }] },
      }),
    ).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      message: expect.stringContaining(missing),
    });
    expect(inner.create).not.toHaveBeenCalled();
  });

  it('asks for the use of every cluster, also of those that are hidden', async () => {
    const { inner, service } = setup(
      policy((name, ref) => name !== 'missions.cluster.use' || ref !== 'eu'),
    );
    const refused = await service.run(options).catch(error => error);
    expect(refused.code).toBe('NOT_ALLOWED');
    expect(refused.message).not.toContain("'eu'");
    expect(inner.get).not.toHaveBeenCalledWith(
      expect.objectContaining({ sight }),
    );
    expect(inner.run).not.toHaveBeenCalled();
  });

  it.each(['get', 'findings', 'pause', 'resume', 'run'] as const)(
    '%s answers what may be seen only',
    async name => {
      const { inner, service } = setup(policy(() => true));
      await calls[name](service);
      expect(inner[name]).toHaveBeenLastCalledWith(
        expect.objectContaining({ sight }),
      );
    },
  );

  it('leaves of the run of a look what its reader may do', async () => {
    const { service } = setup(policy(() => true));
    narrowed.mockResolvedValueOnce({ id: 'r1', allowed: [] } as never);
    expect(await service.run(options)).toEqual({
      run: { id: 'r1', allowed: [] },
    });
  });

  it('hands on what steps of its runs may reach', async () => {
    const { inner, service } = setup(policy(() => true));
    await service.create({
      credentials,
      request: { missionRef: 's/a', targets: [{ cluster: 'eu' }] },
    });
    await service.run(options);
    for (const call of [inner.create, inner.run] as jest.Mock[]) {
      const [{ childAuthority }] = call.mock.lastCall!;
      expect(await childAuthority()).toBe(authority);
    }
  });
});

describe('AuthorizedPreflightService', () => {
  const setup = (allowed: (permission: string, ref: string) => boolean) => {
    const inner = {
      check: jest.fn(
        async (_options: Parameters<PreflightService['check']>[0]) => [],
      ),
    };
    const service = AuthorizedPreflightService.create({
      inner,
      permissions: policy(allowed),
      clusters: {
        list: async () =>
          ['eu', 'lab'].map(name => ({ connection: { name } })) as never,
      },
      missions: { get: jest.fn() },
    });
    return { inner, service };
  };

  it('asks only clusters that may be used', async () => {
    const { inner, service } = setup((_, ref) => ref !== 'eu');
    await service.check({ credentials, request: { missionRef: 's/a' } });
    expect(inner.check.mock.calls[0][0].request.targets).toEqual([
      { cluster: 'lab' },
    ]);
    await expect(
      service.check({
        credentials,
        request: { missionRef: 's/a', targets: [{ cluster: 'eu' }] },
      }),
    ).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
  });

  it('chooses only clusters that may be read too', async () => {
    const { inner, service } = setup(
      (name, ref) => name !== 'missions.cluster.read' || ref !== 'eu',
    );
    await service.check({ credentials, request: { missionRef: 's/a' } });
    expect(inner.check.mock.calls[0][0].request.targets).toEqual([
      { cluster: 'lab' },
    ]);
  });

  it('hands on which missions and clusters of a sequence are allowed', async () => {
    const { inner, service } = setup(
      (name, ref) =>
        !(name === 'missions.run.create' && ref === 's/c') && ref !== 'eu',
    );
    await service.check({
      credentials,
      request: { missionRef: 's/a', targets: [{ cluster: 'lab' }] },
    });
    const rights = inner.check.mock.calls[0][0].rights!;
    expect(await rights.missions(['s/b', 's/c'])).toEqual({
      read: new Set(['s/b', 's/c']),
      start: new Set(['s/b']),
    });
    expect(await rights.clusters(['eu', 'lab'])).toEqual(new Set(['lab']));
  });

  it('hides a mission that may not be read', async () => {
    const { service } = setup(name => name !== 'missions.mission.read');
    await expect(
      service.check({ credentials, request: { missionRef: 's/a' } }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
