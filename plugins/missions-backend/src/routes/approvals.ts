import { audited } from './audited';
import type { MissionsRouter, RouteOptions } from './types';

/** /approvals, /delegations */
export function addApprovalRoutes(
  router: MissionsRouter,
  { approvals, httpAuth, auditor }: RouteOptions,
): void {
  router.get('/approvals', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { state, mine, automatic } = req.query;
    res.json({
      items: await approvals.list({ credentials, state, mine, automatic }),
    });
  });

  router.get('/approvals/:approvalId', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { approvalId } = req.params;
    res.json(await approvals.get({ credentials, approvalId }));
  });

  router.post('/approvals/:approvalId/decision', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { approvalId } = req.params;
    const { decision, hash } = req.body;
    const meta = { approvalId, decision, hash };
    res.json(
      await audited(
        {
          auditor,
          req,
          eventId: 'approval-decide',
          meta,
          result: ({ runId, state }) => ({ runId, state }),
        },
        () => approvals.decide({ credentials, approvalId, request: req.body }),
      ),
    );
  });

  router.post('/approvals/:approvalId/delegation', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { approvalId } = req.params;
    const { to, until } = req.body;
    const request = { ...req.body, until: until && new Date(until) };
    const meta = { approvalId, to, until: until && String(until) };
    res.json(
      await audited(
        {
          auditor,
          req,
          eventId: 'approval-delegate',
          meta,
          result: ({ runId, state }) => ({ runId, state }),
        },
        () => approvals.delegate({ credentials, approvalId, request }),
      ),
    );
  });

  router.get('/delegations', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    res.json({ items: await approvals.delegations({ credentials }) });
  });

  router.delete('/delegations/:delegationId', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { delegationId } = req.params;
    const meta = { delegationId };
    await audited({ auditor, req, eventId: 'delegation-end', meta }, () =>
      approvals.endDelegation({ credentials, delegationId }),
    );
    res.status(204).end();
  });
}
