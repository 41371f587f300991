import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestDatabases } from '@backstage/backend-test-utils';
import { isTerminal } from '@mission-control/plugin-missions-common';

import { openByAge } from '../age/buildAge';
import { buildBinaries } from '../controlplane/buildBinaries';
import { kubeconfigOf } from '../controlplane/kubeconfig';
import {
  lastingDifferences,
  settledObjects,
} from '../controlplane/settledObjects';
import {
  startControlPlane,
  type ControlPlane,
} from '../controlplane/startControlPlane';
import { startPortal, type Portal } from '../portal/startPortal';
import { shopBefore, shopMission, shopWidgets } from './shopMission';

jest.setTimeout(300_000);

const execFileAsync = promisify(execFile);
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
/** Exit status that stands for an end by SIGKILL. */
const KILLED = 137;
const PASSPHRASE = 'correct horse battery staple 42';

describe('the undo kit of a run, on a real API server', () => {
  let folder: string;
  let plane: ControlPlane;
  let portal: Portal;
  let kubectlPath: string;
  let before: Awaited<ReturnType<typeof settledObjects>>;
  let kit: string;
  let runId: string;
  const kubectl = (...args: string[]) => plane.kubectl(args);
  const chosen = (of: Record<string, string>) => [
    ...['--overwrite', of['ConfigMap settings']],
    ...['--overwrite', of['ServiceAccount app']],
  ];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mission-control-kit-'));
    plane = await startControlPlane();
    kubectlPath = (await buildBinaries()).path('kubectl');
    const kubeconfig = join(folder, 'kubeconfig');
    const context = { ...plane, name: 'harbour' };
    await writeFile(kubeconfig, kubeconfigOf([context]), { mode: 0o600 });
    await mkdir(join(folder, 'missions'));
    await writeFile(join(folder, 'missions', 'mission.yaml'), shopMission);
    portal = await startPortal({
      knex: await databases.init('SQLITE_3'),
      missions: join(folder, 'missions'),
      demo: false,
      kubeconfig,
      config: {
        clusters: [{ name: 'harbour', writable: true, environment: 'test' }],
      },
    });
    await makeShop();
    before = await settledObjects(plane.kubectl);
    runId = await runMission();
    kit = await exported('kit');
  });
  afterAll(async () => {
    await portal?.stop();
    await plane?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('refuses another cluster, and does nothing', async () => {
    const own = await readFile(join(kit, 'cluster-uid'), 'utf8');
    await writeFile(join(kit, 'cluster-uid'), 'another');
    const { code, output } = await restore('--yes');
    await writeFile(join(kit, 'cluster-uid'), own);
    expect(output).toContain('This is another cluster');
    expect(code).toBe(3);
  });

  it('names what drifted, and does nothing before there is a choice', async () => {
    await kubectl(
      ...['patch', 'configmap', 'settings', '-n', 'shop', '--type=merge'],
      ...['-p', '{"data":{"color":"pink"}}', '--field-manager=bob'],
    );
    await kubectl(
      ...['create', 'configmap', 'guest', '-n', 'made', '--from-literal=a=b'],
    );
    await kubectl(
      ...['label', 'serviceaccount', 'app', '-n', 'made', 'by=bob'],
      '--field-manager=bob',
    );
    const now = await settledObjects(plane.kubectl);
    const { code, output } = await restore('--yes');
    expect(output).toMatch(
      /DRIFTED +ConfigMap shop\/settings: changed since by bob at \S+Z: \/data\/color\n/,
    );
    expect(output).toMatch(
      /DRIFTED +ServiceAccount made\/app: written since by bob at \S+Z\n/,
    );
    expect(output).toMatch(/stays +Namespace made: it holds ConfigMap guest/);
    expect(code).toBe(4);
    expect(await changedSince(now)).toEqual([]);
    await kubectl('delete', 'configmap', 'guest', '-n', 'made');
  });

  it('only looks without --yes', async () => {
    const now = await settledObjects(plane.kubectl);
    const { code, output } = await restore(...chosen(await numbers()));
    expect(output).toContain('Nothing was done: this was a look.');
    expect(output).toMatch(/overwrites +ConfigMap shop\/settings/);
    expect(code).toBe(0);
    expect(await changedSince(now)).toEqual([]);
  });

  it('restores the cluster as it was, what drifted by choice', async () => {
    const { code, output } = await restore('--yes', ...chosen(await numbers()));
    expect(output).not.toContain('NOT as before');
    expect(code).toBe(0);
    expect(await changedSince(before)).toEqual([]);
  });

  it('finds all as before when it is called again', async () => {
    const { code, output } = await restore('--yes');
    expect(output).toContain('Left as it is: 0.');
    expect(code).toBe(0);
    expect(await changedSince(before)).toEqual([]);
  });

  it('restores what nobody touched, also when it is killed after every third write', async () => {
    runId = await runMission();
    kit = await exported('second');
    kubectlPath = await deadly(kubectlPath);
    const codes: number[] = [];
    do {
      const { code, output } = await restore('--yes');
      expect(output).not.toMatch(/NOT as before|DRIFTED|REFUSED/);
      codes.push(code);
    } while (codes.at(-1) !== 0 && codes.length < 20);
    expect(codes.filter(code => code !== KILLED)).toEqual([0]);
    expect(codes.length).toBeGreaterThan(5);
    expect(await changedSince(before)).toEqual([]);
  });

  /** A kubectl that kills the script that calls it, right after every third write. */
  async function deadly(real: string): Promise<string> {
    const path = join(folder, 'deadly');
    await writeFile(
      path,
      `#!/bin/sh
'${real}' "$@"
code=$?
case "$*" in
  *dryRun=All*|*--dry-run=server*) exit $code ;;
  create*|replace*|delete*|patch*) ;;
  *) exit $code ;;
esac
echo >> '${path}.count'
[ $(( $(wc -l < '${path}.count') % 3 )) != 0 ] || kill -9 $PPID
exit $code
`,
      { mode: 0o700 },
    );
    return path;
  }

  /**
   * How the cluster differs. Left out is by which uid an owner is named in the
   * owners of fields: an owner that was made anew has another one, which
   * equality replaces in owner references alone.
   */
  async function changedSince(then: typeof before) {
    const kubectlNamed: typeof plane.kubectl = async (args, input) => {
      const answer = await plane.kubectl(args, input);
      return args[0] === 'get' ? namedIn(answer) : answer;
    };
    return lastingDifferences(
      kubectlNamed,
      JSON.parse(namedIn(JSON.stringify(then))),
    );
  }

  function namedIn(answer: string): string {
    return answer.replace(/k:\{\\"uid\\":\\"[^"]+\\"\}/g, 'k:owner');
  }

  async function makeShop() {
    const apply = (items: unknown[], manager: string) =>
      plane.kubectl(
        ['apply', '--server-side', `--field-manager=${manager}`, '-f', '-'],
        JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
      );
    await apply(shopBefore, 'alice');
    await kubectl(
      ...['wait', '--for=condition=Established', '--timeout=30s'],
      'crd/widgets.shop.example.com',
    );
    await apply(shopWidgets, 'alice');
    const uid = await kubectl(
      ...['get', 'configmap', 'owner', '-n', 'shop', '-o'],
      'jsonpath={.metadata.uid}',
    );
    await apply(
      [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: {
            name: 'owned',
            namespace: 'shop',
            ownerReferences: [
              { apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid },
            ],
          },
        },
      ],
      'alice',
    );
    await kubectl(
      ...['rollout', 'status', 'deployment/web', '-n', 'shop'],
      '--timeout=60s',
    );
  }

  async function runMission(): Promise<string> {
    const operator = portal.as('operator');
    const { id } = await operator.start({
      missionRef: 'mission-control/shop',
      targets: [{ cluster: 'harbour' }],
    });
    for (;;) {
      await portal.as('approver').approve(id);
      const run = await operator.run(id);
      if (isTerminal(run.state) || run.state === 'needs_decision') {
        await operator.waitFor(id, ['succeeded'], 0);
        return id;
      }
      await new Promise(resolve => {
        setTimeout(resolve, 100);
      });
    }
  }

  /** Exports a kit, opens it by age, unpacks it. Answers the folder of its script. */
  async function exported(name: string): Promise<string> {
    const place = join(folder, name);
    await mkdir(place);
    const file = join(place, 'kit.tar.age');
    const bytes = await portal
      .as('operator')
      .download('POST', `/runs/${runId}/undo-kit`, { passphrase: PASSPHRASE });
    await writeFile(file, bytes);
    const tar = join(place, 'kit.tar');
    await openByAge({ file, into: tar, passphrase: PASSPHRASE });
    await execFileAsync('tar', ['xf', tar, '-C', place]);
    return join(place, 'harbour', 'kubectl');
  }

  async function restore(
    ...args: string[]
  ): Promise<{ code: number; output: string }> {
    const env = {
      PATH: process.env.PATH,
      HOME: folder,
      KUBECTL: kubectlPath,
      KUBECONFIG: plane.kubeconfig,
    };
    return execFileAsync('sh', [join(kit, 'restore.sh'), ...args], {
      env,
    }).then(
      ({ stdout, stderr }) => ({ code: 0, output: stdout + stderr }),
      error => ({
        code: error.code ?? (error.signal === 'SIGKILL' ? KILLED : -1),
        output: error.stdout + error.stderr,
      }),
    );
  }

  /** Numbers of the objects of the kit, by name. */
  async function numbers(): Promise<Record<string, string>> {
    const text = await readFile(join(kit, 'entries.tsv'), 'utf8');
    return Object.fromEntries(
      text
        .trim()
        .split('\n')
        .map(line => line.split('\t'))
        .map(([number, , , , kind, , name]) => [`${kind} ${name}`, number]),
    );
  }
});
