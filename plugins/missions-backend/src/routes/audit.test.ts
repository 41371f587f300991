import { MissionError } from '@mission-control/plugin-missions-common';
import express from 'express';
import request from 'supertest';
import { mockAuditor } from '../__testUtils__/mockAuditor';
import { mockHttpAuth } from '../__testUtils__/mockHttpAuth';
import { mockLogger } from '../__testUtils__/mockLogger';
import { RunFeed } from '../store';
import { type AuditEventId, auditEvents } from './auditEvents';
import { createRouter } from './createRouter';
import type { RouteOptions } from './types';

const SECRET = 'hunter2';
const HASH = 'a'.repeat(64);

/** A valid body of each request; words of people hold a secret. */
const bodies: Record<AuditEventId, object | undefined> = {
  'run-create': {
    missionRef: 's/m',
    targets: [{ cluster: 'eu' }],
    parameters: { password: SECRET },
  },
  'run-cancel': { reason: SECRET },
  'run-pause': { reason: SECRET },
  'run-resume': { reason: SECRET },
  'run-recheck': { reason: SECRET, targets: ['eu'] },
  'run-decide': { targetId: 'eu', decision: 'retry', reason: SECRET },
  'run-undo': { reason: SECRET },
  'run-feedback': { value: 'up', comment: SECRET },
  'approval-decide': { decision: 'approve', hash: HASH, comment: SECRET },
  'approval-delegate': { to: 'user:default/eve', comment: SECRET },
  'delegation-end': undefined,
  'freeze-set': { scope: 'instance', reason: SECRET },
  'freeze-lift': { reason: SECRET },
  'run-pass-windows': { reason: SECRET },
  'run-export': { passphrase: SECRET, targets: ['eu'] },
  'orbit-create': {
    missionRef: 's/m',
    schedule: { cadence: 'daily' },
    targets: [{ cluster: 'eu' }],
    parameters: { password: SECRET },
  },
  'orbit-pause': {},
  'orbit-resume': {},
  'orbit-delete': undefined,
  'orbit-run': undefined,
  'cluster-reset': undefined,
};

const refusal = new MissionError('NOT_ALLOWED', 'You may not');
/** A service of which every method refuses. */
const refusing = new Proxy(
  {},
  { get: () => async () => Promise.reject(refusal) },
);

describe('every request that changes something', () => {
  it.each(Object.keys(bodies) as AuditEventId[])(
    'is recorded as %s, also when it is refused, without words of people',
    async id => {
      const { auditor, audited } = mockAuditor();
      const router = await createRouter({
        runs: refusing,
        approvals: refusing,
        orbits: refusing,
        clusters: refusing,
        brakes: refusing,
        undoKits: refusing,
        auditor,
        logger: mockLogger(),
        feed: new RunFeed(),
        httpAuth: mockHttpAuth(),
        shutdown: new AbortController().signal,
      } as unknown as RouteOptions);
      const { route, severity, meta } = auditEvents[id];
      const [method, path] = route.split(' ');
      const answer = await request(express().use(router))
        [method.toLowerCase() as 'post' | 'delete'](
          path.replace(/\{\w+\}/g, 'x1'),
        )
        .set('Idempotency-Key', 'k1')
        .send(bodies[id]);
      expect([answer.status, answer.body.error.code]).toEqual([
        403,
        'NOT_ALLOWED',
      ]);
      expect(auditor.createEvent).toHaveBeenCalledTimes(1);
      const [{ request: _, ...event }] = auditor.createEvent.mock.calls[0];
      expect(event).toMatchObject({ eventId: id, severityLevel: severity });
      expect(meta).toEqual(
        expect.arrayContaining(Object.keys(event.meta ?? {})),
      );
      expect(JSON.stringify(event)).not.toContain(SECRET);
      expect(audited.fail).toHaveBeenCalledWith({ error: refusal });
      expect(audited.success).not.toHaveBeenCalled();
    },
  );
});
