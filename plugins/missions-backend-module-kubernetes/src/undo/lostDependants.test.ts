import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { collectionPath } from '../objects';
import { Dependants } from './Dependants';
import { irreversibleDeletion } from './irreversible';

/** Kinds by the version of their API. */
const VERSIONS: Readonly<Record<string, string>> = {
  CiliumEndpoint: 'cilium.io/v2',
  ConfigMap: 'v1',
  CronJob: 'batch/v1',
  Deployment: 'apps/v1',
  Job: 'batch/v1',
  PersistentVolumeClaim: 'v1',
  Pod: 'v1',
  ReplicaSet: 'apps/v1',
  Report: 'acme/v1',
  Widget: 'acme/v1',
};
const served = Object.entries(VERSIONS).map(([kind, apiVersion]) => {
  const [version, group = ''] = apiVersion.split('/').reverse();
  return {
    group,
    version,
    resource: `${kind.toLowerCase()}s`,
    kind,
    namespaced: true,
    verbs: ['list'],
    subresources: [],
  };
});
/** An object with its owners, each as "Kind name", which is its uid; `!` marks its controller. */
const object = (what: string, ...owners: string[]): KubernetesObject => {
  const [kind, name] = what.split(' ');
  return {
    apiVersion: VERSIONS[kind],
    kind,
    metadata: {
      name,
      namespace: 'one',
      uid: what,
      ownerReferences: owners.map(mark => {
        const uid = mark.replace('!', '');
        const [ownerKind, ownerName] = uid.split(' ');
        return {
          apiVersion: VERSIONS[ownerKind],
          kind: ownerKind,
          name: ownerName,
          uid,
          ...(mark !== uid && { controller: true }),
        };
      }),
    },
  };
};
const clusterOf = (objects: readonly KubernetesObject[]) =>
  ({
    resources: async () => ({ items: served, incomplete: [] }),
    resource: async (_version: string, wanted: string) =>
      served.find(({ kind }) => kind === wanted),
    request: async ({ path }: { path: string }) => {
      const entry = served.find(one =>
        path.startsWith(collectionPath(one, 'one')),
      );
      const items = objects.filter(({ kind }) => kind === entry?.kind);
      const isList = entry && path === collectionPath(entry, 'one');
      return {
        body: isList
          ? { metadata: {}, items }
          : items.find(({ metadata }) => path.endsWith(`/${metadata?.name}`)),
      };
    },
  } as unknown as ClusterClient);
const lossOf = (
  root: KubernetesObject,
  others: readonly KubernetesObject[],
  known: readonly string[] = [],
) =>
  irreversibleDeletion(
    {
      cluster: clusterOf([root, ...others]),
      signal: new AbortController().signal,
    },
    root,
    {
      dependants: new Dependants(),
      known: known.map(what => {
        const [kind, name] = what.split(' ');
        return { apiVersion: VERSIONS[kind], kind, namespace: 'one', name };
      }),
    },
  );
const lost = (names: string) => ({
  certain: `dependants are collected with it: ${names}`,
});

describe('what is lost below dependants', () => {
  const web = object('Deployment web');
  const replicas = object('ReplicaSet web-1', '!Deployment web');
  const pod = object('Pod web-1-a', '!ReplicaSet web-1');

  it('is nothing of a Deployment whose controllers make all of it anew', async () => {
    expect(await lossOf(web, [replicas, pod])).toEqual({});
  });

  it.each([
    [
      'another kind than its controller makes',
      'Job migrate',
      '!Deployment web',
    ],
    ['what others made for it', 'ReplicaSet by-hand', 'Deployment web'],
  ])('is, of a Deployment, %s', async (_, what, owner) => {
    expect(await lossOf(web, [replicas, pod, object(what, owner)])).toEqual(
      lost(`its ${what.split(' ')[0]}s`),
    );
  });

  it('names what lasts below a ReplicaSet and its Pods', async () => {
    expect(
      await lossOf(web, [
        replicas,
        pod,
        object('ConfigMap settings', 'ReplicaSet web-1'),
        object('ConfigMap notes', 'Pod web-1-a'),
        object('PersistentVolumeClaim data', 'Pod web-1-a'),
      ]),
    ).toEqual(
      lost('ConfigMap settings, ConfigMap notes, PersistentVolumeClaim data'),
    );
  });

  it('names what is below what lasts', async () => {
    expect(
      await lossOf(object('Widget main'), [
        object('Deployment web', 'Widget main'),
        replicas,
        pod,
        object('PersistentVolumeClaim data', 'Pod web-1-a'),
      ]),
    ).toEqual(lost('Deployment web, PersistentVolumeClaim data'));
  });

  it('names no kinds of what comes and goes below what comes and goes', async () => {
    expect(
      await lossOf(object('CronJob nightly'), [
        object('Job nightly-1', '!CronJob nightly'),
        object('Pod nightly-1-a', '!Job nightly-1'),
        object('CiliumEndpoint nightly-1-a', 'Pod nightly-1-a'),
      ]),
    ).toEqual(lost('its Jobs'));
  });

  it('says each kind that comes and goes once', async () => {
    expect(
      await lossOf(object('Widget main'), [
        object('Job first', 'Widget main'),
        object('CronJob nightly', 'Widget main'),
        object('Job second', 'CronJob nightly'),
      ]),
    ).toEqual(lost('CronJob nightly, its Jobs'));
  });

  it.each([
    ['a report of a ReplicaSet', '!ReplicaSet web-1', 'Report r', {}],
    [
      'the claim of an ephemeral volume',
      '!Pod web-1-a',
      'PersistentVolumeClaim web-1-a-scratch',
      {},
    ],
    [
      'any other claim of a Pod',
      '!Pod web-1-a',
      'PersistentVolumeClaim data',
      lost('PersistentVolumeClaim data'),
    ],
    [
      'a claim that is named after a ReplicaSet',
      '!ReplicaSet web-1',
      'PersistentVolumeClaim web-1-data',
      lost('PersistentVolumeClaim web-1-data'),
    ],
  ])('takes %s for what it is', async (_what, owner, dependant, loss) => {
    expect(
      await lossOf(web, [replicas, pod, object(dependant, owner)]),
    ).toEqual(loss);
  });

  it('counts what two own that go both, and not what one owns that stays', async () => {
    expect(
      await lossOf(web, [
        replicas,
        pod,
        object('Widget other'),
        object('ConfigMap both', 'ReplicaSet web-1', 'Pod web-1-a'),
        object('ConfigMap other', 'Pod web-1-a', 'Widget other'),
        object('ConfigMap below', 'ConfigMap other'),
      ]),
    ).toEqual(lost('ConfigMap both'));
  });

  it('leaves out what is deleted before, with what it owns', async () => {
    const objects = [
      replicas,
      pod,
      object('ConfigMap settings', 'ReplicaSet web-1'),
      object('ConfigMap below', 'ConfigMap settings'),
    ];
    expect(await lossOf(web, objects, ['ConfigMap settings'])).toEqual({});
  });

  it('ends where objects own each other', async () => {
    expect(
      await lossOf(object('Widget a', 'Widget c'), [
        object('Widget b', 'Widget a'),
        object('Widget c', 'Widget b'),
      ]),
    ).toEqual(lost('Widget b, Widget c'));
  });

  it('finds it also below the Pods of which no name is kept', async () => {
    const pods = Array.from({ length: 1_010 }, (_, index) =>
      object(`Pod p${index}`, '!ReplicaSet web-1'),
    );
    const last = object('PersistentVolumeClaim data', 'Pod p1009');
    expect(await lossOf(web, [replicas, ...pods, last])).toEqual(
      lost('PersistentVolumeClaim data'),
    );
  });
});
