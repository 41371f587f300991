import {
  LAST_APPLIED_ANNOTATION,
  type FieldChange,
} from '@mission-control/plugin-missions-common';
import type {
  BaseContext,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { isRecord } from './paths';

/** What masking needs from a context. */
export type Masking = Pick<BaseContext<unknown>, 'mask' | 'digest'>;

const DIGEST_LENGTH = 12;

/**
 * A masked value that still shows whether two values differ: within one run
 * the same secret has the same mark, and the mark tells nothing else.
 */
export function maskedValue(value: unknown, masking: Masking): string {
  return `*** #${masking.digest(value).slice(0, DIGEST_LENGTH)}`;
}

/**
 * A copy in which no secret is left: data of a Secret, also as kubectl noted
 * it, and everything that
 * contains a secret value of the run.
 */
export function maskObject(
  object: KubernetesObject,
  masking: Masking,
): KubernetesObject {
  const masked = maskLeaves(object, masking) as KubernetesObject;
  if (object.kind === 'Secret') {
    for (const field of ['data', 'stringData']) {
      if (isRecord(object[field])) {
        masked[field] = Object.fromEntries(
          Object.entries(object[field]).map(([key, value]) => [
            key,
            maskedValue(value, masking),
          ]),
        );
      }
    }
    const { annotations } = masked.metadata ?? {};
    if (annotations?.[LAST_APPLIED_ANNOTATION]) {
      masked.metadata = {
        ...masked.metadata,
        annotations: {
          ...annotations,
          [LAST_APPLIED_ANNOTATION]: maskedValue(
            annotations[LAST_APPLIED_ANNOTATION],
            masking,
          ),
        },
      };
    }
  }
  return masked;
}

/** A change of a field with masked values where one of them is secret. */
export function maskChange(
  change: FieldChange,
  object: { kind?: string },
  masking: Masking,
): FieldChange {
  const inSecret =
    object.kind === 'Secret' &&
    (/^(data|stringData)([.[]|$)/.test(change.path) ||
      change.path.includes(LAST_APPLIED_ANNOTATION));
  const secret =
    inSecret ||
    isMasked(change.before, masking) ||
    isMasked(change.after, masking);
  if (!secret) {
    return change;
  }
  const hide = (value: unknown) =>
    value === undefined || value === null ? value : maskedValue(value, masking);
  return {
    ...change,
    before: hide(change.before),
    after: hide(change.after),
    secret: true,
  };
}

function isMasked(value: unknown, masking: Masking): boolean {
  return (
    value !== undefined &&
    JSON.stringify(masking.mask(value)) !== JSON.stringify(value)
  );
}

function maskLeaves(value: unknown, masking: Masking): unknown {
  if (Array.isArray(value)) {
    return value.map(item => maskLeaves(item, masking));
  }
  if (isRecord(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        maskLeaves(item, masking),
      ]),
    );
  }
  return typeof value === 'string' && masking.mask(value) !== value
    ? maskedValue(value, masking)
    : value;
}
