import type { MissionsRouter, RouteOptions } from './types';

/** /missions, /mission-problems, /actions */
export function addMissionRoutes(
  router: MissionsRouter,
  { missions, httpAuth }: RouteOptions,
): void {
  router.get('/missions', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { q, type, category, maturity, tag, endorsed, cursor, limit } =
      req.query;
    res.json(
      await missions.list({
        credentials,
        filter: { q, type, category, maturity, tag, endorsed },
        cursor,
        limit,
      }),
    );
  });

  router.get('/missions/:source/:name', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { source, name } = req.params;
    res.json(
      await missions.get({
        credentials,
        ref: `${source}/${name}`,
        version: req.query.version,
      }),
    );
  });

  router.get('/mission-problems', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json({ items: await missions.problems({ credentials }) });
  });

  router.get('/actions', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json({ items: await missions.actions({ credentials }) });
  });
}
