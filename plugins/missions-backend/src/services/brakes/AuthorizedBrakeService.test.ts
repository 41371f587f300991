import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { createConditionAuthorizer } from '@backstage/plugin-permission-node';
import type { Brakes, Freeze } from '@mission-control/plugin-missions-common';
import { userCredentials } from '../../__testUtils__/credentials';
import { mockPermissions } from '../../__testUtils__/mockPermissions';
import { clusterRules } from '../../permissions';
import { AuthorizedBrakeService } from './AuthorizedBrakeService';

const credentials = userCredentials();
const allow: PolicyDecision = { result: AuthorizeResult.ALLOW };
const deny: PolicyDecision = { result: AuthorizeResult.DENY };
const only = (rule: string, ...values: string[]): PolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'missions',
  resourceType: 'missions-cluster',
  conditions: { rule, resourceType: 'missions-cluster', params: { values } },
});
const clusters = [
  { name: 'reef', environment: 'prod', provider: 'demo' },
  { name: 'bay', environment: 'prod', provider: 'demo' },
  { name: 'pond', environment: 'test', provider: 'demo' },
];
const freeze = (id: string, scope: Freeze['scope'], name?: string): Freeze => ({
  id,
  scope,
  name,
  reason: 'r',
  by: 'user:default/jane',
  at: new Date(0),
  mayLift: true,
});
const all: Brakes = {
  freezes: [
    freeze('i', 'instance'),
    freeze('e', 'environment', 'prod'),
    freeze('c', 'cluster', 'pond'),
  ],
  windows: clusters.map(({ name }) => ({
    cluster: name,
    name: 'w',
    timeZone: 'Etc/UTC',
    open: true,
  })),
  mayFreeze: {
    instance: true,
    environments: ['prod', 'test'],
    clusters: ['reef', 'bay', 'pond'],
  },
};

function setup(read: PolicyDecision, set: PolicyDecision) {
  const permissions = mockPermissions();
  permissions.authorizeConditional.mockImplementation(async asked =>
    asked.map(({ permission }) =>
      permission.name === 'missions.cluster.freeze' ? set : read,
    ),
  );
  const inner = {
    get: jest.fn(async () => all),
    freeze: jest.fn(async () => all.freezes[0]),
    lift: jest.fn(async () => all),
  };
  const service = AuthorizedBrakeService.create({
    inner,
    permissions,
    fits: createConditionAuthorizer(clusterRules as never) as never,
    clusters: async () => clusters,
  });
  return { inner, service };
}
const summary = ({ freezes, windows, mayFreeze }: Brakes) => ({
  freezes: freezes.map(({ id, mayLift }) => `${id} ${mayLift}`),
  windows: windows.map(({ cluster }) => cluster),
  mayFreeze,
});

describe('AuthorizedBrakeService', () => {
  it.each<[string, PolicyDecision, PolicyDecision, object]>([
    [
      'everything',
      allow,
      allow,
      {
        freezes: ['i true', 'e true', 'c true'],
        windows: ['reef', 'bay', 'pond'],
        mayFreeze: all.mayFreeze,
      },
    ],
    [
      'to freeze nothing',
      allow,
      deny,
      {
        freezes: ['i false', 'e false', 'c false'],
        windows: ['reef', 'bay', 'pond'],
        mayFreeze: { instance: false, environments: [], clusters: [] },
      },
    ],
    [
      'one environment',
      allow,
      only('HAS_ENVIRONMENT', 'prod'),
      {
        freezes: ['i false', 'e true', 'c false'],
        windows: ['reef', 'bay', 'pond'],
        mayFreeze: {
          instance: false,
          environments: ['prod'],
          clusters: ['reef', 'bay'],
        },
      },
    ],
    [
      'one cluster of an environment, and so not all of that',
      allow,
      only('IS_CLUSTER', 'reef', 'pond'),
      {
        freezes: ['i false', 'e false', 'c true'],
        windows: ['reef', 'bay', 'pond'],
        mayFreeze: {
          instance: false,
          environments: ['test'],
          clusters: ['reef', 'pond'],
        },
      },
    ],
    [
      'to see the clusters of one environment',
      only('HAS_ENVIRONMENT', 'prod'),
      allow,
      {
        freezes: ['i true', 'e true'],
        windows: ['reef', 'bay'],
        mayFreeze: {
          instance: true,
          environments: ['prod'],
          clusters: ['reef', 'bay'],
        },
      },
    ],
    [
      'to see no cluster',
      deny,
      deny,
      {
        freezes: ['i false'],
        windows: [],
        mayFreeze: { instance: false, environments: [], clusters: [] },
      },
    ],
  ])('shows who may %s', async (_, read, set, expected) => {
    const { service } = setup(read, set);
    expect(summary(await service.get({ credentials }))).toEqual(expected);
    expect(
      summary(
        await setup(read, allow).service.lift({
          credentials,
          freezeId: 'i',
          reason: 'r',
        }),
      ).windows,
    ).toEqual((expected as { windows: string[] }).windows);
  });

  it.each<[PolicyDecision, Freeze['scope'], string | undefined, boolean]>([
    [allow, 'instance', undefined, true],
    [only('HAS_ENVIRONMENT', 'prod', 'test'), 'instance', undefined, false],
    [only('HAS_ENVIRONMENT', 'prod'), 'environment', 'prod', true],
    [only('HAS_ENVIRONMENT', 'prod'), 'environment', 'test', false],
    [only('HAS_ENVIRONMENT', 'prod'), 'environment', 'nowhere', false],
    [only('IS_CLUSTER', 'reef'), 'environment', 'prod', false],
    [only('IS_CLUSTER', 'reef'), 'cluster', 'reef', true],
    [only('IS_CLUSTER', 'reef'), 'cluster', 'bay', false],
    [deny, 'cluster', 'reef', false],
  ])('by %j lets freeze %s %s: %s', async (set, scope, name, may) => {
    const { inner, service } = setup(allow, set);
    const request = { scope, name, reason: 'r' };
    const ended = await service
      .freeze({ credentials, request })
      .then(() => 'frozen')
      .catch(({ code, message }) => `${code}: ${message}`);
    expect(ended).toMatch(
      may ? 'frozen' : /^NOT_ALLOWED: .*missions.cluster.freeze/,
    );
    expect(inner.freeze).toHaveBeenCalledTimes(may ? 1 : 0);
  });

  it.each<[PolicyDecision, PolicyDecision, string, string]>([
    [allow, only('HAS_ENVIRONMENT', 'prod'), 'e', 'lifted'],
    [allow, only('HAS_ENVIRONMENT', 'prod'), 'i', 'NOT_ALLOWED'],
    [allow, deny, 'c', 'NOT_ALLOWED'],
    [only('HAS_ENVIRONMENT', 'prod'), deny, 'c', 'NOT_FOUND'],
    [allow, only('HAS_ENVIRONMENT', 'prod'), 'gone', 'NOT_FOUND'],
    // What is lifted already says so to who may lift everything.
    [allow, allow, 'gone', 'lifted'],
  ])('reading by %j and freezing by %j, lifts %s: %s', async (...given) => {
    const [read, set, freezeId, end] = given;
    const { inner, service } = setup(read, set);
    const ended = await service
      .lift({ credentials, freezeId, reason: 'over' })
      .then(() => 'lifted')
      .catch(({ code }) => code);
    expect(ended).toBe(end);
    expect(inner.lift).toHaveBeenCalledTimes(end === 'lifted' ? 1 : 0);
  });
});
