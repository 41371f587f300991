import type { MissionsRouter, RouteOptions } from './types';

/** What a run planned, saw, changed, said and found. */
export function addRunPartRoutes(
  router: MissionsRouter,
  { runs, httpAuth }: RouteOptions,
): void {
  router.get('/runs/:runId/plan', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    res.json(await runs.plan({ credentials, runId }));
  });

  router.get('/runs/:runId/plan.md', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const text = await runs.planMarkdown({ credentials, runId });
    res.type('text/markdown').send(text as never);
  });

  router.get('/runs/:runId/evidence', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const { target, step } = req.query;
    const items = await runs.evidence({ credentials, runId, target, step });
    res.json({ items });
  });

  router.get('/runs/:runId/journal', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const { target } = req.query;
    res.json({ items: await runs.journal({ credentials, runId, target }) });
  });

  router.get('/runs/:runId/events', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const { after, limit } = req.query;
    const items = await runs.events({ credentials, runId, after, limit });
    res.json({ items });
  });

  router.get('/runs/:runId/logs', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    res.json(await runs.logs({ credentials, runId, ...req.query }));
  });

  router.get('/runs/:runId/findings', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    res.json(await runs.findings({ credentials, runId }));
  });
}
