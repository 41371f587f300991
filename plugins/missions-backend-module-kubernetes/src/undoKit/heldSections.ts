import {
  bookkeepingAnnotations,
  LAST_APPLIED_ANNOTATION,
  withoutServerFields,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { isRecord } from '../objects';
import { escapePointer, type PatchOperation } from './patchBack';

/** Equality looks at what kubectl remembers, and at no other bookkeeping. */
const LEFT_OUT = bookkeepingAnnotations.filter(
  name => name !== LAST_APPLIED_ANNOTATION,
);
/** Members whose own members are tested one by one: others may add to them. */
const OPENED = ['annotations', 'labels', 'data', 'spec'];

/**
 * Tests that hold while an object has what this state of it declares: each
 * member of its own; what equality leaves out is not tested, nor who owns it,
 * since an owner that is made anew has another uid.
 */
export function heldSections(object: KubernetesObject): PatchOperation[] {
  const {
    metadata,
    apiVersion: _,
    kind: __,
    ...rest
  } = withoutServerFields(object);
  const {
    name: ___,
    namespace: ____,
    ownerReferences: _____,
    ...declared
  } = metadata;
  return [...sections(declared, '/metadata'), ...sections(rest, '')];
}

function sections(
  members: Record<string, unknown>,
  path: string,
): PatchOperation[] {
  return Object.keys(members)
    .sort()
    .flatMap(name => {
      const at = `${path}/${escapePointer(name)}`;
      const value = members[name];
      if (OPENED.includes(name) && isRecord(value)) {
        return Object.keys(value)
          .filter(key => name !== 'annotations' || !LEFT_OUT.includes(key))
          .sort()
          .map(key => ({
            op: 'test' as const,
            path: `${at}/${escapePointer(key)}`,
            value: value[key],
          }));
      }
      return [{ op: 'test' as const, path: at, value }];
    });
}
