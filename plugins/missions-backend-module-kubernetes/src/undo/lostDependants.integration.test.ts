import {
  ReapprovalNeeded,
  type KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { FiveObjects } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { waitFor } from '../__testUtils__/waitFor';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';

jest.setTimeout(120_000);

describe.each(integrationTargets())(
  'what the ReplicaSet and the Pod of a Deployment own, on $title',
  target => {
    const five = FiveObjects.inEachTest(target);
    const labels = { app: 'web' };
    const web = () => ({
      objects: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'web', namespace: five.namespace },
          spec: {
            selector: { matchLabels: labels },
            template: {
              metadata: { labels },
              spec: { containers: [{ name: 'web', image: 'acme/web:1' }] },
            },
          },
        },
      ],
    });
    const ref = () => ({
      objects: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: five.namespace,
          name: 'web',
        },
      ],
    });
    const pathOf = (group: string, resource: string) =>
      `${group}/namespaces/${five.namespace}/${resource}`;
    /** What a controller made, as soon as it did. */
    async function made(apiVersion: string, kind: string, path: string) {
      let found: KubernetesObject | undefined;
      await waitFor(async () => {
        [found] = (await five.cluster.list(path)).items;
        return found !== undefined;
      });
      const { name, uid } = found!.metadata!;
      return { apiVersion, kind, name, uid };
    }
    /** By hand: a ConfigMap of the ReplicaSet, and a ConfigMap and a claim of the Pod. */
    async function addDependants() {
      const replicas = await made(
        'apps/v1',
        'ReplicaSet',
        pathOf('/apis/apps/v1', 'replicasets'),
      );
      const pod = await made('v1', 'Pod', pathOf('/api/v1', 'pods'));
      const add = (resource: string, body: KubernetesObject, owner: object) =>
        five.cluster.request({
          method: 'POST',
          path: pathOf('/api/v1', resource),
          body: {
            ...body,
            metadata: { ...body.metadata, ownerReferences: [owner] },
          },
        });
      await add('configmaps', five.objectOf('of-replicas', 'red'), replicas);
      await add('configmaps', five.objectOf('of-pod', 'red'), pod);
      await add(
        'persistentvolumeclaims',
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data', namespace: five.namespace },
          spec: {
            accessModes: ['ReadWriteOnce'],
            resources: { requests: { storage: '1Gi' } },
          },
        },
        pod,
      );
    }
    async function applied() {
      const step = five.bench();
      await step.run(applyAction, web(), await step.plan(applyAction, web()));
      return step;
    }
    const LOST =
      'dependants are collected with it: ConfigMap of-replicas, ConfigMap of-pod, PersistentVolumeClaim data';

    it('makes its deletion irreversible, by an undo and by a step', async () => {
      const step = await applied();
      const plain = await five.bench().planUndo(applyAction, web(), step);
      expect(plain.changes[0].irreversible).toBeUndefined();
      await addDependants();
      const undo = await five.bench().planUndo(applyAction, web(), step);
      const deletion = await five.bench().plan(deleteAction, ref());
      expect(
        [undo, deletion].map(({ changes: [{ kind, irreversible }] }) => [
          kind,
          irreversible,
        ]),
      ).toEqual(Array(2).fill(['delete', LOST]));
    });

    it('is asked for before the Deployment is deleted when it appeared since the plan', async () => {
      const step = await applied();
      const undo = five.bench();
      const approved = await undo.planUndo(applyAction, web(), step);
      await addDependants();
      const asked = await undo
        .undo(applyAction, web(), step, approved)
        .catch(e => e);
      expect(asked).toBeInstanceOf(ReapprovalNeeded);
      expect(asked.changes).toMatchObject([
        { kind: 'delete', irreversible: LOST },
      ]);
      await undo.undo(applyAction, web(), step, asked.changes);
      // A try that the server refused, for the Deployment moves, is there too.
      const [done] = (await undo.journal.records()).slice(-1);
      expect(done).toMatchObject({ state: 'done', irreversible: LOST });
    });
  },
);
