import type {
  ActionPlan,
  ClusterClient,
} from '@mission-control/plugin-missions-node';
import {
  ActionBench,
  type ActionBenchOptions,
} from '@mission-control/plugin-missions-node/testing';
import { randomUUID } from 'node:crypto';
import { deleteBlindly, deletedBlindly } from '../__testUtils__/deleteBlindly';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { SharedServer } from '../__testUtils__/SharedServer';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';

jest.setTimeout(60_000);

const ROLES = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
const NAMESPACES = '/api/v1/namespaces';

describe.each(integrationTargets())(
  'a namespace with what others own, on $title',
  target => {
    const server = SharedServer.ofGroup(target);
    let cluster: ClusterClient;
    let name: string;

    beforeEach(() => {
      cluster = server.cluster;
      name = `owned-${randomUUID().slice(0, 8)}`;
    });
    afterEach(async () => {
      for (const path of [`${NAMESPACES}/${name}`, `${ROLES}/${name}`]) {
        await cluster
          .request({ method: 'DELETE', path })
          .catch(() => undefined);
      }
    });

    const bench = (options?: ActionBenchOptions) =>
      new ActionBench({ cluster: server.client(), ...options });
    const role = () => ({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name },
      rules: [],
    });
    const namespaceObject = () => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
    });
    const made = async (...objects: object[]) => {
      const input = { objects: [namespaceObject(), ...objects] };
      const step = bench();
      await step.run(applyAction, input, await step.plan(applyAction, input));
      return { input, step };
    };
    /** A cluster role that somebody made. */
    const roleOfOthers = async () =>
      (await cluster.request({ method: 'POST', path: ROLES, body: role() }))
        .body;
    /** A config map in the namespace, which the cluster role owns, or another object. */
    const putOwned = async (path = `${ROLES}/${name}`) => {
      const { body: owner } = await cluster.request({ path });
      const { apiVersion, kind, metadata } = owner;
      await cluster.request({
        method: 'POST',
        path: `${NAMESPACES}/${name}/configmaps`,
        body: {
          metadata: {
            name: 'owned',
            ownerReferences: [
              { apiVersion, kind, name: metadata.name, uid: metadata.uid },
            ],
          },
        },
      });
    };
    /** An object that somebody put into the namespace. */
    const putThere = async (collection: string, object: object) => {
      const path = collection.replace('*', name);
      await cluster.request({ method: 'POST', path, body: object });
      return `${path}/theirs`;
    };
    const isThere = (path: string) =>
      cluster.request({ path }).then(
        () => true,
        () => false,
      );
    const ofNamespace = ({ changes }: ActionPlan) =>
      changes.find(({ object }) => object.kind === 'Namespace');
    const holding = () => `It stays, because it holds ConfigMap ${name}/owned`;

    it('stays when somebody else made the owner', async () => {
      const { input, step } = await made();
      await roleOfOthers();
      await putOwned();
      const undo = bench();
      const plan = await undo.planUndo(applyAction, input, step);
      expect(ofNamespace(plan)).toMatchObject({
        kind: 'noop',
        note: holding(),
      });
      const { kept } = await undo.undo(applyAction, input, step, plan);
      expect(kept).toMatchObject([{ reason: holding() }]);
      expect(await isThere(`${NAMESPACES}/${name}/configmaps/owned`)).toBe(
        true,
      );
    });

    it.each([
      ['Lease', 'coordination.k8s.io/v1', 'leases', {}],
      [
        'EndpointSlice',
        'discovery.k8s.io/v1',
        'endpointslices',
        { addressType: 'IPv4', endpoints: [] },
      ],
    ])(
      'stays when the owner is a %s, which nobody counts',
      async (kind, apiVersion, resource, rest) => {
        const { input, step } = await made();
        const metadata = { name: 'theirs' };
        const owner = await putThere(
          `/apis/${apiVersion}/namespaces/*/${resource}`,
          { apiVersion, kind, metadata, ...rest },
        );
        await putOwned(owner);
        const plan = await bench().planUndo(applyAction, input, step);
        expect(ofNamespace(plan)).toMatchObject({
          kind: 'noop',
          note: holding(),
        });
      },
    );

    it('names an owner that counts, and not what it owns', async () => {
      const { input, step } = await made();
      const owner = await putThere('/api/v1/namespaces/*/services', {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'theirs' },
        spec: { ports: [{ port: 80 }] },
      });
      await putOwned(owner);
      const plan = await bench().planUndo(applyAction, input, step);
      expect(ofNamespace(plan)?.note).toBe(
        `It stays, because it holds Service ${name}/theirs`,
      );
    });

    it('stays when it is put there after the plan', async () => {
      const { input, step } = await made();
      await roleOfOthers();
      const undo = bench();
      const plan = await undo.planUndo(applyAction, input, step);
      expect(ofNamespace(plan)).toMatchObject({ kind: 'delete' });
      await putOwned();
      const { kept } = await undo.undo(applyAction, input, step, plan);
      expect(kept).toMatchObject([{ reason: holding() }]);
      expect(await isThere(`${NAMESPACES}/${name}/configmaps/owned`)).toBe(
        true,
      );
    });

    it('goes when another step of the run made the owner', async () => {
      const { input, step } = await made();
      const { metadata } = await roleOfOthers();
      await putOwned();
      const undo = bench({ madeByRun: [metadata.uid] });
      const plan = await undo.planUndo(applyAction, input, step);
      expect(ofNamespace(plan)).toMatchObject({ kind: 'delete' });
      await undo.undo(applyAction, input, step, plan);
      expect(await isThere(`${NAMESPACES}/${name}`)).toBe(false);
    });

    it('goes when the same step made the owner', async () => {
      const { input, step } = await made(role());
      await putOwned();
      const undo = bench();
      const plan = await undo.planUndo(applyAction, input, step);
      expect(ofNamespace(plan)).toMatchObject({ kind: 'delete' });
      await undo.undo(applyAction, input, step, plan);
      expect(await isThere(`${NAMESPACES}/${name}`)).toBe(false);
      expect(await isThere(`${ROLES}/${name}`)).toBe(false);
    });

    it('cannot be made anew with it: its deletion is irreversible', async () => {
      await cluster.request({
        method: 'POST',
        path: NAMESPACES,
        body: namespaceObject(),
      });
      await roleOfOthers();
      await putOwned();
      const input = {
        objects: [{ apiVersion: 'v1', kind: 'Namespace', name }],
      };
      const plan = await bench().plan(deleteAction, input);
      expect(plan.changes).toMatchObject([
        {
          irreversible: `its content is deleted with it: ConfigMap ${name}/owned`,
        },
      ]);
    });

    it('is made anew when its content could not all be seen, and nobody knows what was in it', async () => {
      await made();
      const answer = await deleteBlindly({
        server,
        object: { apiVersion: 'v1', kind: 'Namespace', name },
        refused: `${NAMESPACES}/${name}/secrets`,
        isThere: () => isThere(`${NAMESPACES}/${name}`),
      });
      expect(answer).toEqual(
        deletedBlindly(
          'its content could not all be listed: secrets: Not for you',
        ),
      );
    });
  },
);
