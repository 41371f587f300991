import { audited } from './audited';
import type { MissionsRouter, RouteOptions } from './types';

/** /clusters, /preflight */
export function addClusterRoutes(
  router: MissionsRouter,
  { clusters, preflight, httpAuth, auditor }: RouteOptions,
): void {
  router.get('/clusters', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { refresh } = req.query;
    const items = await clusters.list({ credentials, refresh });
    res.json({ items, problems: await clusters.problems({ credentials }) });
  });

  router.get('/clusters/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { name } = req.params;
    res.json(await clusters.get({ credentials, name }));
  });

  router.post('/clusters/:name/reset', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { name } = req.params;
    const meta = { cluster: name };
    res.json(
      await audited({ auditor, req, eventId: 'cluster-reset', meta }, () =>
        clusters.reset({ credentials, name }),
      ),
    );
  });

  router.post('/preflight', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const gone = new AbortController();
    res.on('close', () => gone.abort());
    const items = await preflight.check({
      credentials,
      request: req.body,
      signal: gone.signal,
    });
    res.json({ items });
  });
}
