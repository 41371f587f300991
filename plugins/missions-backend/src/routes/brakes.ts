import { audited } from './audited';
import type { MissionsRouter, RouteOptions } from './types';

/** /brakes, /freezes */
export function addBrakeRoutes(
  router: MissionsRouter,
  { brakes, httpAuth, auditor }: RouteOptions,
): void {
  router.get('/brakes', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json(await brakes.get({ credentials }));
  });

  router.post('/freezes', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { scope, until } = req.body;
    const meta = { scope, ...(until && { until: String(until) }) };
    const freeze = await audited(
      {
        auditor,
        req,
        eventId: 'freeze-set',
        meta,
        // What was asked for may be any text; what is frozen is known.
        result: ({ id, name }) => ({ freezeId: id, ...(name && { name }) }),
      },
      () =>
        brakes.freeze({
          credentials,
          request: { ...req.body, until: until && new Date(until) },
        }),
    );
    res.status(201).json(freeze);
  });

  router.post('/freezes/:freezeId/lift', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { freezeId } = req.params;
    const { reason } = req.body;
    const meta = { freezeId };
    res.json(
      await audited({ auditor, req, eventId: 'freeze-lift', meta }, () =>
        brakes.lift({ credentials, freezeId, reason }),
      ),
    );
  });
}
