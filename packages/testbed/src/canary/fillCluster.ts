import { CANARY, canaryForms } from './canaryForms';
import { NAMESPACE } from './canaryMissions';

/** Makes objects that hold the canary in all its forms. */
export async function fillCluster(
  put: (path: string, body: object) => Promise<void>,
): Promise<void> {
  await put('/api/v1/namespaces', { metadata: { name: NAMESPACE } });
  const maps = `/api/v1/namespaces/${NAMESPACE}/configmaps`;
  const data = Object.fromEntries(
    Object.entries(canaryForms).map(([name, form]) => [
      name.replaceAll(' ', '-'),
      form,
    ]),
  );
  await put(maps, { metadata: { name: 'holder' }, data });
  await put(maps, { metadata: { name: 'doomed' }, data });
  const labels = { app: 'web' };
  await put(`/apis/apps/v1/namespaces/${NAMESPACE}/deployments`, {
    metadata: { name: 'web', annotations: data },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: data },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'web:does-not-exist',
              env: [{ name: 'A', value: CANARY }],
            },
          ],
        },
      },
    },
  });
}
