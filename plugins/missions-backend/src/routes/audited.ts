import type { AuditorService } from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { Request } from 'express';
import { type AuditEventId, auditEvents } from './auditEvents';

/**
 * Does something that changes state, with an audit event around it: success
 * with what came out, or the failure.
 */
export async function audited<T>(
  options: {
    auditor: AuditorService;
    req: Request<any, any, any, any, any>;
    eventId: AuditEventId;
    meta?: JsonObject;
    /** Facts of the result for the record. */
    result?: (value: T) => JsonObject;
  },
  fn: () => Promise<T>,
): Promise<T> {
  const { auditor, req, eventId, meta, result } = options;
  const event = await auditor.createEvent({
    eventId,
    severityLevel: auditEvents[eventId].severity,
    request: req,
    meta,
  });
  try {
    const value = await fn();
    await event.success({ meta: result?.(value) });
    return value;
  } catch (error) {
    await event.fail({ error: error as Error });
    throw error;
  }
}
