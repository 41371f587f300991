import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { oneMapMission } from '../__testUtils__/oneMapMission';
import { PortalBench } from '../__testUtils__/PortalBench';
import { spec } from '../schema/openapi';
import { decidingPermissions } from './__testUtils__/decidingPermissions';

jest.setTimeout(60_000);

const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };
const only = (
  resourceType: 'missions-run' | 'missions-cluster',
  rule: string,
  ...values: string[]
): PolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'missions',
  resourceType,
  conditions: { rule, resourceType, params: { values } },
});

const orbitMission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: look, title: Look, description: Looks at one map. }
spec:
  type: orbit
  lifecycle: production
  targets: { min: 1 }
  steps: []
  checks:
    - { id: same, check: test:value, input: { name: a, value: two } }
  schedule: { cadence: daily }
`;

/** What is asked by each route: parts of what may not be read are nowhere. */
const routes: Readonly<Record<string, (things: Things) => string[]>> = {
  '/status': () => ['/status'],
  '/missions': () => ['/missions', '/missions?q=map'],
  '/missions/{source}/{name}': () => [
    '/missions/test/good',
    '/missions/test/look',
  ],
  '/mission-problems': () => ['/mission-problems'],
  '/clusters': () => ['/clusters', '/clusters?refresh=true'],
  '/clusters/{name}': () => ['/clusters/frozen'],
  '/brakes': () => ['/brakes'],
  '/actions': () => ['/actions'],
  '/runs': () => ['/runs', '/runs?q=ann', '/runs?group=completed'],
  ...Object.fromEntries(
    [
      '',
      '/plan',
      '/plan.md',
      '/evidence',
      '/journal',
      '/undo-kit',
      '/events',
      '/logs',
      '/findings',
      '/stream',
    ].map(part => [
      `/runs/{runId}${part}`,
      ({ runIds }: Things) => runIds.map(id => `/runs/${id}${part}`),
    ]),
  ),
  '/approvals': () => ['/approvals', '/approvals?mine=true'],
  '/approvals/{approvalId}': ({ approvalId }) => [`/approvals/${approvalId}`],
  '/delegations': () => ['/delegations'],
  '/orbits': () => ['/orbits'],
  '/orbits/upcoming': () => ['/orbits/upcoming?hours=48'],
  '/orbits/{orbitId}': ({ orbitId }) => [`/orbits/${orbitId}`],
  '/orbits/{orbitId}/findings': ({ orbitId }) => [
    `/orbits/${orbitId}/findings`,
  ],
};

/** These name namespaces of their own: in examples, and in guards of clusters. */
const ownNamespaces = ['/actions', '/clusters'];

const isOfOrbits = (path: string) => path.startsWith('/orbits');

interface Things {
  readonly runIds: readonly string[];
  readonly approvalId: string;
  readonly orbitId: string;
}

describe('what may not be read', () => {
  let bench: PortalBench;
  let things: Things;
  let rules: Record<string, PolicyDecision> = {};

  /** Two runs, started by ann: one wrote to the namespace web, one looked at it. */
  beforeAll(async () => {
    const { permissions, permissionsRegistry } = decidingPermissions(
      name => rules[name] ?? allow,
    );
    bench = await PortalBench.start(
      { good: oneMapMission, look: orbitMission },
      undefined,
      [
        createServiceFactory({
          service: coreServices.permissions,
          deps: {},
          factory: () => permissions,
        }),
        createServiceFactory({
          service: coreServices.permissionsRegistry,
          deps: {},
          factory: () => permissionsRegistry,
        }),
      ],
    );
    const started = await bench.post(
      '/runs',
      { missionRef: 'test/good', targets: [{ cluster: 'lab' }] },
      'ann',
    );
    const approval = await bench.approval(started.body.id);
    await bench.decide(approval, 'jane');
    await bench.reaches(started.body.id, 'succeeded');
    const orbit = await bench.post('/orbits', {
      missionRef: 'test/look',
      targets: [{ cluster: 'frozen' }, { cluster: 'lab' }],
    });
    const look = await bench.post(`/orbits/${orbit.body.id}/run`, {}, 'ann');
    await bench.reaches(look.body.id, 'succeeded');
    // Nothing that follows writes.
    await bench.post('/freezes', {
      scope: 'cluster',
      name: 'frozen',
      reason: 'It is old',
    });
    things = {
      runIds: [started.body.id, look.body.id],
      approvalId: approval.id,
      orbitId: orbit.body.id,
    };
  });

  afterAll(async () => {
    await bench?.stop();
  });

  beforeEach(() => {
    rules = {};
  });

  /** What all answers of a route say, as text. */
  async function textOf(path: string): Promise<string> {
    const answers = [];
    for (const url of routes[path](things)) {
      const { status, text } = await bench.get(url, 'bob');
      expect([200, 404]).toContain(status);
      answers.push(text.replaceAll(url.split('/')[2] ?? url, ''));
    }
    return answers.join('\n');
  }
  const ids = () => new RegExp(things.runIds.join('|'));
  const hidden = {
    initiator: /\bann\b/,
    namespace: /\bweb\b/,
    // All clusters of the bench have the uid `uid-of-lab`.
    clusters: /(?<!-)\b(lab|frozen)\b/,
  };

  it('has a row here for each route that answers a GET', () => {
    const gets = Object.entries(spec.paths).flatMap(([path, methods]) =>
      'get' in methods ? path : [],
    );
    expect(Object.keys(routes).sort()).toEqual(gets.sort());
  });

  it('is told to who may read it, by the routes of this test', async () => {
    const told = Object.fromEntries(
      await Promise.all(
        ['/missions', '/runs', '/approvals', '/orbits', '/orbits/upcoming'].map(
          async path => [path, await textOf(path)],
        ),
      ),
    );
    expect(told['/missions']).toMatch(hidden.initiator);
    expect(told['/runs']).toMatch(hidden.initiator);
    expect(told['/approvals']).toMatch(ids());
    expect(told['/orbits']).toMatch(hidden.initiator);
    expect(told['/orbits/upcoming']).toMatch(hidden.clusters);
    expect(await textOf('/orbits/{orbitId}/findings')).toMatch(
      hidden.namespace,
    );
  });

  describe.each([
    ['denied', deny],
    ['for other clusters', only('missions-run', 'IS_ON_CLUSTERS', 'fenced')],
    ['for other namespaces', only('missions-run', 'IS_IN_NAMESPACES', 'shop')],
    ['for other people', only('missions-run', 'IS_INITIATOR', 'user:x/bob')],
  ])('with missions.run.read %s', (_, decision) => {
    it.each(Object.keys(routes))('tells nothing by GET %s', async path => {
      rules = { 'missions.run.read': decision };
      const text = await textOf(path);
      expect(text).not.toMatch(hidden.initiator);
      expect(text).not.toMatch(ids());
    });

    it.each(Object.keys(routes).filter(path => !ownNamespaces.includes(path)))(
      'names no namespace by GET %s',
      async path => {
        rules = { 'missions.run.read': decision };
        expect(await textOf(path)).not.toMatch(hidden.namespace);
      },
    );
  });

  describe.each([
    ['denied', deny],
    ['for another', only('missions-cluster', 'IS_CLUSTER', 'fenced')],
  ])('with missions.cluster.read %s and no run', (_, decision) => {
    it.each(Object.keys(routes))('names no cluster by GET %s', async path => {
      rules = {
        'missions.run.read': deny,
        'missions.cluster.read': decision,
      };
      expect(await textOf(path)).not.toMatch(hidden.clusters);
    });
  });

  it('is no cluster of an orbit either where all runs may be read', async () => {
    rules = { 'missions.cluster.read': deny };
    for (const path of Object.keys(routes).filter(isOfOrbits)) {
      expect(await textOf(path)).not.toMatch(hidden.clusters);
    }
  });

  it('does not count for missions', async () => {
    const runs = async () =>
      (await bench.get('/missions/test/good', 'bob')).body.runs;
    expect(await runs()).toMatchObject({ total: 1, succeeded: 1 });
    rules = { 'missions.run.read': deny };
    expect(await runs()).toEqual({ total: 0, succeeded: 0 });
    rules = {
      'missions.run.read': only('missions-run', 'IS_ON_CLUSTERS', 'lab'),
    };
    expect(await runs()).toMatchObject({
      total: 1,
      lastBy: 'user:default/ann',
    });
  });

  it('leaves of an orbit what may be read', async () => {
    const seen = async () => {
      const path = `/orbits/${things.orbitId}`;
      const orbit = (await bench.get(path, 'bob')).body;
      const findings = (await bench.get(`${path}/findings`, 'bob')).body;
      return {
        clusters: orbit.targets.map((target: any) => target.cluster),
        ofRun: orbit.lastRun?.targets.map((target: any) => target.id),
        looks: orbit.recent.length,
        counted: orbit.recent[0]?.findings,
        verdict: orbit.verdict?.findings,
        findings: findings.items.map((item: any) => item.targetId),
        total: findings.total,
        heat: findings.heat?.map((cell: any) => cell.targetId).sort(),
        state: orbit.state,
      };
    };
    const whole = {
      clusters: ['frozen', 'lab'],
      ofRun: ['frozen', 'lab'],
      looks: 1,
      counted: 2,
      verdict: 2,
      findings: ['frozen', 'lab'],
      total: 2,
      heat: ['frozen', 'lab'],
      state: 'up',
    };
    expect(await seen()).toEqual(whole);
    rules = {
      'missions.cluster.read': only('missions-cluster', 'IS_CLUSTER', 'lab'),
    };
    expect(await seen()).toEqual({
      clusters: ['lab'],
      ofRun: ['lab'],
      looks: 1,
      counted: undefined,
      verdict: undefined,
      findings: ['lab'],
      total: 1,
      heat: ['lab'],
      state: 'up',
    });
    rules = {
      'missions.run.read': only('missions-run', 'IS_ON_CLUSTERS', 'lab'),
    };
    expect(await seen()).toEqual({
      clusters: ['frozen', 'lab'],
      ofRun: undefined,
      looks: 0,
      counted: undefined,
      verdict: undefined,
      findings: [],
      total: 0,
      heat: undefined,
      state: 'up',
    });
    rules = {
      'missions.run.read': only(
        'missions-run',
        'IS_ON_CLUSTERS',
        'lab',
        'frozen',
      ),
    };
    expect(await seen()).toEqual(whole);
  });
});
