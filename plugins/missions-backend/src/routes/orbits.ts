import { audited } from './audited';
import { idempotencyKeyOf } from './idempotencyKeyOf';
import type { MissionsRouter, RouteOptions } from './types';

/** /orbits */
export function addOrbitRoutes(
  router: MissionsRouter,
  { orbits, httpAuth, auditor }: RouteOptions,
): void {
  router.get('/orbits', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json({ items: await orbits.list({ credentials }) });
  });

  router.post('/orbits', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const meta = { missionRef: req.body.missionRef };
    const orbit = await audited(
      {
        auditor,
        req,
        eventId: 'orbit-create',
        meta,
        result: ({ id }) => ({ orbitId: id }),
      },
      () =>
        orbits.create({
          credentials,
          request: req.body,
          idempotencyKey: idempotencyKeyOf(req),
        }),
    );
    res.status(201).json(orbit);
  });

  router.get('/orbits/upcoming', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { hours, limit } = req.query;
    res.json(await orbits.upcoming({ credentials, hours, limit }));
  });

  router.get('/orbits/:orbitId', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { orbitId } = req.params;
    res.json(await orbits.get({ credentials, orbitId }));
  });

  router.delete('/orbits/:orbitId', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { orbitId } = req.params;
    await audited(
      { auditor, req, eventId: 'orbit-delete', meta: { orbitId } },
      () => orbits.remove({ credentials, orbitId }),
    );
    res.status(204).end();
  });

  for (const verb of ['pause', 'resume'] as const) {
    router.post(`/orbits/:orbitId/${verb}`, async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      const { orbitId } = req.params;
      res.json(
        await audited(
          { auditor, req, eventId: `orbit-${verb}`, meta: { orbitId } },
          () => orbits[verb]({ credentials, orbitId }),
        ),
      );
    });
  }

  router.post('/orbits/:orbitId/run', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { orbitId } = req.params;
    const idempotencyKey = idempotencyKeyOf(req);
    const look = await audited(
      {
        auditor,
        req,
        eventId: 'orbit-run',
        meta: { orbitId },
        result: made =>
          'run' in made
            ? { runId: made.run.id }
            : { slotAt: made.slot.slotAt.toISOString() },
      },
      () => orbits.run({ credentials, orbitId, idempotencyKey }),
    );
    if ('run' in look) {
      res.status(201).json(look.run);
    } else {
      res.status(202).json(look.slot);
    }
  });

  router.get('/orbits/:orbitId/findings', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { orbitId } = req.params;
    res.json(await orbits.findings({ credentials, orbitId }));
  });
}
