import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TestDatabases } from '@backstage/backend-test-utils';
import { parseAllDocuments, stringify } from 'yaml';
import {
  startControlPlane,
  type ControlPlane,
} from '../controlplane/startControlPlane';
import { MISSIONS } from '../docs/missionRbacFiles';
import { startPortal, type Portal } from '../portal/startPortal';
import { runScenario } from './runScenario';

jest.setTimeout(300_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const cluster = 'harbour';
const ACCOUNT = 'mission-control';
const FIX = 'mission-control/fix-wrong-image-tag';
const INSTALL = 'mission-control/install-web-application';
const SETTLED_MS = 30_000;

interface Role {
  metadata: { name: string };
  rules: { resources: string[]; verbs: string[] }[];
}

describe('a service account with exactly the roles of a mission, on a real API server', () => {
  let folder: string;
  let plane: ControlPlane;
  let portal: Portal;
  const kubectl = (...args: string[]) => plane.kubectl(args);
  const cast = () => ({
    operator: portal.as('operator'),
    approver: portal.as('approver'),
  });

  const rolesOf = async (mission: string): Promise<Role[]> =>
    parseAllDocuments(
      await readFile(join(MISSIONS, mission, 'rbac.yaml'), 'utf8'),
    ).map(document => document.toJS());

  const apply = async (object: object) => {
    const file = join(folder, 'object.yaml');
    await writeFile(file, stringify(object));
    await kubectl('apply', '-f', file);
  };

  /** Binds each role of a mission for the whole cluster, or for one namespace. */
  const bind = async (mission: string, namespace?: string) => {
    for (const role of await rolesOf(mission)) {
      await apply(role);
      const { name } = role.metadata;
      const isNamespaced = name.endsWith(':in-namespace') && namespace;
      await apply({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: isNamespaced ? 'RoleBinding' : 'ClusterRoleBinding',
        metadata: { name, ...(isNamespaced && { namespace }) },
        roleRef: {
          apiGroup: 'rbac.authorization.k8s.io',
          kind: 'ClusterRole',
          name,
        },
        subjects: [
          { kind: 'ServiceAccount', namespace: 'default', name: ACCOUNT },
        ],
      });
    }
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-rights-'));
    plane = await startControlPlane();
    await kubectl('create', 'serviceaccount', ACCOUNT, '-n', 'default');
    const token = await kubectl('create', 'token', ACCOUNT, '-n', 'default');
    const kubeconfig = join(folder, 'kubeconfig');
    await writeFile(
      kubeconfig,
      stringify({
        apiVersion: 'v1',
        kind: 'Config',
        'current-context': cluster,
        clusters: [
          {
            name: cluster,
            cluster: {
              server: plane.server,
              'certificate-authority-data': Buffer.from(
                plane.authority,
              ).toString('base64'),
            },
          },
        ],
        users: [{ name: ACCOUNT, user: { token: token.trim() } }],
        contexts: [{ name: cluster, context: { cluster, user: ACCOUNT } }],
      }),
      { mode: 0o600 },
    );
    portal = await startPortal({
      knex: await databases.init('SQLITE_3'),
      demo: false,
      kubeconfig,
      config: { clusters: [{ name: cluster, writable: true }] },
    });
  });

  afterEach(async () => {
    await portal?.stop();
    await plane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const fitness = async (missionRef: string, parameters: object) => {
    const { items } = await cast().operator.request('POST', '/preflight', {
      missionRef,
      targets: [{ cluster }],
      parameters,
    });
    return items[0];
  };

  /** Waits until the API server knows a change of roles. */
  const fitnessThat = async (
    verdict: string,
    missionRef: string,
    parameters: object,
  ) => {
    const end = Date.now() + SETTLED_MS;
    for (;;) {
      const fit = await fitness(missionRef, parameters);
      if (fit.verdict === verdict || Date.now() > end) {
        return fit;
      }
      await sleep(100);
    }
  };

  it('runs an install and takes it back', async () => {
    await bind('install/web-application');
    const parameters = { namespace: 'web', askService: false };
    const fit = await fitnessThat('fit', INSTALL, parameters);
    expect([fit.verdict, fit.checks]).toEqual(['fit', expect.anything()]);
    await runScenario(cast(), {
      name: 'least rights',
      missionRef: INSTALL,
      parameters,
      targets: [cluster],
      undo: true,
      expect: { evidence: ['is-ready'] },
    });
    expect(await kubectl('get', 'deployments', '-n', 'web')).toBe('');
    // Nobody could tell whether something foreign is in it.
    expect(
      await kubectl(
        'get',
        'namespace',
        'web',
        '-o',
        'jsonpath={.status.phase}',
      ),
    ).toBe('Active');
  });

  it('runs a repair in one namespace and takes it back; with one right fewer its preflight names it', async () => {
    const namespace = 'shop';
    const image = 'checkout=registry.example.com/checkout:does-not-exist';
    await kubectl('create', 'namespace', namespace);
    await kubectl(
      ...['create', 'deployment', 'checkout', '-n', namespace],
      '--image=registry.example.com/checkout:1.0.0',
    );
    await kubectl(
      ...['rollout', 'status', 'deployment/checkout', '-n', namespace],
      '--timeout=60s',
    );
    await kubectl(
      ...['set', 'image', 'deployment/checkout', image, '-n', namespace],
    );
    await bind('fix/wrong-image-tag', namespace);
    const parameters = { namespace, deployment: 'checkout' };
    const fit = await fitnessThat('fit', FIX, parameters);
    expect(fit.verdict).toBe('fit');

    const roles = await rolesOf('fix/wrong-image-tag');
    const role = roles.find(({ metadata }) =>
      metadata.name.endsWith(':in-namespace'),
    )!;
    const rights = role.rules.flatMap((rule, index) =>
      rule.verbs.map(verb => ({ index, verb, resource: rule.resources[0] })),
    );
    expect(rights.length).toBeGreaterThan(3);
    for (const { index, verb, resource } of rights) {
      const rules = role.rules.flatMap((rule, at) => {
        const verbs = rule.verbs.filter(
          other => at !== index || other !== verb,
        );
        return verbs.length > 0 ? [{ ...rule, verbs }] : [];
      });
      await apply({ ...role, rules });
      const unfit = await fitnessThat('unfit', FIX, parameters);
      const check = unfit.checks.find((item: any) => item.id === 'rights');
      expect(check).toMatchObject({
        status: 'fail',
        message: `system:serviceaccount:default:${ACCOUNT} may not: ${verb} ${resource} in ${namespace}`,
      });
    }
    await apply(role);
    expect((await fitnessThat('fit', FIX, parameters)).verdict).toBe('fit');
    await runScenario(cast(), {
      name: 'least rights',
      missionRef: FIX,
      parameters,
      targets: [cluster],
      undo: true,
      expect: { plan: { change: 1 }, evidence: ['is-healthy'] },
    });
  });
});
