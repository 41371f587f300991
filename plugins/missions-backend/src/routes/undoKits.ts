import { audited } from './audited';
import type { MissionsRouter, RouteOptions } from './types';

/** /runs/:runId/undo-kit. The passphrase of a request is in no log, event or answer. */
export function addUndoKitRoutes(
  router: MissionsRouter,
  { undoKits, httpAuth, auditor }: RouteOptions,
): void {
  router.get('/runs/:runId/undo-kit', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    res.json(await undoKits.describe({ credentials, runId }));
  });

  router.post('/runs/:runId/undo-kit', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { runId } = req.params;
    const kit = await audited(
      {
        auditor,
        req,
        eventId: 'run-export',
        meta: { runId },
        result: ({ facts }) => ({ ...facts, targets: [...facts.targets] }),
      },
      () => undoKits.export({ credentials, runId, request: req.body }),
    );
    res.set({
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="${kit.name}"`,
      'x-undo-kit-objects': String(kit.facts.objects),
      'x-undo-kit-left': String(kit.facts.left),
    });
    res.type('application/octet-stream').send(Buffer.from(kit.bytes) as never);
  });
}
