import type { VerificationRecord } from '@mission-control/plugin-missions-common';

/** Verification records; those without a date are the oldest. */
export function newestFirst(
  records: readonly VerificationRecord[] = [],
): VerificationRecord[] {
  return [...records].sort((a, b) =>
    (b.date ?? '').localeCompare(a.date ?? ''),
  );
}
