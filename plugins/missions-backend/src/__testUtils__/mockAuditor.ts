import type { AuditorService } from '@backstage/backend-plugin-api';

/** An auditor that remembers what it was told, and what became of it. */
export function mockAuditor() {
  const audited = {
    success: jest.fn(async () => {}),
    fail: jest.fn(async () => {}),
  };
  const auditor: jest.Mocked<AuditorService> = {
    createEvent: jest.fn().mockResolvedValue(audited),
  };
  return { auditor, audited };
}
