import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { ActionBench } from '@mission-control/plugin-missions-node/testing';
import { permissionCheck } from './permission';

/** A cluster that serves nothing, and forbids to delete. */
function clusterThatHears(asked: unknown[]): ClusterClient {
  const cluster: Partial<ClusterClient> = {
    cluster: { name: 'one' } as ClusterClient['cluster'],
    identity: 'somebody',
    resource: async (apiVersion, kind) => {
      throw new Error(`${apiVersion} ${kind} is not served`);
    },
    request: async ({ body }) => {
      const { resourceAttributes } = (body as any).spec;
      asked.push(resourceAttributes);
      const allowed = resourceAttributes.verb !== 'delete';
      return { status: 201, body: { status: { allowed } } } as any;
    },
  };
  return cluster as ClusterClient;
}

describe('kubernetes:permission', () => {
  const rule = { apiVersion: 'example.com/v1', kind: 'Widget' };
  const ask = (rules: object[], asked: unknown[] = []) =>
    new ActionBench({ cluster: clusterThatHears(asked) }).check(
      permissionCheck,
      { rules: rules as any },
    );

  it('asks about a kind that the cluster does not serve yet by its plural', async () => {
    const asked: unknown[] = [];
    const outcome = await ask(
      [
        { ...rule, resource: 'widgets', verbs: ['create', 'delete'] },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          resource: 'pods',
          namespace: 'web',
          verbs: ['get'],
        },
      ],
      asked,
    );
    const widgets = {
      group: 'example.com',
      version: 'v1',
      resource: 'widgets',
    };
    expect(asked).toEqual([
      { ...widgets, verb: 'create' },
      { ...widgets, verb: 'delete' },
      {
        group: '',
        version: 'v1',
        resource: 'pods',
        verb: 'get',
        namespace: 'web',
      },
    ]);
    expect(outcome).toMatchObject({
      status: 'fail',
      message: 'somebody may not: delete widgets',
    });
  });

  it('does not pass for a kind that nobody serves or names the plural of', async () => {
    expect(await ask([{ ...rule, verbs: ['create'] }])).toMatchObject({
      status: 'unknown',
      message: 'Could not look: example.com/v1 Widget is not served',
    });
  });
});
