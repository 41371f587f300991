import type { Run } from '@mission-control/plugin-missions-common';
import { audited } from './audited';
import { idempotencyKeyOf } from './idempotencyKeyOf';
import type { MissionsRouter, RouteOptions } from './types';

const outcome = (run: Run) => ({ runId: run.id, state: run.state });

/** /runs and what changes a run */
export function addRunRoutes(
  router: MissionsRouter,
  { runs, httpAuth, auditor }: RouteOptions,
): void {
  router.get('/runs', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { group, cursor, limit, ...filter } = req.query;
    res.json(await runs.list({ credentials, filter, group, cursor, limit }));
  });

  router.post('/runs', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const request = req.body;
    const run = await audited(
      {
        auditor,
        req,
        eventId: 'run-create',
        meta: {
          missionRef: request.missionRef,
          clusters: (request.targets ?? []).map(target => target.cluster),
        },
        result: outcome,
      },
      () =>
        runs.create({
          credentials,
          request,
          idempotencyKey: idempotencyKeyOf(req),
        }),
    );
    res.status(201).json(run);
  });

  router.get('/runs/:runId', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    res.json(await runs.get({ credentials, runId }));
  });

  for (const verb of ['cancel', 'pause', 'resume'] as const) {
    router.post(`/runs/:runId/${verb}`, async (req, res) => {
      const credentials = await httpAuth.credentials(req);
      const { runId } = req.params;
      const { reason } = req.body;
      const eventId = `run-${verb}` as const;
      res.json(
        await audited(
          { auditor, req, eventId, meta: { runId }, result: outcome },
          () => runs[verb]({ credentials, runId, reason }),
        ),
      );
    });
  }

  router.post('/runs/:runId/pass-windows', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const { reason } = req.body;
    const meta = { runId };
    res.json(
      await audited(
        { auditor, req, eventId: 'run-pass-windows', meta, result: outcome },
        () => runs.passWindows({ credentials, runId, reason }),
      ),
    );
  });

  router.post('/runs/:runId/recheck', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const { reason, targets } = req.body;
    const meta = { runId, ...(targets && { targets }) };
    res.json(
      await audited(
        { auditor, req, eventId: 'run-recheck', meta, result: outcome },
        () => runs.recheck({ credentials, runId, reason, targets }),
      ),
    );
  });

  router.post('/runs/:runId/decide', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const { targetId, decision } = req.body;
    const meta = { runId, targetId, decision };
    res.json(
      await audited(
        { auditor, req, eventId: 'run-decide', meta, result: outcome },
        () => runs.decide({ credentials, runId, request: req.body }),
      ),
    );
  });

  router.post('/runs/:runId/undo', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const run = await audited(
      {
        auditor,
        req,
        eventId: 'run-undo',
        meta: { runId },
        result: undo => ({ undoRunId: undo.id }),
      },
      () =>
        runs.undo({
          credentials,
          runId,
          request: req.body,
          idempotencyKey: idempotencyKeyOf(req),
        }),
    );
    res.status(201).json(run);
  });

  router.post('/runs/:runId/feedback', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const { value, comment } = req.body;
    res.json(
      await audited(
        { auditor, req, eventId: 'run-feedback', meta: { runId, value } },
        () => runs.feedback({ credentials, runId, value, comment }),
      ),
    );
  });
}
