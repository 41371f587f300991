import { MissionError } from '@mission-control/plugin-missions-common';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { randomUUID } from 'node:crypto';
import type { Faults } from '../__testUtils__/FiveObjects';
import { integrationTargets } from '../__testUtils__/integrationTargets';
import { SharedServer } from '../__testUtils__/SharedServer';
import { applyAction } from '../actions/apply';
import { deleteAction } from '../actions/delete';

jest.setTimeout(60_000);

const API = 'rbac.authorization.k8s.io/v1';
const ROLES = `/apis/${API}/clusterroles`;

describe.each(integrationTargets())(
  'the dependants of what is in no namespace, on $title',
  target => {
    const server = SharedServer.ofGroup(target);
    let namespace: string;
    let names: string[];
    server.namespaceEach('wide', place => {
      ({ namespace } = place);
      const own = randomUUID().slice(0, 8);
      names = ['a', 'b', 'c', 'd'].map(letter => `wide-${own}-${letter}`);
    });
    afterEach(async () => {
      for (const name of names) {
        await server.cluster
          .request({ method: 'DELETE', path: `${ROLES}/${name}` })
          .catch(() => undefined);
      }
    });

    const bench = (faults?: Faults) =>
      new ActionBench({ cluster: server.client(faults) });
    const roleOf = (name: string, owner?: object) => ({
      apiVersion: API,
      kind: 'ClusterRole',
      metadata: { name, ...(owner && { ownerReferences: [owner] }) },
      rules: [],
    });
    const input = () => ({
      objects: names.slice(0, 3).map(name => roleOf(name)),
    });
    const refs = () => ({
      objects: names
        .slice(0, 3)
        .map(name => ({ apiVersion: API, kind: 'ClusterRole', name })),
    });
    const applied = async () => {
      const step = bench();
      await step.run(
        applyAction,
        input(),
        await step.plan(applyAction, input()),
      );
      return step;
    };
    /** One object in a namespace and one outside of any, which the second role owns. */
    const dependOnSecond = async () => {
      const [, name, , other] = names;
      const { body } = await server.cluster.request({
        path: `${ROLES}/${name}`,
      });
      const { uid } = body.metadata;
      const owner = { apiVersion: API, kind: 'ClusterRole', name, uid };
      await server.cluster.request({
        method: 'POST',
        path: ROLES,
        body: roleOf(other, owner),
      });
      await server.cluster.request({
        method: 'POST',
        path: `/api/v1/namespaces/${namespace}/configmaps`,
        body: { metadata: { name: 'child', ownerReferences: [owner] } },
      });
    };
    const lost = () =>
      `dependants are collected with it: ConfigMap ${namespace}/child, ClusterRole ${names[3]}`;

    it('are named for their owner alone, wherever they are', async () => {
      const step = await applied();
      await dependOnSecond();
      const undo = await bench().planUndo(applyAction, input(), step);
      const deletion = await bench().plan(deleteAction, refs());
      for (const { changes } of [undo, deletion]) {
        expect(changes.map(({ irreversible }) => irreversible)).toEqual([
          undefined,
          lost(),
          undefined,
        ]);
      }
    });

    it('are asked for when they appeared since the plan', async () => {
      const step = await applied();
      const undo = bench();
      const plan = await undo.planUndo(applyAction, input(), step);
      await dependOnSecond();
      await expect(
        undo.undo(applyAction, input(), step, plan),
      ).rejects.toMatchObject({
        name: 'ReapprovalNeeded',
        changes: [{ object: { name: names[1] }, irreversible: lost() }],
      });
    });

    it('are asked for once per kind, however many objects there are', async () => {
      const step = await applied();
      const lists: string[] = [];
      const counted = bench({
        beforeRequest: ({ path, method = 'GET', query }) => {
          if (method === 'GET' && query?.limit && !query.continue) {
            lists.push(path);
          }
        },
      });
      const { changes } = await counted.planUndo(applyAction, input(), step);
      expect(changes.map(({ kind }) => kind)).toEqual(Array(3).fill('delete'));
      expect(lists).toContain('/api/v1/configmaps');
      expect(lists).toContain(ROLES);
      expect([...new Set(lists)].sort()).toEqual([...lists].sort());
    });

    it('are told to be unknown of every deletion where a kind cannot be listed', async () => {
      const step = await applied();
      const blind = bench({
        beforeRequest: ({ path }) => {
          if (path === '/api/v1/secrets') {
            throw new MissionError('CLUSTER_FORBIDDEN', 'Not for you');
          }
        },
      });
      const plan = await blind.planUndo(applyAction, input(), step);
      expect(plan.changes.map(({ irreversible }) => irreversible)).toEqual(
        Array(3).fill('dependants could not be seen: secrets cannot be listed'),
      );
    });
  },
);
