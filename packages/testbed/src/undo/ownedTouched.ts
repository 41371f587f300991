import {
  canonicalJson,
  comparedPart,
} from '@mission-control/plugin-missions-common';
import type { KubernetesObject } from '@mission-control/plugin-missions-node';
import { keyOf, type Snapshot } from './Stage';

/** Controllers make them anew, and write their content, whenever they like. */
const PASSING = ['Pod', 'EndpointSlice'];
/** Their numbers are counted on: it is looked at whether they are still the same ones. */
const HISTORIES = ['ControllerRevision'];

/**
 * What of the objects that controllers own is another one, gone, or changed
 * since, although its controller stayed. A controller adds objects, scales them
 * and reports their status, but takes none away that it has made: one that was
 * deleted and made anew has another uid.
 */
export function ownedTouched(before: Snapshot, now: Snapshot): string[] {
  const staying = new Set(
    [...now.values()]
      .filter(({ metadata }) => !metadata?.deletionTimestamp)
      .map(({ metadata }) => metadata?.uid),
  );
  return [...before.values()].flatMap(object => {
    const { kind = '', metadata = {} } = object;
    const owner = metadata.ownerReferences?.find(
      (each: any) => each.controller,
    );
    if (
      !owner ||
      !staying.has(owner.uid) ||
      metadata.deletionTimestamp ||
      PASSING.includes(kind)
    ) {
      return [];
    }
    const key = keyOf(object);
    const current = now.get(key);
    if (!current) {
      return [`${key} is gone`];
    }
    if (current.metadata?.uid !== metadata.uid) {
      return [`${key} is another one`];
    }
    const isSame =
      HISTORIES.includes(kind) || ownContent(object) === ownContent(current);
    return isSame ? [] : [`${key} is changed`];
  });
}

/** Without what its controller writes while it works, and who owns which field. */
function ownContent(object: KubernetesObject): string {
  const {
    managedFields: _,
    annotations: __,
    ...metadata
  } = {
    ...object.metadata,
  };
  // A Deployment hands these on to its ReplicaSets.
  const {
    replicas: _r,
    minReadySeconds: _m,
    ...spec
  } = { ...object.spec } as Record<string, unknown>;
  return canonicalJson(comparedPart({ ...object, metadata, spec }));
}
