/** A field that another manager owns. */
export interface FieldConflict {
  readonly manager: string;
  readonly field: string;
}

/** Why a 409 was answered; stands in `details.conflict` of the error. */
export const ConflictKind = {
  /** Other managers own fields; `details.conflicts` names them. */
  fields: 'fields',
  /** uid or resourceVersion is not what was asked for. */
  precondition: 'precondition',
  /** An object of this name exists. */
  exists: 'exists',
  /** The object or its namespace is being deleted. */
  terminating: 'terminating',
  /** The resourceVersion or continue token is too old (410). */
  expired: 'expired',
} as const;
export type ConflictKind = (typeof ConflictKind)[keyof typeof ConflictKind];

type Cause = { reason?: string; message?: string; field?: string };

/** Reads which of the conflicts a Status of code 409 or 410 tells. */
export function readConflict(status: {
  code?: number;
  reason?: string;
  message?: string;
  details?: { causes?: Cause[] };
}): { kind: ConflictKind; conflicts: FieldConflict[] } {
  const causes = status.details?.causes ?? [];
  const conflicts = causes
    .filter(cause => cause.reason === 'FieldManagerConflict')
    .map(cause => ({
      // The manager's name stands only in the text: conflict with "name" using …
      manager: /conflict with "([^"]+)"/.exec(cause.message ?? '')?.[1] ?? '',
      field: cause.field ?? '',
    }));
  return { kind: kindOf(status, conflicts.length > 0), conflicts };
}

function kindOf(
  status: { code?: number; reason?: string; message?: string },
  fields: boolean,
): ConflictKind {
  if (fields) {
    return ConflictKind.fields;
  }
  if (status.code === 410 || status.reason === 'Expired') {
    return ConflictKind.expired;
  }
  if (/being (deleted|terminated)/.test(status.message ?? '')) {
    return ConflictKind.terminating;
  }
  return status.reason === 'AlreadyExists'
    ? ConflictKind.exists
    : ConflictKind.precondition;
}
