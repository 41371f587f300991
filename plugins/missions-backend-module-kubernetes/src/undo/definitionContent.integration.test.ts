import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { deleteBlindly, deletedBlindly } from '../__testUtils__/deleteBlindly';
import {
  integrationTargets,
  type IntegrationCluster,
} from '../__testUtils__/integrationTargets';
import { waitFor } from '../__testUtils__/waitFor';
import { applyAction } from '../actions/apply';

jest.setTimeout(60_000);

const GROUP = `definition-${process.pid}.example.com`;
const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const WINDOWS = `/apis/${GROUP}/v1/windows`;

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `windows.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Cluster',
    names: {
      kind: 'Window',
      listKind: 'WindowList',
      plural: 'windows',
      singular: 'window',
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object' } },
      },
    ],
  },
};
const windowOf = (name: string) => ({
  apiVersion: `${GROUP}/v1`,
  kind: 'Window',
  metadata: { name },
});

describe.each(integrationTargets())(
  'the undo of a definition on $title',
  target => {
    let server: IntegrationCluster;
    let cluster: ClusterClient;
    const bench = () => new ActionBench({ cluster: server.client() });
    const names = async (path: string) =>
      (await cluster.list(path)).items.map(({ metadata }) => metadata?.name);

    beforeAll(async () => {
      server = await target.start();
      cluster = server.client();
    });
    afterAll(async () => {
      await cluster
        ?.request({
          method: 'DELETE',
          path: `${DEFINITIONS}/${definition.metadata.name}`,
        })
        .catch(() => undefined);
      await server?.stop();
    });

    it('leaves it while others have objects of it, and deletes it afterwards', async () => {
      const defined = { objects: [definition] };
      const own = { objects: [windowOf('own')] };
      const defining = bench();
      await defining.run(
        applyAction,
        defined,
        await defining.plan(applyAction, defined),
      );
      const declaring = bench();
      await declaring.run(
        applyAction,
        own,
        await declaring.plan(applyAction, own),
      );
      const { body: theirs } = await cluster.request({
        method: 'POST',
        path: WINDOWS,
        body: windowOf('theirs'),
      });
      const { apiVersion, kind, metadata } = theirs;
      const { name, uid } = metadata;
      const owned = windowOf('owned');
      await cluster.request({
        method: 'POST',
        path: WINDOWS,
        body: {
          ...owned,
          metadata: {
            ...owned.metadata,
            ownerReferences: [{ apiVersion, kind, name, uid }],
          },
        },
      });

      const undeclare = bench();
      const first = await undeclare.planUndo(applyAction, own, declaring);
      await undeclare.undo(applyAction, own, declaring, first);
      const earlier = first.changes.map(change => ({
        ...change,
        stepId: 'declare',
      }));
      const undefine = bench();
      const plan = await undefine.planUndo(applyAction, defined, defining, {
        earlier,
      });
      expect(plan.changes).toMatchObject([
        {
          kind: 'noop',
          note: expect.stringMatching(
            /^It stays, because it holds Window owned, Window theirs$/,
          ),
        },
      ]);
      await undefine.undo(applyAction, defined, defining, plan);
      expect(await names(WINDOWS)).toEqual(['owned', 'theirs']);

      await cluster.request({ method: 'DELETE', path: `${WINDOWS}/theirs` });
      await waitFor(async () => (await names(WINDOWS)).length === 0);
      const again = bench();
      const free = await again.planUndo(applyAction, defined, defining);
      expect(free.changes).toMatchObject([{ kind: 'delete' }]);
      expect(free.changes[0].irreversible).toBe(undefined);
      await again.undo(applyAction, defined, defining, free);
      expect(await names(DEFINITIONS)).not.toContain(definition.metadata.name);
    });

    it('makes it anew when its objects could not be seen, and says that they are not known', async () => {
      const define = bench();
      const defined = { objects: [definition] };
      await define.run(
        applyAction,
        defined,
        await define.plan(applyAction, defined),
      );
      const { apiVersion, kind, metadata } = definition;
      const answer = await deleteBlindly({
        server,
        object: { apiVersion, kind, name: metadata.name },
        refused: WINDOWS,
        isThere: async () => (await names(DEFINITIONS)).includes(metadata.name),
      });
      expect(answer).toEqual(
        deletedBlindly(
          'whether windows exist could not be seen: windows: Not for you',
        ),
      );
    });
  },
);
