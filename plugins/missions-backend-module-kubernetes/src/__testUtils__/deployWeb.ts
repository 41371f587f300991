import type { TestPlace } from './SharedServer';

/** Applies a Deployment `web` with one pod of an image, as kubectl does, and answers its reference. */
export async function deployWeb(
  { cluster, namespace }: TestPlace,
  image: string,
) {
  const labels = { app: 'web' };
  const kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
  await cluster.request({
    method: 'PATCH',
    path: `/apis/apps/v1/namespaces/${namespace}/deployments/web`,
    query: { fieldManager: 'kubectl', force: true },
    contentType: 'application/apply-patch+yaml',
    body: {
      ...kind,
      metadata: { name: 'web', namespace },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image }] },
        },
      },
    },
  });
  return { ...kind, namespace, name: 'web' };
}
